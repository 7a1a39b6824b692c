"""Navigations: pages, files, forms, middleware, and what a browser can't give."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import hlive as l
from hlive.forms import Form
from hlive.hosting.answers import Answer
from hlive.hosting.settings import HostSettings
from hlive_wasm.runtime.http import Request, Response
from tests.wasm.runtime.page import ORIGIN, Tab, runtime
from tests.wasm.runtime.pages import counter


@dataclass
class Person:
    name: str


async def test_paths_start_at_the_scope() -> None:
    paths: list[str] = []

    def user(name: str, request: Request) -> l.Page:
        paths.append(request.path)
        return l.Page(title=name)

    app = l.App()
    app.page("/users/{name}", user)
    one = runtime(app, scope="/sub/")
    answer = await one.fetch("get", f"{ORIGIN}/sub/users/Zo%C3%AB")
    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    assert "<title>Zoë</title>" in str(answer.body)
    assert paths == ["/users/Zo%C3%AB"]
    assert (await one.fetch("GET", f"{ORIGIN}/users/x")).status == 404


async def test_the_hosts_element_is_the_first_in_the_head() -> None:
    settings = HostSettings(head=('<script src="first.js"></script>',), client="second()")
    body = str((await runtime(counter, settings=settings).fetch("GET", f"{ORIGIN}/")).body)
    assert '<head><script src="first.js"></script><meta' in body
    assert body.index("first.js") < body.index("second()")


@pytest.mark.parametrize(
    "path, status",
    [("hello.css", 200), ("no.css", 404), ("../secret", 404), ("%2e%2e/secret", 404)],
)
async def test_files_are_served_from_their_folder_only(
    tmp_path: Path, path: str, status: int
) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "hello.css").write_text("b{}")
    (tmp_path / "secret").write_text("no")
    app = l.App()
    app.static("/static", tmp_path / "files")
    answer = await runtime(app).fetch("GET", f"{ORIGIN}/static/{path}")
    assert answer.status == status
    if status == 200:
        assert (answer.body, answer.content_type) == (b"b{}", "text/css")


async def test_middleware_runs_for_pages_and_their_sockets() -> None:
    seen: list[str] = []
    app = l.App()

    def home(request: Request) -> l.Page:
        return l.Page(title=request.ctx.who)

    app.page("/", home)

    @app.on_request
    async def first(request: Request) -> None:
        request.ctx.who = "me"
        seen.append(request.query_string)

    @app.on_response
    def last(request: Request, response: Response) -> None:
        response.headers["x-who"] = request.ctx.who

    one = runtime(app)
    answer = await one.fetch("GET", f"{ORIGIN}/")
    assert answer.headers == {"x-who": "me"}
    await Tab.visit(one)
    assert seen == ["", "", "hlive=1"]


async def test_middleware_can_answer() -> None:
    app = l.App()
    app.on_request(lambda request: Answer(403, "not now"))
    assert (await runtime(app).fetch("GET", f"{ORIGIN}/")).status == 403


async def test_cookies_end_in_a_clear_error() -> None:
    def home(request: Request) -> l.Page:
        return l.Page(title=str(request.cookies))

    one = runtime(home, settings=HostSettings(development=True))
    answer = await one.fetch("GET", f"{ORIGIN}/")
    assert answer.status == 500
    assert "keep what is to last in declared state" in str(answer.body)


@pytest.mark.parametrize("headers, status", [([], 403), ([("origin", ORIGIN)], 400)])
async def test_forms_of_other_sites_are_refused(
    headers: list[tuple[str, str]], status: int
) -> None:
    one = runtime(counter)
    assert (await one.fetch("POST", f"{ORIGIN}/", headers, b"a=b")).status == status


async def test_a_form_without_scripts_is_filled_in() -> None:
    saved: list[Person] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(Form(Person, on_submit=saved.append))
        return page

    body = b"hlive-form=person&name=Ann"
    answer = await runtime(home).fetch("POST", f"{ORIGIN}/", [("origin", ORIGIN)], body)
    assert (answer.status, saved) == (200, [Person("Ann")])


async def test_an_unknown_method_is_refused() -> None:
    assert (await runtime(counter).fetch("DELETE", f"{ORIGIN}/")).status == 405
