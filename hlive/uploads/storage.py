"""The temporary files of uploads: made for us alone, written piece by piece beside the loop."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def create(folder: Path | None) -> Path:
    """A new empty file that only we can read; raises OSError where there can't be one."""
    handle, path = tempfile.mkstemp(prefix="hlive-", suffix=".upload", dir=folder)
    os.close(handle)
    return Path(path)


async def write(path: Path, offset: int, data: bytes) -> None:
    """Writes bytes at their place; raises OSError, also when the file was deleted meanwhile."""
    if sys.platform == "emscripten":  # There are no threads in a browser.
        _write(path, offset, data)
    else:
        await asyncio.to_thread(_write, path, offset, data)


def _write(path: Path, offset: int, data: bytes) -> None:
    # Opened anew each time: a visitor who pauses for an hour holds no file handle.
    with path.open("r+b", buffering=0) as file:
        file.seek(offset)
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]


def delete(path: Path) -> None:
    """Deletes a file; one that was moved away, or that the system doesn't let go, stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
