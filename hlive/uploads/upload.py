"""Several files from a browser, asked for piece by piece: one chunk is under way at a time.

The page asks for a chunk by an attribute of the file input ("file 3, from byte 262144 on"), and
`hlive/client/uploads.js` answers with an ordinary upload frame. So what was asked for is a part of
the document: a browser that comes back after a lost connection sees it again, and goes on.
"""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from weakref import WeakSet

from hlive.bindings import Event, File, on
from hlive.component import Component
from hlive.context import Context
from hlive.errors import PageError
from hlive.scripts import ScriptAttribute
from hlive.uploads import storage
from hlive.uploads.file import UploadFile
from hlive.uploads.limits import checked_accept, is_accepted, readable_size, safe_name, safe_type
from hlive.uploads.pieces import (
    EndButton,
    ErrorText,
    FileList,
    ProgressBar,
    Row,
    RowContent,
    StateText,
)
from hlive.uploads.texts import UploadTexts

log = logging.getLogger("hlive")

FileHandler = Callable[[UploadFile], object | Awaitable[object]]
"""Called with the file; what a plain function returns is ignored, a coroutine is awaited."""

CHUNKS = "data-hlive-chunks"
MAX_BYTES = "data-hlive-max-bytes"
MAX_FILES = "data-hlive-max-files"
WANT = "data-hlive-want"
WHOLE = "data-hlive-upload"

CHUNK_BYTES = 256 * 1024
"""How much is asked for at a time, where the session's limit for a frame allows it."""

_JSON_ROOM = 4096
"""What a frame has besides a chunk: the description of the file."""

_ID = re.compile("[0-9]{1,15}")

_UPLOADS = "hlive.uploads"
"""Where a context keeps the uploads of its page."""


