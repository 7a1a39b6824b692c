"""What attributes take: for each kind a check of the value that was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hlive.box import Box
from hlive_proto.tree import Raw

Kind = Callable[[str, Any], Any]
"""Turns what was given for an attribute, known by name, into what a tag takes, or refuses it."""

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


def text(name: str, value: object) -> object:
    """Raises TypeError for True: it says nothing here."""
    if value is True:
        raise TypeError(f"{name} needs a value, True is none")
    return value


def text_or_flag(name: str, value: object) -> object:
    """Takes what every attribute can take."""
    return value


def number(name: str, value: object) -> object:
    """Raises ValueError for text that is no number."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(f"{name} needs a number, not {value!r:.60}")
    return text(name, value)


def flag(name: str, value: object) -> object:
    """Raises TypeError for all but True, False and None: even empty text would switch it on."""
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"{name} is on or off: give True or False, not {value!r:.60}")


def markup(name: str, value: object) -> object:
    """The markup as text. Raises TypeError for text that wasn't marked as markup."""
    if value is None or value is False:
        return None
    if isinstance(value, Raw):
        return value.html
    raise TypeError(f"{name} is markup: give HTML(...), not {value!r:.60}")


class Choice:
    """One of these words; `true` and `false` are those that True and False stand for."""

    __slots__ = ("false", "true", "words")

    def __init__(self, words: str, true: str | None = None, false: str | None = None) -> None:
        self.words = words.split()
        self.true = true
        self.false = false

    def __call__(self, name: str, value: object) -> object:
        """Raises ValueError, naming the words, for another one."""
        if value is True and self.true is not None:
            return self.true
        if value is False:
            return self.false
        if value is None or isinstance(value, Box) or value in self.words:
            return value
        allowed = [repr(word) for word in self.words] + ["True"] * (self.true == "")
        raise ValueError(f"{name} can't be {value!r:.60}, only {', '.join(allowed)}")


def takes(texts: str = "", numbers: str = "", flags: str = "", **others: Kind) -> dict[str, Kind]:
    """The kinds of an element's attributes, by the keywords that give them."""
    kinds = dict.fromkeys(texts.split(), text)
    kinds |= dict.fromkeys(numbers.split(), number)
    kinds |= dict.fromkeys(flags.split(), flag)
    return kinds | others
