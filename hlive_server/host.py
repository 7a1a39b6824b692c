"""One host for each Sanic app: it starts and stops together with the server."""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from hlive.hosting.host import Host
from hlive_server.settings import ServerSettings


class ServerHost(Host):
    """hlive in one process of a Sanic app."""

    def __init__(self, settings: ServerSettings) -> None:
        super().__init__(settings)
        self.server_settings = settings

    def attach(self, app: Sanic[Any, Any]) -> None:
        """Starts and stops together with the server."""
        app.ctx.hlive = self
        app.enable_websocket()
        app.register_listener(self._start, "before_server_start")
        app.register_listener(self._stop, "before_server_stop")

    async def _start(self, app: object) -> None:
        self.start()

    async def _stop(self, app: object) -> None:
        self.stop()


def host_of(app: Sanic[Any, Any]) -> ServerHost | None:
    """The host of an app, None while it has no pages."""
    host: ServerHost | None = getattr(app.ctx, "hlive", None)
    return host
