"""First HTML that is the same for everybody: made once, kept for a while, and gone on from."""

import re
from base64 import b64encode
from typing import Any

import pytest

import hlive as l
from hlive.hosting.kept import ROOM, KeptPage, KeptPages
from hlive.routes import Lasting
from hlive_proto.tree import DOCTYPE
from hlive_server import ServerSettings
from tests.server.conftest import Serve

HASH = re.compile('data-hlive-hash="([0-9a-f]{64})"')
SETTINGS = ServerSettings(client="")


class Counter:
    """A page function that counts its calls, and shows the number."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, name: str = "all", tag: str = "") -> l.Page:
        self.calls += 1
        page = l.Page()
        page.body.add(l.T("p", f"{name} {self.calls}"))
        return page


def app_with(factory: Any, path: str = "/", cache: float | None = 60) -> l.App:
    app = l.App()
    app.page(path, factory, cache=cache)
    return app


async def test_it_is_made_once_for_all_who_ask_for_the_same_address(serve: Serve) -> None:
    counter = Counter()
    server = await serve(app_with(counter), SETTINGS)
    first = await server.get("/")
    assert "<body><p>all 1</p></body>" in first.body
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert (await server.get("/?unknown=1")).body == first.body
    assert (await server.get("/")).body == first.body
    assert counter.calls == 1


async def test_parameters_make_another_address(serve: Serve) -> None:
    counter = Counter()
    server = await serve(app_with(counter, "/of/{name}"), SETTINGS)
    paths = ["/of/a", "/of/b", "/of/a?tag=1", "/of/a?tag=2", "/of/a", "/of/b"]
    bodies = [(await server.get(path)).body for path in paths]
    shown = [re.findall("<p>(.*)</p>", body)[0] for body in bodies]
    assert shown == ["a 1", "b 2", "a 3", "a 4", "a 1", "b 2"]


async def test_the_live_page_is_made_for_each_and_goes_on_from_what_was_sent(serve: Serve) -> None:
    counter = Counter()
    server = await serve(app_with(counter), SETTINGS)
    found = HASH.search((await server.get("/")).body)
    assert found is not None
    client = await server.open(f"/?hlive=1&hhash={found[1]}")
    await client.frame()
    text = b64encode(b"all 2").decode()
    assert f"|>0>0|t|{text}" in await client.frame()
    assert counter.calls == 2


async def test_without_cache_it_is_made_for_each(serve: Serve) -> None:
    counter = Counter()
    server = await serve(app_with(counter, cache=None), SETTINGS)
    assert [(await server.get("/")).body[-22:] for _ in range(2)] == [
        "<p>all 1</p></body></html>"[-22:],
        "<p>all 2</p></body></html>"[-22:],
    ]


async def test_what_fails_is_not_kept(serve: Serve) -> None:
    fails = [True]

    def home() -> l.Page:
        if fails:
            raise RuntimeError("not yet")
        return l.Page(title="there")

    server = await serve(app_with(home), SETTINGS)
    assert (await server.get("/")).status == 500
    fails.clear()
    assert "<title>there</title>" in (await server.get("/")).body


async def test_what_is_in_it_can_not_see_who_asks(serve: Serve) -> None:
    seen: list[object] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(lambda: seen.append(l.current().request))
        return page

    server = await serve(app_with(home), SETTINGS)
    await server.get("/")
    assert seen == [None]


def test_a_page_that_depends_on_the_request_is_refused() -> None:
    def home(request: object) -> l.Page:
        return l.Page()

    with pytest.raises(ValueError, match=r"/ can't be cached: .*home.* takes the request"):
        l.App().page("/", home, cache=1)


@pytest.mark.parametrize("cache", [0, -1, float("nan")])
def test_it_is_kept_for_some_seconds(cache: float) -> None:
    with pytest.raises(ValueError, match=r"/ can't be cached for .* seconds"):
        l.App().route("/", cache=cache)(l.Page)


def test_an_app_with_such_a_page_has_a_page_cache() -> None:
    app = l.App()
    app.page("/a", l.Page)
    assert app.page_cache is None
    app.page("/b", l.Page, cache=1)
    cache = app.page_cache
    assert cache is not None
    app.page("/c", l.Page, cache=1)
    assert app.page_cache is cache


def page(size: int) -> KeptPage:
    return KeptPage(b"x" * size, "hash", (DOCTYPE,))


def test_it_is_kept_for_its_time() -> None:
    now = [0.0]
    kept = KeptPages(lambda: now[0])
    short, long = Lasting(("/a",), 1.0), Lasting(("/b",), 2.0)
    kept.keep(short, page(1))
    kept.keep(long, page(2))
    now[0] = 0.9
    assert kept.find(short) == page(1)
    now[0] = 1.0
    assert kept.find(short) is None
    assert kept.find(long) == page(2)
    now[0] = 2.0
    assert kept.find(long) is None


def test_there_is_room_for_so_much() -> None:
    kept = KeptPages(lambda: 0.0)
    one, other, third = (Lasting((name,), 1.0) for name in "abc")
    kept.keep(one, page(ROOM // 2))
    kept.keep(other, page(ROOM // 2))
    assert kept.find(one) is not None
    kept.keep(third, page(1))
    assert [kept.find(each) is not None for each in (one, other, third)] == [True, False, True]
    kept.keep(other, page(ROOM + 1))
    assert kept.find(other) is None
