"""One URL, two answers: a page's HTML and its socket; byte for byte what the reference sends."""

import re
from base64 import b64encode
from pathlib import Path

from sanic import HTTPResponse, Request, Sanic, response

import hlive as l
from hlive_proto.dialect import DIALECT_01
from hlive_server import ServerSettings, mount
from tests.server.conftest import Serve
from tests.server.support import fresh_name, hello
from tests.waiting import until

HTML = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hello</title>'
    "<script>/* client */</script></head>"
    '<body><div><input type="text"></div><p>Hello, </p></body></html>'
)


def b64(text: str) -> str:
    return b64encode(text.encode()).decode()


async def test_the_first_html(serve: Serve) -> None:
    server = await serve(hello)
    answer = await server.get("/")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == HTML


async def test_a_round_trip(serve: Serve) -> None:
    server = await serve(hello)
    client = await server.open()
    assert re.fullmatch(r"s\|id\|[0-9a-v]{20}", await client.frame())
    assert (await client.frame()).splitlines() == [
        "d|c|doc|1|a|" + b64(' hid="1"'),
        "d|c|1|>0|a|" + b64(' hid="2"'),
        "d|c|2|>1|a|" + b64(' hid="3"'),
        "d|c|1|>1|a|" + b64(' hid="4"'),
        "d|c|4|>0>0|a|" + b64(' hid="5"'),
        "d|c|4|>0>0|a|" + b64(' hon="5-1|keyup"'),
    ]
    await client.say("5-1", value="Ada")
    assert await client.frame() == "d|u|4|>1>0|t|" + b64("Hello, Ada") + "\n"


async def test_dialect_01_has_its_own_attributes(serve: Serve) -> None:
    server = await serve(hello, ServerSettings(client="", dialect=DIALECT_01))
    client = await server.open()
    await client.frame()
    assert b64(' data-hlive-on="5-1|keyup"') in await client.frame()


async def test_two_visitors_have_two_pages(serve: Serve) -> None:
    server = await serve(hello)
    one, other = await server.visit(), await server.visit()
    await one.say("5-1", value="one")
    await other.say("5-1", value="other")
    assert await one.frame() == "d|u|4|>1>0|t|" + b64("Hello, one") + "\n"
    assert await other.frame() == "d|u|4|>1>0|t|" + b64("Hello, other") + "\n"


async def test_an_upload(serve: Serve) -> None:
    got = l.Box("")

    def home() -> l.Page:
        def receive(event: l.Event) -> None:
            assert event.file is not None
            got.set(f"{event.file.name} {event.file.data!r}")

        page = l.Page()
        page.body.add(l.C("input", {"type": "file"}, l.on("upload", receive)), l.T("p", got))
        return page

    server = await serve(home)
    client = await server.visit()
    head = '{"t":"e","i":"5-1","file":{"name":"a.bin","size":4,"type":"","index":0,"total":1}}'
    await client.connection.send(head.encode() + b"\n\n\x00\xff\n\n")
    await client.frame()
    assert got.get() == r"a.bin b'\x00\xff\n\n'"


async def test_a_page_may_take_the_request(serve: Serve) -> None:
    def home(request: Request) -> l.Page:
        return l.Page(title=f"q is {request.args.get('q')}")

    server = await serve(home)
    assert "<title>q is 7</title>" in (await server.get("/?q=7")).body


async def test_middleware_and_the_request_reach_mount_and_handlers(serve: Serve) -> None:
    sanic_app: Sanic = Sanic(fresh_name(), configure_logging=False)  # type: ignore[type-arg]
    told: list[str] = []

    @sanic_app.on_request
    async def name_the_user(request: Request) -> HTTPResponse | None:
        if "user" not in request.headers:
            return response.text("who are you?", 401)
        request.ctx.user = request.headers["user"]
        return None

    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.CM("button", l.on("click", lambda e: told.append(e.context.request.ctx.user)),
                 mount=lambda context: told.append(context.request.ctx.user + " mounts")),
        )  # fmt: skip
        return page

    @sanic_app.get("/other")
    async def other(request: Request) -> HTTPResponse:
        return response.text("not ours")

    mount(sanic_app, "/page", home, ServerSettings(client=""))
    mount(sanic_app, "/another", home)
    server = await serve(sanic_app)
    assert (await server.get("/page")).status == 401
    assert (await server.get("/other", user="Ada")).body == "not ours"
    assert (await server.get("/page", user="Ada")).status == 200
    assert told == []
    client = await server.visit("/page?hlive=1", user="Ada")
    await client.say("5-1")
    await until(lambda: told == ["Ada mounts", "Ada"], "click")


async def test_an_apps_own_middleware_runs_around_its_pages(serve: Serve) -> None:
    app = l.App()

    @app.on_request
    async def name_the_user(request: Request) -> None:
        request.ctx.user = request.headers["user"]

    @app.on_response
    async def sign(request: Request, answer: HTTPResponse) -> None:
        answer.headers["signed-by"] = request.ctx.user

    app.page("/", lambda request: l.Page(title=request.ctx.user))
    server = await serve(app)
    answer = await server.get("/", user="Ada")
    assert "<title>Ada</title>" in answer.body
    assert answer.headers["signed-by"] == "Ada"


async def test_files_are_served_and_nothing_beside_them(serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "style.css").write_text("p{}")
    (tmp_path / "secret").write_text("secret")
    app = l.App()
    app.page("/", hello)
    app.static("/files", folder)
    server = await serve(app)
    answer = await server.get("/files/style.css")
    assert (answer.status, answer.body) == (200, "p{}")
    assert answer.headers["content-type"].startswith("text/css")
    assert (await server.get("/files/../secret")).status == 404
    assert (await server.get("/files/%2e%2e/secret")).status == 404


async def test_an_unknown_path_is_a_calm_404(serve: Serve) -> None:
    server = await serve(hello)
    answer = await server.get("/nowhere")
    assert answer.status == 404
    assert "There is no such page" in answer.body and "href" not in answer.body


async def test_an_unknown_path_lists_the_pages_in_development(serve: Serve) -> None:
    server = await serve(hello, ServerSettings(client="", development=True))
    answer = await server.get("/nowhere")
    assert answer.status == 404
    assert '<a href="/">/</a>' in answer.body
