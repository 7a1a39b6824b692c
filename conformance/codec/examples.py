"""Takes the examples out of spec/protocol.md (its appendix A says how they are written)."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect

_SHIPPED = Path(__file__).parent / "protocol.md"
_IN_THE_PROJECT = Path(__file__).parents[2] / "spec" / "protocol.md"

SPEC = _SHIPPED if _SHIPPED.exists() else _IN_THE_PROJECT
"""The spec; an installed package carries a copy beside this file."""

_OPENING = re.compile(r"^```example\b", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^```example (\S+)([^\n]*)\n(?:\.|(.*?)\n\.)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Example:
    """One example: what is on the wire, and what it means."""

    id: str
    words: frozenset[str]
    wire: str
    meaning: Any

    @property
    def kind(self) -> str:
        """What the example shows: the id up to the first dot."""
        return self.id.partition(".")[0]

    @property
    def dialect(self) -> Dialect:
        """The dialect in which the example is written."""
        return DIALECT_01 if "0.1" in self.words else DIALECT_02

    @property
    def frame(self) -> str | bytes:
        """The wire as a frame: patches end with a newline, a binary wire spells its newlines."""
        if "binary" in self.words:
            return self.wire.replace("\\n", "\n").encode()
        lines = self.kind in ("out", "diff", "apply") and not self.wire.startswith("s|")
        return self.wire + "\n" if lines and self.wire else self.wire


def examples(spec: str) -> list[Example]:
    """All examples of the text. Raises ValueError for a fence that opens as one but isn't."""
    found = [
        Example(id, frozenset(words.split()), wire, json.loads(meaning))
        for id, words, wire, meaning in _EXAMPLE.findall(spec)
    ]
    if len(found) != len(_OPENING.findall(spec)):
        raise ValueError("a fence that opens with 'example' isn't an example")
    return found
