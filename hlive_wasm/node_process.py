"""A build's Python in a Node process beside us: it is told in JSON lines what visitors want."""

from __future__ import annotations

import asyncio
import json
import shutil
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from importlib.resources import files as resources
from itertools import count
from pathlib import Path
from typing import Any

from hlive.hosting.answers import Answer

Message = dict[str, Any]

_LINE_BYTES = 64 * 1024 * 1024
"""More than any page or upload has."""

_PATIENCE = 5.0
"""Seconds that Node may take to end when it is asked to."""


class NodeError(Exception):
    """Node can't run a build, or has ended."""


class NodeProcess:
    """One build in one process; `folder` and `config` are the build's.

    `when_lost` is called with a NodeError when Node ends and nobody has stopped it. Requests that
    wait then raise it, and connections are closed.
    """

    def __init__(
        self,
        folder: Path,
        config: Mapping[str, Any],
        when_lost: Callable[[NodeError], object] = lambda error: None,
    ) -> None:
        self._start_line = {"folder": str(folder.resolve()), "config": config}
        self._when_lost = when_lost
        self._process: asyncio.subprocess.Process
        self._reading: asyncio.Task[None]
        self._ready: asyncio.Future[None]
        self._ids = count(1)
        self._asked: dict[int, asyncio.Future[Message]] = {}
        self._connections: dict[int, Callable[[Message], None]] = {}
        self._lost: NodeError | None = None

    async def start(self) -> None:
        """Returns when the app runs; raises NodeError where it can't."""
        node = shutil.which("node")
        if node is None:
            raise NodeError("Node isn't installed: get it from https://nodejs.org")
        script = str(resources("hlive_wasm").joinpath("js", "node.mjs"))
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            # Ctrl+C is for us: we stop it then.
            node, script, stdin=pipe, stdout=pipe, limit=_LINE_BYTES, start_new_session=True
        )  # fmt: skip
        self._ready = asyncio.get_running_loop().create_future()
        self._say(self._start_line)
        self._reading = asyncio.create_task(self._read())
        try:
            await self._ready
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Ends the process; it ends by itself, too, when we are killed."""
        self._lost = self._lost or NodeError("the server is stopping")
        with suppress(ProcessLookupError):
            self._stdin.close()
            try:
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
            except TimeoutError:
                self._process.kill()
        await self._reading

    async def fetch(
        self, method: str, url: str, headers: list[tuple[str, str]], body: bytes
    ) -> Answer:
        """The app's answer to a request; raises NodeError when Node ends before."""
        self._check()
        id = next(self._ids)
        self._asked[id] = future = asyncio.get_running_loop().create_future()
        text = b64encode(body).decode()
        request = {"method": method, "url": url, "headers": headers, "body": text}
        self._say({"type": "fetch", "id": id, **request})
        try:
            said = await future
        finally:
            del self._asked[id]
        told = dict(said["headers"])
        kind = told.pop("content-type")
        return Answer(said["status"], b64decode(said["body"]), kind, told)

    def open(self, hello: Message, post: Callable[[Message], None]) -> NodeConnection:
        """A socket wants to talk with the app; `post` is called with the messages for it.

        Raises NodeError when Node has ended.
        """
        self._check()
        id = next(self._ids)
        self._connections[id] = post
        self._say({"type": "open", "id": id, "hello": hello})
        return NodeConnection(id, self._tell)

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None
        return self._process.stdin

    def _check(self) -> None:
        if self._lost is not None:
            raise self._lost

    def _tell(self, message: Message) -> Awaitable[None] | None:
        """Says it to a connection's other end; what it returns is there to be awaited."""
        if message["type"] == "close":
            self._connections.pop(message["id"], None)
        if self._lost is not None:
            return None
        self._say(message)
        full = self._stdin.transport.get_write_buffer_size() > 0
        return self._drain() if full else None

    async def _drain(self) -> None:
        with suppress(ConnectionError):  # `_read` notices it as well.
            await self._stdin.drain()

    def _say(self, message: Mapping[str, Any]) -> None:
        self._stdin.write(json.dumps(message).encode() + b"\n")

    async def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            async for line in self._process.stdout:
                self._hear(json.loads(line))
            code = await self._process.wait()
            self._lose(NodeError(f"Node has ended with status {code}; its own words are above"))
        except ValueError as error:
            self._process.kill()
            self._lose(NodeError(f"Node has said what can't be understood: {error}"))

    def _hear(self, message: Message) -> None:
        kind, id = message["type"], message.get("id", 0)
        if kind == "ready":
            self._ready.set_result(None)
        elif kind == "failed":
            self._ready.set_exception(NodeError(f"the app can't start: {message['reason']}"))
        elif kind == "answer":
            if id in self._asked and not self._asked[id].done():
                self._asked[id].set_result(message)
        elif id in self._connections:
            self._connections[id](message)

    def _lose(self, error: NodeError) -> None:
        expected = self._lost is not None
        self._lost = self._lost or error
        waiting: list[asyncio.Future[Any]] = [self._ready, *self._asked.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(self._lost)
        for post in list(self._connections.values()):
            post({"type": "closed", "code": 1001, "reason": str(self._lost)})
        self._connections.clear()
        if not expected:
            self._when_lost(error)


class NodeConnection:
    """Our end of a socket's talk with the app."""

    def __init__(self, id: int, tell: Callable[[Message], Awaitable[None] | None]) -> None:
        self._id = id
        self._tell = tell
        self._events = count(1)

    def hear(self, frame: str | bytes) -> Awaitable[None] | None:
        """The browser says something; what is returned is to be awaited before the next frame."""
        what = {"frame": frame} if isinstance(frame, str) else {"bytes": b64encode(frame).decode()}
        return self._tell({"type": "event", "id": self._id, "n": next(self._events), **what})

    def close(self) -> None:
        """The browser has gone."""
        self._tell({"type": "close", "id": self._id, "code": 1001, "reason": ""})
