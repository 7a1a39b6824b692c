"""When the author's code fails: in development the whole story, else a calm page and a number."""

from collections.abc import Callable

import pytest

import hlive as l
from hlive_server import ServerSettings
from tests.server.conftest import Serve

Log = Callable[[], list[str]]

DEVELOPMENT = ServerSettings(client="", development=True)
PRODUCTION = ServerSettings(client="")


def broken() -> l.Page:
    raise RuntimeError("<the author's mistake>")


def unshowable() -> l.Page:
    page = l.Page()
    page.body.add(l.T("p", l.T("div")))
    return page


class BrokenWhenLive:
    """A page function that fails the second time: for the socket."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> l.Page:
        self.calls += 1
        return l.Page() if self.calls == 1 else broken()


def faulty() -> l.Page:
    def fail(event: l.Event) -> None:
        clicks.set(clicks.get() + 1)
        if clicks.get() == 1:
            raise RuntimeError("a handler's mistake")

    clicks = l.Box(0)
    page = l.Page()
    page.body.add(l.C("button", l.on("click", fail)), l.T("p", clicks))
    return page


async def test_a_page_that_fails_in_development(serve: Serve, server_log: Log) -> None:
    server = await serve(broken, DEVELOPMENT)
    answer = await server.get("/")
    assert answer.status == 500
    assert "RuntimeError: &lt;the author&#39;s mistake&gt;" in answer.body
    assert "test_errors.py" in answer.body and "in broken" in answer.body
    assert len(server_log()) == 1


async def test_a_page_that_fails_in_production(serve: Serve, server_log: Log) -> None:
    server = await serve(broken, PRODUCTION)
    answer = await server.get("/", x_request_id="7b3f")
    assert answer.status == 500
    assert "Something went wrong here" in answer.body
    assert "7b3f" in answer.body and server_log() == ["request 7b3f: GET /"]
    assert "RuntimeError" not in answer.body and "mistake" not in answer.body


async def test_a_page_that_a_browser_would_repair_names_the_line(serve: Serve) -> None:
    server = await serve(unshowable, DEVELOPMENT)
    answer = await server.get("/")
    assert answer.status == 500
    assert "PageError" in answer.body and "test_errors.py:" in answer.body


@pytest.mark.parametrize("page", [broken, unshowable])
async def test_a_page_that_cannot_be_live_does_not_hang(
    serve: Serve, server_log: Log, page: Callable[[], l.Page]
) -> None:
    server = await serve(page, PRODUCTION)
    client = await server.open()
    code, reason = await client.closed()
    assert code == 1011 and reason == "the page can't be live; the server's log says why"
    assert "mistake" not in "".join(client.frames)
    assert len(server_log()) == 1
    assert len(server.host.sessions) == 0


async def test_a_page_that_cannot_be_live_tells_why_in_development(serve: Serve) -> None:
    server = await serve(BrokenWhenLive(), DEVELOPMENT)
    assert (await server.get("/")).status == 200
    client = await server.open()
    kind, text = await client.note()
    assert kind == "error" and "the author's mistake" in text and "in broken" in text
    assert (await client.closed())[0] == 1011


async def test_failing_pages_take_no_places(serve: Serve) -> None:
    server = await serve(broken, PRODUCTION)
    server.host.sessions._places = 1
    for _ in range(3):
        assert (await (await server.open()).closed())[0] == 1011


async def test_a_handler_that_fails_in_development(serve: Serve, server_log: Log) -> None:
    server = await serve(faulty, DEVELOPMENT)
    client = await server.visit()
    await client.say("5-1")
    kind, text = await client.note()
    assert kind == "error" and "a handler's mistake" in text and "on('click'" in text
    assert await client.frame() == "d|u|4|>1>0|t|MQ==\n"
    await client.say("5-1")
    assert await client.frame() == "d|u|4|>1>0|t|Mg==\n"
    assert len(server_log()) == 1 and "on('click'" in server_log()[0]


async def test_a_handler_that_fails_in_production(serve: Serve, server_log: Log) -> None:
    server = await serve(faulty, PRODUCTION)
    client = await server.visit()
    await client.say("5-1")
    assert await client.frame() == "d|u|4|>1>0|t|MQ==\n"
    await client.say("5-1")
    assert await client.frame() == "d|u|4|>1>0|t|Mg==\n"
    assert len(server_log()) == 1
