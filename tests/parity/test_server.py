"""Served pages: the page cache with and without an entry, and cookies from middleware."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator

import pytest_asyncio
from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse

import hlive as l
from hlive import kit
from hlive_server import ServerSettings, mount, serve_app
from tests.server.support import Server, fresh_name, running
from tests.waiting import until


class Site:
    """A page that is another one each time it is made."""

    def __init__(self) -> None:
        self.cache = kit.MemoryPageCache()
        self.made = 0
        self.heard: list[str] = []

    def home(self) -> l.Page:
        self.made += 1
        number = self.made
        page = l.Page()
        page.body.add(
            l.T("p", f"made {number}"),
            l.C("button", l.on("click", lambda e: self.heard.append(f"{number}"))),
        )
        return page


@pytest_asyncio.fixture
async def cached() -> AsyncIterator[tuple[Site, Server]]:
    site = Site()
    app: Sanic = Sanic(fresh_name(), configure_logging=False)  # type: ignore[type-arg]
    mount(app, "/", site.home, ServerSettings(client="", page_cache=site.cache))
    async with running(app) as server:
        yield site, server


def text(line: str, path: str) -> str:
    """The line that puts a text there."""
    return f"d|u|4|{path}|t|{b64encode(line.encode()).decode()}"


async def sent_hash(server: Server) -> str:
    """The hash in the page's HTML."""
    body = (await server.get("/")).body
    found = re.search(r'<html lang="en" data-hlive-hash="([0-9a-f]{64})">', body)
    assert found, body
    return found[1]


async def test_a_live_page_starts_from_what_its_visitor_was_sent(
    cached: tuple[Site, Server],
) -> None:
    _, server = cached
    hash = await sent_hash(server)
    client = await server.visit(f"/?hlive=1&hhash={hash}")
    assert text("made 2", ">0>0") in client.frames[1].splitlines()


async def test_without_the_entry_the_live_page_starts_from_its_own_first_html(
    cached: tuple[Site, Server],
) -> None:
    site, server = cached
    await sent_hash(server)
    client = await server.visit(f"/?hlive=1&hhash={'0' * 64}")
    lines = client.frames[1].splitlines()
    assert "d|c|4|>1|a|" + b64encode(b' hon="5-1|click"').decode() in lines
    assert [line for line in lines if "|t|" in line or "|h|" in line] == []
    await client.say("5-1")
    await until(lambda: site.heard == ["2"], "click")


async def test_a_cookie_from_middleware_reaches_page_and_handler() -> None:
    app: Sanic = Sanic(fresh_name(), configure_logging=False)  # type: ignore[type-arg]
    heard: list[str] = []

    async def name_the_visitor(request: Request, answer: BaseHTTPResponse) -> HTTPResponse | None:
        if "visitor" not in request.cookies:
            answer.add_cookie("visitor", "v1", httponly=True)
        return None

    def home(request: Request) -> l.Page:
        def click(event: l.Event) -> None:
            heard.append(event.context.request.cookies.get("visitor"))

        page = l.Page(title=str(request.cookies.get("visitor", "new")))
        page.body.add(l.C("button", l.on("click", click)))
        return page

    app.register_middleware(name_the_visitor, "response")
    mount(app, "/", home, ServerSettings(client=""))
    async with running(app) as server:
        first = await server.get("/")
        assert "<title>new</title>" in first.body
        assert first.headers["set-cookie"].startswith("visitor=v1;")
        assert "<title>v1</title>" in (await server.get("/", cookie="visitor=v1")).body
        client = await server.visit(cookie="visitor=v1")
        await client.say("5-1")
        await until(lambda: heard == ["v1"], "click")


async def test_an_app_has_a_page_cache() -> None:
    cache = kit.MemoryPageCache()
    app = l.App(page_cache=cache)
    app.page("/", lambda: l.Page(title="kept"))
    async with running(serve_app(app, ServerSettings(client=""), fresh_name())) as server:
        hash = await sent_hash(server)
    assert cache.get(hash) is not None
    assert len(cache) == 1