class Upload:
    """The files that one visitor sends, and the parts of the page that go with them.

    At most `max_files` of at most `max_bytes` each; `accept` has endings (".csv"), types
    ("text/csv") and kinds of types ("image/*"). Files go to the disk as they come, into `folder`
    or the system's folder for temporary files, and are deleted when the page closes. `on_done` is
    told of each file that is complete, `on_progress` of each chunk. Make it in the page function.

    Raises ValueError for limits below 1, an unknown form of `accept`, or a folder that isn't one.
    """

    def __init__(
        self,
        *,
        max_files: int = 1,
        max_bytes: int = 10_000_000,
        accept: str | Iterable[str] = (),
        folder: str | Path | None = None,
        on_done: FileHandler | None = None,
        on_progress: FileHandler | None = None,
        texts: UploadTexts | None = None,
    ) -> None:
        if max_files < 1 or max_bytes < 1:
            raise ValueError("an upload takes at least one file of at least one byte")
        if folder is not None and not Path(folder).is_dir():
            raise ValueError(f"{folder} isn't a folder")
        self.max_files = max_files
        self.max_bytes = max_bytes
        self.accept = checked_accept(accept)
        self.folder = None if folder is None else Path(folder)
        self.on_done = on_done
        self.on_progress = on_progress
        self.texts = texts or UploadTexts()
        self._files: list[UploadFile] = []
        self._context: Context | None = None
        self._frame_bytes = CHUNK_BYTES + _JSON_ROOM
        self._asks_whole = False
        self._shown: WeakSet[Component] = WeakSet()

    @property
    def files(self) -> tuple[UploadFile, ...]:
        """The files in the order in which they were chosen, also those that were refused."""
        return tuple(self._files)

    def remove(self, file: UploadFile) -> None:
        """Takes a file out of the list and deletes it, unless it was moved; cancels it first.

        Raises ValueError when it isn't here.
        """
        self._files.remove(file)
        self._end(file)

    # Parts of the page.

    def input(self, *elements: object) -> Component:
        """The file input; `elements` are added to it."""
        return self._show(FileInput(self, *elements))

    def view(self, *elements: object, row: RowContent | None = None) -> Component:
        """The list of the files; `elements` are added to it.

        `row` makes what stands in the row of a file, in place of the usual pieces.
        """
        return self._show(FileList(self, row, *elements))

    def row(self, file: UploadFile) -> Component:
        """A `<li>` with all pieces of a file; its state is in `data-state`, for styles."""
        return Row(self, file, None)

    def bar(self, file: UploadFile) -> Component:
        """A `<progress>`."""
        return ProgressBar(self, file)

    def state_text(self, file: UploadFile) -> Component:
        """The state in a word."""
        return StateText(self, file)

    def error_text(self, file: UploadFile) -> Component:
        """Why it was refused."""
        return ErrorText(self, file)

    def button(self, file: UploadFile) -> Component:
        """A button that cancels a file, and takes it out of the list once it has ended."""
        return EndButton(self, file)

    # What the file input says to the browser.

    @property
    def chunk_bytes(self) -> int:
        """How much is asked for at a time."""
        return min(CHUNK_BYTES, self._frame_bytes - _JSON_ROOM)

    @property
    def want(self) -> str | None:
        """The id of the file and the offset of the chunk that is asked for."""
        file = self._current
        return None if file is None else f"{file.id} {file.received}"

    @property
    def asks_whole(self) -> bool:
        """Whether a browser that can't send chunks is asked for whole files."""
        return self._asks_whole

    # What the browser says.

    def open(self, context: Context) -> None:
        """A file input of this upload came into a live page.

        Raises PageError when another page has it.
        """
        if self._context is context:
            return
        if self._context is not None:
            raise PageError("an upload belongs to one visitor: make it in the page function")
        self._context = context
        context.values.setdefault(_UPLOADS, []).append(self)
        context.page.hooks.close.append(self._close)
        before = self.chunk_bytes
        self._frame_bytes = max(context.limits.upload_bytes, _JSON_ROOM + 1)
        if self.chunk_bytes != before:
            self._changed()

    def told(self, event: Event) -> None:
        """A file was chosen, or can't be sent after all."""
        self.open(event.context)
        file, id = event.file, event.extra.get("id", "")
        if "left" in event.extra:
            self._leave_out(event.extra["left"])
        elif "failed" in event.extra:
            self._refuse(self._known(id), self.texts.unreadable)
        elif file is not None and file.total and not event.initial:
            self._offer(file, id, event.extra.get("refused", ""))

    async def receive(self, event: Event) -> None:
        """A chunk came, or a whole file from a browser without our script."""
        self.open(event.context)
        told, extra = event.file, event.extra
        if told is None or told.data is None:
            return
        if "id" not in extra:
            await self._take_whole(told, told.data)
            return
        file = self._current
        if file is None or file.writing:
            return
        # Another one came twice, or was under way when its file was cancelled.
        if (extra["id"], extra.get("offset")) == (file.id, str(file.received)):
            await self._take_chunk(file, told.data)

    # Offers.

    def _offer(self, told: File, id: str, reason: str) -> UploadFile | None:
        """Takes note of a chosen file: it waits, or is refused at once.

        None where the id is no number, or is known already.
        """
        if id and (not _ID.fullmatch(id) or self._known(id) is not None):
            return None
        file = UploadFile(id, safe_name(told.name), told.size, safe_type(told.type), self._end)
        error = self._objection(file, reason)
        self._files.append(file)
        if error:
            self._refuse(file, error)
        elif not id:
            self._asks_whole = True
        self._go_on()
        return file

    def _objection(self, file: UploadFile, reason: str) -> str:
        """Why a file can't be taken, for the visitor; `reason` is what the browser found."""
        limit = self.max_bytes if file.id else min(self.max_bytes, self._frame_bytes - _JSON_ROOM)
        if reason == "type" or not is_accepted(self.accept, file.name, file.type):
            return self.texts.wrong_type.format(accept=", ".join(self.accept))
        if reason == "size" or not 0 <= file.size <= limit:
            return self.texts.too_large.format(limit=readable_size(limit))
        if sum(each.unfinished or each.state == "done" for each in self._files) >= self.max_files:
            return self.texts.too_many.format(limit=self.max_files)
        return "" if self._has_room(file.size) else self.texts.no_room

    def _has_room(self, size: int) -> bool:
        """Whether so many bytes more may be kept for this session, by all its uploads."""
        assert self._context is not None
        uploads: list[Upload] = self._context.values[_UPLOADS]
        held = sum(file.held for upload in uploads for file in upload.files)
        return held + size <= self._context.limits.stored_bytes

    def _leave_out(self, count: str) -> None:
        """The browser didn't even tell of so many files."""
        if count.isdecimal() and len(count) < 10:
            file = UploadFile("", self.texts.left_out.format(count=int(count)), 0, "", self._end)
            self._files.append(file)
            self._refuse(file, self.texts.too_many.format(limit=self.max_files))

    def _known(self, id: str) -> UploadFile | None:
        return next((file for file in self._files if file.id and file.id == id), None)

    # Bytes.

    @property
    def _current(self) -> UploadFile | None:
        """The file whose chunks are asked for."""
        return next((file for file in self._files if file.id and file.unfinished), None)

    def _go_on(self) -> None:
        """Gets the next file ready, if it isn't."""
        while (file := self._current) is not None and not self._begin(file):
            pass
        self._changed()

    def _begin(self, file: UploadFile) -> bool:
        """Makes the place where a file goes; False when that can't be done."""
        if file.state == "waiting":
            try:
                file.begin(storage.create(self.folder))
            except OSError:
                self._fail(file)
        return file.state == "sending"

    async def _take_chunk(self, file: UploadFile, data: bytes) -> None:
        if not data and file.size:
            self._refuse(file, self.texts.unreadable)
        elif file.received + len(data) > file.size:
            self._refuse(file, self.texts.not_as_announced)
        else:
            await self._store(file, data)

    async def _take_whole(self, told: File, data: bytes) -> None:
        """Browsers without our script send all that was chosen, also what was refused."""
        file = self._chosen_whole(told) or self._offer(told, "", "")
        # The next frame must not ask again: the original client would send it all again.
        self._asks_whole = False
        self._changed()
        if file is None or file.state != "waiting":
            return
        if len(data) != file.size:
            self._refuse(file, self.texts.not_as_announced)
        elif self._begin(file):
            await self._store(file, data)

    def _chosen_whole(self, told: File) -> UploadFile | None:
        """The file without an id that was told of in these words; one that waits goes first."""
        words = (safe_name(told.name), told.size, safe_type(told.type))
        same = (
            file
            for file in self._files
            if not file.id and (file.name, file.size, file.type) == words
        )
        return max(same, key=lambda file: file.state == "waiting", default=None)

    async def _store(self, file: UploadFile, data: bytes) -> None:
        """Writes what came, unless the file is cancelled meanwhile, and tells the handlers."""
        path = file.path
        file.writing = True
        try:
            await storage.write(path, file.received, data)
        except OSError:
            if file.unfinished:
                self._fail(file)
        finally:
            file.writing = False
        if not file.unfinished:
            storage.delete(path)
            self._go_on()
            return
        file.grow(len(data))
        self._go_on()
        try:
            await _call(self.on_progress, file)
        finally:
            if file.state == "done":
                await _call(self.on_done, file)

    # The end.

    def _end(self, file: UploadFile) -> None:
        """A file is cancelled, or taken out of the list."""
        if file.unfinished:
            file.end("cancelled")
            self._forget_oldest()
        elif file not in self._files:
            file.delete()
        self._go_on()

    def _refuse(self, file: UploadFile | None, error: str) -> None:
        if file is not None and file.unfinished:
            file.end("refused", error)
            self._forget_oldest()
            self._go_on()

    def _fail(self, file: UploadFile) -> None:
        """The error that is being handled was ours, not the visitor's."""
        log.exception("%r could not be stored", file)
        file.end("refused", self.texts.not_stored)

    def _forget_oldest(self) -> None:
        """A browser that goes on offering, and cancelling, doesn't fill the list."""
        ended = [file for file in self._files if file.state in ("refused", "cancelled")]
        for file in ended[: -self.max_files - 1]:
            self._files.remove(file)

    def _close(self, context: Context) -> None:
        """The page is over, and with it what was not moved away."""
        for file in self._files:
            if file.unfinished:
                file.end("cancelled")
            else:
                file.delete()

    def _show(self, part: Component) -> Component:
        """Renders this part of the page again when the list or what is asked for changes."""
        self._shown.add(part)
        return part

    def _changed(self) -> None:
        for part in tuple(self._shown):
            part.state_changed()


class FileInput(Component):
    """The input in which a visitor chooses files; its attributes tell our script what to do."""

    tag = "input"

    def __init__(self, upload: Upload, *elements: object) -> None:
        attributes = {
            "type": "file",
            "multiple": upload.max_files > 1,
            "accept": ",".join(upload.accept) or None,
            MAX_BYTES: upload.max_bytes,
            MAX_FILES: upload.max_files,
        }
        heard = (on("input", upload.told), on("upload", upload.receive))
        super().__init__(None, attributes, heard, *elements)
        self.upload = upload

    def mount(self, context: Context) -> None:
        self.upload.open(context)

    def render(self) -> object:
        upload = self.upload
        script = ScriptAttribute(CHUNKS, "uploads", str(upload.chunk_bytes))
        return script, {WANT: upload.want, WHOLE: upload.asks_whole}


async def _call(handler: FileHandler | None, file: UploadFile) -> None:
    result = None if handler is None else handler(file)
    if inspect.isawaitable(result):
        await result
