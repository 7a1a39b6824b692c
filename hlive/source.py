"""Where an author wrote something, so that an error found later can point there."""

import os
import sys
from types import CodeType, FrameType
from typing import NamedTuple


class Source(NamedTuple):
    """A place in the author's code; kept as code object and instruction, which costs little."""

    code: CodeType
    instruction: int

    def __str__(self) -> str:
        lines = [position[0] for position in self.code.co_positions()]
        line = lines[self.instruction // 2] or self.code.co_firstlineno
        return f"{self.code.co_filename}:{line}"


def author_source() -> Source | None:
    """The nearest caller outside this package, or None where there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(_PACKAGE):
            return _new(Source, (code, frame.f_lasti))
        frame = frame.f_back
    return None


_new = tuple.__new__  # What a NamedTuple does in Python, and each tag that is made does this.
_PACKAGE = os.path.dirname(author_source.__code__.co_filename) + os.sep
