"""What our script for uploads in chunks does in a browser (hlive/client/uploads.js)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from hlive.testing.fields import Upload
from hlive.uploads.limits import is_accepted
from hlive.uploads.upload import CHUNKS, MAX_BYTES, MAX_FILES, WANT
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent, FileInfo

if TYPE_CHECKING:
    from hlive.testing.tab import Tab


class Chunks:
    """The files that were chosen in one tab, and what was sent of them."""

    def __init__(self, tab: Tab, say: Callable[[DomEvent], None]) -> None:
        self._tab = tab
        self._say = say
        self._files: dict[str, Upload] = {}
        self._ids = count(1)
        self._sent: set[str] = set()

    def offer(self, element: DomElement) -> None:
        """Tells of the files that were chosen in an input, and empties it."""
        files, told = self._tab.fields.files(element) or (), self._tab.fields.told_of(element)
        most = int(element.attrs[MAX_FILES])
        for file, info in zip(files[:most], told, strict=False):
            extra = {"id": str(next(self._ids))}
            refused = _refusal(element, file)
            if refused:
                extra["refused"] = refused
            else:
                self._files[extra["id"]] = file
            self._tell(element, "input", DomEvent((), file=info, extra=extra))
        if len(files) > most:
            self._tell(element, "input", DomEvent((), extra={"left": str(len(files) - most)}))
        self._tab.fields.choose(element, ())

    def send(self, elements: Iterable[DomElement]) -> None:
        """Sends the chunks that these elements want, each of them once."""
        wanted = {element.attrs[WANT]: element for element in elements if WANT in element.attrs}
        self._sent &= wanted.keys()
        for want in [each for each in wanted if each not in self._sent]:
            self._sent.add(want)
            self._send(wanted[want], *want.split())

    def _send(self, element: DomElement, id: str, offset: str) -> None:
        file, start = self._files[id], int(offset)
        data = file.data[start : start + int(element.attrs[CHUNKS])]
        info = FileInfo(file.name, len(file.data), file.type, 0, 1)
        extra = {"id": id, "offset": offset}
        self._tell(element, "upload", DomEvent((), file=info, data=data, extra=extra))

    def _tell(self, element: DomElement, type: str, event: DomEvent) -> None:
        """Only the first binding of a type is told."""
        (id, *_) = (id for id, each in self._tab.bindings(element) if each == type)
        self._say(replace(event, bindings=(id,)))


def _refusal(element: DomElement, file: Upload) -> str:
    accept = tuple(part for part in element.attrs.get("accept", "").split(",") if part)
    if not is_accepted(accept, file.name, file.type):
        return "type"
    return "size" if len(file.data) > int(element.attrs[MAX_BYTES]) else ""
