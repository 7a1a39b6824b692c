"""A browser that says exactly what a test wants it to say about files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import hlive as l
from hlive_proto import inbound
from hlive_proto.events import DomEvent, FileInfo
from hlive_proto.session import Limits
from tests.view.driver import Driver, page_of


class Sender:
    """A live page with the input and the list of one upload of these settings.

    `done` and `progress` is what its handlers were told.
    """

    def __init__(self, limits: Limits | None = None, **settings: Any) -> None:
        self.done: list[tuple[str, bytes]] = []
        self.progress: list[tuple[str, int, str]] = []
        self.uploads: list[l.Upload] = []
        self.inputs: list[l.Component] = []

        def home() -> l.Page:
            given = {"on_done": self._hear_done, "on_progress": self._hear_progress, **settings}
            upload = l.Upload(**given)
            self.uploads.append(upload)
            self.inputs.append(upload.input())
            return page_of(self.inputs[-1], upload.view())

        self.driver = Driver(home, limits=limits, development=True)

    @property
    def upload(self) -> l.Upload:
        """The upload of the live page."""
        return self.uploads[-1]

    @property
    def states(self) -> dict[str, str]:
        """The state of each file, by name."""
        return {file.name: file.state for file in self.upload.files}

    @property
    def want(self) -> str | None:
        """What the browser is asked for."""
        return self.input_attribute("data-hlive-want")

    def input_attribute(self, name: str) -> str | None:
        """An attribute of the input, in the browser."""
        node = self.driver.dom(0)
        assert isinstance(node, tuple)
        attributes = node[1]
        assert isinstance(attributes, dict)
        return attributes.get(name)

    async def say(self, type: str, event: DomEvent) -> None:
        """An event of the input; returns when all that it led to is over."""
        (id,) = (each.id for each in self.inputs[-1].bindings if each.name == type)
        frame = inbound.encode(replace(event, bindings=(id,)))
        await self.driver.live.receive(frame)
        await self.settle()

    async def offer(self, id: str, name: str, size: int, type: str = "", refused: str = "") -> None:
        """Tells of a file, as our script does; without an id as a client alone does."""
        extra = {"id": id} if id else {}
        if refused:
            extra["refused"] = refused
        await self.say("input", DomEvent((), file=FileInfo(name, size, type, 0, 1), extra=extra))

    async def chunk(self, id: str, offset: int, data: bytes) -> None:
        """Sends a part of a file."""
        extra = {"id": id, "offset": str(offset)}
        event = DomEvent((), file=FileInfo("claims nothing"), data=data, extra=extra)
        await self.say("upload", event)

    async def whole(self, name: str, size: int, data: bytes, type: str = "") -> None:
        """Sends a whole file, as the clients alone do."""
        await self.say("upload", DomEvent((), file=FileInfo(name, size, type, 0, 1), data=data))

    async def settle(self) -> None:
        """Returns when no handler is at work, and the browser shows what the page is."""
        while self.driver.live._tasks:
            await asyncio.wait(self.driver.live._tasks)
        await asyncio.sleep(0)
        self.driver.check()

    def _hear_done(self, file: l.UploadFile) -> None:
        with file.open() as content:
            self.done.append((file.name, content.read()))

    def _hear_progress(self, file: l.UploadFile) -> None:
        self.progress.append((file.name, file.received, file.state))


def stored(folder: Path) -> list[bytes]:
    """The contents of all files in a folder."""
    return sorted(path.read_bytes() for path in folder.iterdir())
