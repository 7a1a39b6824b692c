"""Where something stands in the text of a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s:,]*")


def line_of(text: str, path: Iterable[str | int]) -> int:
    """The line on which the value at a path of names and indices begins; `text` is valid JSON."""
    at = _skip(text, 0)
    for part in path:
        at = _member(text, at, part)
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, part: str | int) -> int:
    """Where a member begins of the object or array that begins at `at`."""
    at, index = _skip(text, at + 1), 0
    while True:
        name: str | int = index
        if isinstance(part, str):
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)
        if name == part:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at, index = _skip(text, at), index + 1


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    assert found is not None
    return found.end()
