"""What all pages of one host share: settings, sessions, and the sockets that are open."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from hlive.context import Context
from hlive.hosting.kept import KeptPages
from hlive.hosting.settings import HostSettings
from hlive.hosting.wire import Request, Socket
from hlive.live import Live
from hlive.sessions import Sessions
from hlive_proto.session import Close, Session, State


class Host:
    """hlive in one process."""

    def __init__(self, settings: HostSettings) -> None:
        self.settings = settings
        self.sessions = Sessions(settings.sessions, time.monotonic, secrets.token_bytes)
        self.kept = KeptPages(time.monotonic)
        self._sockets: dict[str, Socket] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begins to look for sessions that are over."""
        self.spawn(self.sessions.sweep_forever())

    def stop(self) -> None:
        """Ends all sessions and whatever runs."""
        for socket in self._sockets.values():
            socket.close(Close.GOING_AWAY, "the server is stopping")
        self.sessions.close_all()
        for task in self._tasks:
            task.cancel()

    def allows(self, request: Request) -> bool:
        """Whether the page that asks is ours; who tells no origin is no browser."""
        origin = request.headers.get("origin")
        if origin is None:
            return True
        own = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
        return own or origin.lower() in self.settings.allowed_origins

    def live(self, context: Context, counting: bool, socket: Socket) -> Live:
        """A page that is going to be live at this socket."""
        settings = self.settings
        limits = settings.sessions.limits
        return Live(
            context.page,
            Session(context.session_id, limits, self.sessions.clock(), counting),
            context,
            send=socket.send,
            clock=self.sessions.clock,
            dialect=settings.dialect,
            strategy=settings.strategy,
            development=settings.development,
        )

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
