"""Starts servers for the tests of this folder, and reads what they log."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from sanic import Sanic

import hlive as l
from hlive_server import ServerSettings, serve_app
from tests.server.support import Server, fresh_name, running

Serve = Callable[..., Any]


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts servers that end with the test: for a page function, an App or a Sanic app."""
    async with AsyncExitStack() as stack:

        async def start(
            what: l.App | Sanic[Any, Any] | Callable[..., l.Page],
            settings: ServerSettings | None = None,
        ) -> Server:
            if isinstance(what, Sanic):
                return await stack.enter_async_context(running(what))
            app = what if isinstance(what, l.App) else l.App()
            if app is not what:
                app.page("/", what)  # type: ignore[arg-type]
            settings = settings or ServerSettings(client="/* client */")
            return await stack.enter_async_context(
                running(serve_app(app, settings, name=fresh_name()))
            )

        yield start


@pytest.fixture
def server_log(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What the server has logged as a warning or worse."""
    caplog.set_level(logging.WARNING)

    def lines() -> list[str]:
        return [record.getMessage() for record in caplog.records]

    return lines
