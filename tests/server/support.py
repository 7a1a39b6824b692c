"""A server in the test's own event loop, and a browser that consists of a WebSocket only."""

import asyncio
import socket
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from sanic import Sanic
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

import hlive as l
from hlive.hosting.host import Host
from hlive_proto.outbound import ExtensionLine, SessionLine, decode

PATIENCE = 5.0
"""Seconds that a condition may take; a test that passes never waits for so long."""

_numbers = count()


@dataclass
class Answer:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: str


class Client:
    """A browser's socket, and what it has been told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.session_id = ""
        self.frames: list[str] = []

    async def frame(self) -> str:
        """The next frame."""
        async with asyncio.timeout(PATIENCE):
            frame = await self.connection.recv()
        assert isinstance(frame, str)
        self.frames.append(frame)
        return frame

    async def note(self) -> tuple[str, str]:
        """The kind and the text of the next frame, which is a note for the visitor."""
        (line,) = decode(await self.frame())
        assert isinstance(line, ExtensionLine) and line.kind == "x"
        return line.fields[0], b64decode(line.fields[1]).decode()

    async def say(self, binding: str, **data: str) -> None:
        """Sends an event."""
        fields = ",".join(f'"{name}":"{value}"' for name, value in data.items())
        await self.connection.send(f'{{"t":"e","i":"{binding}","d":{{{fields}}}}}')

    async def closed(self) -> tuple[int | None, str | None]:
        """Code and reason, once the server has closed the socket."""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionClosed):
                while True:
                    await self.frame()
            await self.connection.wait_closed()
        return self.connection.close_code, self.connection.close_reason

    def abort(self) -> None:
        """Goes away without a word."""
        self.connection.transport.abort()


class Server:
    """A running server."""

    def __init__(self, app: Sanic[Any, Any], port: int) -> None:
        self.app = app
        self.port = port
        self._clients = AsyncExitStack()

    @property
    def host(self) -> Host:
        """What its pages share."""
        host: Host = self.app.ctx.hlive
        return host

    async def get(self, path: str, **headers: str) -> Answer:
        """Asks for a path; underscores in the names of headers become hyphens."""
        return await self.ask("GET", path, "", **headers)

    async def ask(self, method: str, path: str, body: str, **headers: str) -> Answer:
        """Any request, with its body."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", "connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"content-length: {len(body)}"] if body else []
        writer.write("\r\n".join([*lines, "", body]).encode())
        async with asyncio.timeout(PATIENCE):
            raw = (await reader.read()).decode()
        writer.close()
        await writer.wait_closed()
        head, _, content = raw.partition("\r\n\r\n")
        status, *fields = head.split("\r\n")
        pairs = [field.split(": ", 1) for field in fields]
        told = {name.lower(): value for name, value in pairs}
        return Answer(int(status.split()[1]), told, content)

    async def open(self, path: str = "/?hlive=1", **headers: str) -> Client:
        """Opens a socket; raises InvalidStatus when it is refused."""
        connection = await self._clients.enter_async_context(
            connect(
                f"ws://127.0.0.1:{self.port}{path}",
                additional_headers=headers,
                max_size=None,
                compression=None,
                close_timeout=PATIENCE,
                proxy=None,
            )
        )
        return Client(connection)

    async def visit(self, path: str = "/?hlive=1", **headers: str) -> Client:
        """Opens a socket and receives the first two frames: session and ids."""
        client = await self.open(path, **headers)
        (line,) = decode(await client.frame())
        assert isinstance(line, SessionLine)
        client.session_id = line.id
        await client.frame()
        return client

    async def close(self) -> None:
        """Closes the sockets that the test has opened."""
        await self._clients.aclose()


@asynccontextmanager
async def running(app: Sanic[Any, Any]) -> AsyncIterator[Server]:
    """The app on a free port."""
    app.config.TOUCHUP = False  # It rewrites Sanic's classes, which only works once in a process.
    listening = socket.create_server(("127.0.0.1", 0))
    started: Any = await app.create_server(sock=listening, access_log=False)
    await started.startup()
    await started.before_start()
    await started.after_start()
    server = Server(app, listening.getsockname()[1])
    try:
        yield server
    finally:
        await started.before_stop()
        await server.close()
        closing = started.close()
        for connection in list(started.connections):
            connection.abort()
        await closing
        await started.after_stop()
        Sanic.unregister_app(app)


def fresh_name() -> str:
    """A name for a Sanic app that no other has."""
    return f"test-{next(_numbers)}"


def hello() -> l.Page:
    """The page of most tests: an input whose text is shown."""
    message = l.Box("")
    page = l.Page(title="Hello")
    page.body.add(
        l.T("div", l.C("input", {"type": "text"}, l.on("keyup", lambda e: message.set(e.value)))),
        l.T("p", "Hello, ", message),
    )
    return page
