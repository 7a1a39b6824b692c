"""What a page shows of uploads: each piece follows its file by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hlive.attrs import Class
from hlive.bindings import on
from hlive.component import Component
from hlive.tag import Tag
from hlive.uploads.file import UploadFile
from hlive.uploads.limits import readable_size
from hlive.uploads.texts import UploadTexts

RowContent = Callable[[UploadFile], object]
"""Makes what stands in a file's row: anything that a tag can hold."""


class Origin(Protocol):
    """Where files come from, and what can be done with them."""

    texts: UploadTexts

    @property
    def files(self) -> tuple[UploadFile, ...]: ...

    def remove(self, file: UploadFile) -> None: ...


class _Piece(Component):
    """Base of what shows one file: rendered again when something about the file changes."""

    def __init__(self, origin: Origin, file: UploadFile) -> None:
        super().__init__(key=f"{type(self).__name__}-{file.number}")
        self.origin = origin
        self.file = file
        file.watch(self)

    @property
    def texts(self) -> UploadTexts:
        return self.origin.texts


class ProgressBar(_Piece):
    """How much of a file is here, of what was announced."""

    tag = "progress"

    def render(self) -> object:
        file = self.file
        # A bar of length 0 is always at its start, so an empty file has one of length 1.
        whole, here = (file.size, file.received) if file.size else (1, int(file.state == "done"))
        return Class("hlive-upload-bar"), {"max": whole, "value": here, "aria-label": file.name}


class StateText(_Piece):
    """The state in a word; screen readers say it when it changes."""

    tag = "span"

    def render(self) -> object:
        text: str = getattr(self.texts, self.file.state)
        return Class("hlive-upload-state"), {"role": "status"}, text


class ErrorText(_Piece):
    """Why a file was refused; empty while it isn't."""

    tag = "span"

    def render(self) -> object:
        return Class("hlive-upload-error"), {"role": "alert"}, self.file.error


class EndButton(_Piece):
    """Cancels a file, and takes it out of the list once it has ended."""

    tag = "button"

    def render(self) -> object:
        label = self.texts.cancel if self.file.unfinished else self.texts.remove
        attributes = {"type": "button", "aria-label": f"{label} {self.file.name}"}
        return Class("hlive-upload-button"), attributes, on("click", self._end), label

    def _end(self, event: object) -> None:
        if self.file.unfinished:
            self.file.cancel()
        else:
            self.origin.remove(self.file)


class Row(_Piece):
    """A file in the list."""

    tag = "li"

    def __init__(self, origin: Origin, file: UploadFile, content: RowContent | None) -> None:
        super().__init__(origin, file)
        self.content = content

    def render(self) -> object:
        shown = self._pieces() if self.content is None else self.content(self.file)
        return Class("hlive-upload"), {"data-state": self.file.state}, shown

    def _pieces(self) -> list[Tag]:
        origin, file = self.origin, self.file
        return [
            Tag("span", Class("hlive-upload-name"), file.name),
            Tag("span", Class("hlive-upload-size"), readable_size(file.size)),
            ProgressBar(origin, file),
            StateText(origin, file),
            EndButton(origin, file),
            ErrorText(origin, file),
        ]


class FileList(Component):
    """All files of an upload; `content` makes what stands in a row."""

    tag = "ul"

    def __init__(self, origin: Origin, content: RowContent | None, *elements: object) -> None:
        super().__init__(None, *elements)
        self.origin = origin
        self.content = content

    def render(self) -> object:
        rows = [Row(self.origin, file, self.content) for file in self.origin.files]
        # Without the role, some screen readers take a list without bullets for no list.
        labels = {"role": "list", "aria-label": self.origin.texts.files}
        return Class("hlive-uploads"), labels, rows
