"""What became of one case: the verdict, and for a difference both sides of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum


class Verdict(Enum):
    """How a case ended, from best to worst; README.md says when it is which."""

    PASS = "pass"
    NON_STRICT = "non-strict"
    ERRATUM = "erratum"
    UNIMPLEMENTED = "unimplemented"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Sides:
    """Two texts, line by line: what was expected, and what there was instead."""

    expected: tuple[str, ...]
    actual: tuple[str, ...]

    def difference(self) -> str:
        """The lines that differ, nothing where none do."""
        lines = unified_diff(self.expected, self.actual, "expected", "actual", lineterm="", n=1)
        return "\n".join(lines)


def sides(expected: Iterable[str], actual: Iterable[str]) -> Sides:
    """Both sides, with texts of several lines taken apart."""
    before, after = ("\n".join(lines).splitlines() for lines in (expected, actual))
    return Sides(tuple(before), tuple(after))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judge says about one case; `detail` explains anything but a plain pass."""

    verdict: Verdict
    detail: str = ""
    transcripts: Sides | None = None
    trees: Sides | None = None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What was tried: the track, and the implementations by name; empty where none took part."""

    track: str
    dialect: str = ""
    server: str = ""
    client: str = ""
    browser: str = ""

    @property
    def title(self) -> str:
        """The implementations in a few words."""
        return " × ".join(part for part in (self.server, self.client, self.browser) if part)


@dataclass(frozen=True, slots=True)
class Result:
    """One finding: which case, where, and after how many seconds."""

    case: str
    place: Place
    finding: Finding
    seconds: float = 0.0
