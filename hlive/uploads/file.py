"""One file that a visitor chose, from the choice to its end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal
from weakref import WeakSet, finalize

from hlive.component import Component
from hlive.uploads import storage

FileState = Literal["waiting", "sending", "done", "cancelled", "refused"]
"""Where a file stands; from the last three it goes nowhere else."""

_numbers = count(1)


class UploadFile:
    """A file as the browser told of it, and how much of it is here.

    `name` is the last part of what the browser calls it and `type` its MIME type: both are claims,
    good for being shown and not more. `size` is what was announced; a file that is done has
    exactly so many bytes. `error` says why a file was refused, for the visitor.
    """

    def __init__(
        self, id: str, name: str, size: int, type: str, cancel: Callable[[UploadFile], None]
    ) -> None:
        self.id = id
        self.name = name
        self.size = size
        self.type = type
        self.number = next(_numbers)
        self.state: FileState = "waiting"
        self.received = 0
        self.error = ""
        self._path: Path | None = None
        self.writing = False
        self._cancel = cancel
        self._delete: Callable[[], object] | None = None
        self._watching: WeakSet[Component] = WeakSet()

    @property
    def unfinished(self) -> bool:
        """Whether bytes may still come."""
        return self.state in ("waiting", "sending")

    @property
    def held(self) -> int:
        """How many bytes on our disk it has, or is going to have."""
        if self.unfinished:
            return self.size
        return self.received if self._path is not None and self._path.exists() else 0

    @property
    def path(self) -> Path:
        """The temporary file; all of it is there once the state is "done".

        Raises FileNotFoundError before anything was asked for, and after it was deleted.
        """
        if self._path is None:
            raise FileNotFoundError(f"nothing of {self.name!r} is here: it is {self.state}")
        return self._path

    def open(self) -> BinaryIO:
        """The content, to be read from the start.

        Raises ValueError while it isn't complete, FileNotFoundError when it was moved or deleted.
        """
        if self.state != "done":
            raise ValueError(f"{self.name!r} isn't here: it is {self.state}")
        return self.path.open("rb")

    def cancel(self) -> None:
        """Stops it, and deletes what is here of it; does nothing when it has ended already."""
        self._cancel(self)

    # What only the upload calls.

    def watch(self, piece: Component) -> None:
        """Renders this piece of the page again whenever something about the file changes."""
        self._watching.add(piece)

    def begin(self, path: Path) -> None:
        """Bytes may come, and go to this path."""
        self._path = path
        self.state = "sending"
        # Also when nobody closes the page: at the latest when the process ends.
        self._delete = finalize(self, storage.delete, path)
        self._changed()

    def grow(self, count: int) -> None:
        """So many bytes more are stored."""
        self.received += count
        if self.received == self.size:
            self.state = "done"
        self._changed()

    def end(self, state: Literal["cancelled", "refused"], error: str = "") -> None:
        """Nothing more comes, and what came is deleted."""
        self.state = state
        self.error = error
        self.delete()
        self._changed()

    def delete(self) -> None:
        """Deletes what is here, unless it was moved away."""
        if self._delete is not None:
            self._delete()
            self._path = None

    def _changed(self) -> None:
        for piece in tuple(self._watching):
            piece.state_changed()

    def __repr__(self) -> str:
        return f"<UploadFile {self.name!r}, {self.received} of {self.size} bytes, {self.state}>"
