"""Offline, "/about" was not "/about/", and "/users/{name}" hid "/users/new" if it came later."""

import re

import pytest

import hlive as l
from hlive_server import serve_app
from hlive_wasm.runtime.host import Runtime
from tests.server.support import fresh_name, running

TITLES = {
    "/": "home",
    "/users/ada": "ada",
    "/users/ada/": "ada",
    "/users/new": "new",
    "/users/new/": "new",
    "/about": "about",
    "/about/": "about",
    "/users/": None,
}


def users() -> l.App:
    app = l.App()
    app.page("/", lambda: l.Page(title="home"))
    app.page("/users/{name}", lambda name: l.Page(title=name))
    app.page("/users/new", lambda: l.Page(title="new"))
    app.page("/about/", lambda: l.Page(title="about"))
    return app


def title(status: int, html: str) -> str | None:
    if status == 404:
        return None
    (text,) = re.findall("<title>(.*)</title>", html)
    return str(text)


async def test_behind_sanic() -> None:
    async with running(serve_app(users(), name=fresh_name())) as server:
        answers = {path: await server.get(path) for path in TITLES}
    assert {path: title(each.status, each.body) for path, each in answers.items()} == TITLES


async def test_in_a_browser() -> None:
    runtime = Runtime(users())
    answers = {path: await runtime.fetch("GET", f"http://app{path}") for path in TITLES}
    found = {path: title(each.status, str(each.body)) for path, each in answers.items()}
    assert found == TITLES


def test_one_path_written_in_two_ways() -> None:
    app = users()
    with pytest.raises(ValueError, match="'/about' is the same path as '/about/'"):
        app.page("/about", lambda: l.Page())
    with pytest.raises(ValueError, match=r"'/users/{id}' is the same path as"):
        app.page("/users/{id}", lambda id: l.Page(title=id))


def test_a_parameter_that_is_part_of_a_part() -> None:
    with pytest.raises(ValueError, match="a parameter is all that stands between slashes"):
        l.App().page("/user-{name}", lambda name: l.Page(title=name))
