"""What all pages of one Sanic app share: settings, sessions, and the sockets that are open."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from sanic import Request, Sanic

from hlive.live import Live
from hlive.sessions import Sessions
from hlive_proto.session import Close, State
from hlive_server.settings import ServerSettings
from hlive_server.socket import Socket


class Host:
    """hlive in one process of a Sanic app."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.sessions = Sessions(settings.sessions, time.monotonic, secrets.token_bytes)
        self._sockets: dict[str, Socket] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def attach(self, app: Sanic[Any, Any]) -> None:
        """Starts and stops together with the server."""
        app.ctx.hlive = self
        app.enable_websocket()
        app.register_listener(self._start, "before_server_start")
        app.register_listener(self._stop, "before_server_stop")

    def allows(self, request: Request) -> bool:
        """Whether the page that wants the socket is ours; who tells no origin is no browser."""
        origin = request.headers.get("origin")
        if origin is None:
            return True
        own = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
        return own or origin.lower() in self.settings.allowed_origins

    def connect(self, live: Live, socket: Socket) -> None:
        """The session's browser is at this socket."""
        self._sockets[live.session.id] = socket

    def release(self, live: Live, socket: Socket) -> None:
        """The socket has ended; unless another one took over, the session waits for its browser."""
        if self._sockets.get(live.session.id) is socket:
            del self._sockets[live.session.id]
            if live.session.state is State.LIVE:
                self.sessions.away(live)

    def displace(self, live: Live) -> None:
        """The session's browser has a new socket, the old one just doesn't know."""
        old = self._sockets.pop(live.session.id)
        old.close(Close.SESSION_TAKEN, "the page goes on at another connection")
        self.sessions.away(live)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs something that outlives the request that started it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _start(self, app: object) -> None:
        self.spawn(self.sessions.sweep_forever())

    async def _stop(self, app: object) -> None:
        for socket in self._sockets.values():
            socket.close(Close.GOING_AWAY, "the server is stopping")
        self.sessions.close_all()
        for task in self._tasks:
            task.cancel()
