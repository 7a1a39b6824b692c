"""Tables of a build's sizes: by file, and by who costs what."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import brotli
from rich.table import Table


@dataclass(frozen=True)
class Size:
    """How many bytes a content has: as it is, and as hosts send it."""

    raw: int
    gzip: int
    brotli: int

    def __add__(self, other: Size) -> Size:
        return Size(self.raw + other.raw, self.gzip + other.gzip, self.brotli + other.brotli)


def size_of(content: bytes) -> Size:
    """The sizes of a content at the levels that hosts compress with while they send: 6 and 5."""
    compressed = len(gzip.compress(content, 6, mtime=0))
    return Size(len(content), compressed, len(brotli.compress(content, quality=5)))


def sizes_of(contents: Iterable[bytes]) -> list[Size]:
    """The sizes of contents, on all processors."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(size_of, contents))


def by_file(files: Mapping[str, bytes]) -> Table:
    """A table of files, with what a first visit gets in all."""
    table = _table("File")
    total = Size(0, 0, 0)
    later = Size(0, 0, 0)
    paths = sorted(files, key=lambda path: -len(files[path]))
    for path, size in zip(paths, sizes_of(files[path] for path in paths), strict=True):
        if is_late(path):
            later += size
        else:
            total += size
        table.add_row(path, *_shown(size))
    table.add_section()
    table.add_row("to start and to be offline", *_shown(total), style="bold")
    table.add_row("later, when needed", *_shown(later))
    return table


def by_part(parts: Mapping[str, Mapping[str, bytes]]) -> Table:
    """A table of what each package costs."""
    table = _table("Package")
    sizes = sizes_of(b"".join(files.values()) for files in parts.values())
    for name, size in sorted(zip(parts, sizes, strict=True), key=lambda item: -item[1].gzip):
        table.add_row(name, *_shown(size))
    return table


def is_late(path: str) -> bool:
    """Whether a visit that starts at the first page doesn't need this file."""
    return "python_stdlib_rest" in path or (path.endswith(".html") and path != "index.html")


def _table(title: str) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column(title)
    for name in ("raw", "gzip", "brotli"):
        table.add_column(f"{name}, kB", justify="right")
    return table


def _shown(size: Size) -> tuple[str, str, str]:
    return (f"{size.raw / 1000:,.1f}", f"{size.gzip / 1000:,.1f}", f"{size.brotli / 1000:,.1f}")
