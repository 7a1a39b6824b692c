"""What a browser may send: which files are accepted, and what is kept of their claimed names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category

_ACCEPT = re.compile(r"\.[^\s,/\\]+|[a-z]+/(?:\*|[a-z0-9][a-z0-9.+-]*)", re.IGNORECASE)
_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}", re.IGNORECASE)
_RESERVED = re.compile(r'[<>:"|?*]')

_LONGEST_NAME = 120

_UNITS = (("kB", 1e3), ("MB", 1e6), ("GB", 1e9))


def checked_accept(accept: str | Iterable[str]) -> tuple[str, ...]:
    """The parts of an `accept` attribute in lower case: ".csv", "image/*", "application/pdf".

    Raises ValueError for something else (HTML standard, "The accept attribute").
    """
    parts = accept.split(",") if isinstance(accept, str) else accept
    stripped = tuple(part.strip().lower() for part in parts if part.strip())
    for part in stripped:
        if not _ACCEPT.fullmatch(part):
            raise ValueError(
                f"{part!r} can't be accepted: give the ending of a name (.csv), a type "
                "(text/csv), or a kind of them (image/*)"
            )
    return stripped


def is_accepted(accept: tuple[str, ...], name: str, type: str) -> bool:
    """Whether a file of this name and type fits one of the parts; all do where there are none."""
    return not accept or any(_fits(part, name.lower(), type.lower()) for part in accept)


def _fits(part: str, name: str, type: str) -> bool:
    if part.startswith("."):
        return name.endswith(part)
    return type.startswith(part[:-1]) if part.endswith("/*") else type == part


def safe_name(claimed: str) -> str:
    """The last part of a claimed name, without what is special to a file system or invisible.

    Hidden files and "..", which begin with a dot, lose it; where nothing is left it is "file".
    """
    last = re.split(r"[/\\]", claimed)[-1]
    visible = "".join(mark for mark in last if not category(mark).startswith("C"))
    name = _RESERVED.sub("_", visible).lstrip(". ").rstrip(". ")
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 21]}…{name[-20:]}"
    return name or "file"


def safe_type(claimed: str) -> str:
    """A claimed MIME type, empty where it can't be one."""
    return claimed.lower() if _TYPE.fullmatch(claimed) else ""


def readable_size(size: int) -> str:
    """A number of bytes for people: "512 B", "1.5 MB"."""
    if size < 1000:
        return f"{size} B"
    unit, scale = next((each for each in _UNITS if size / each[1] < 999.95), _UNITS[-1])
    return f"{size / scale:.1f}".removesuffix(".0") + f" {unit}"
