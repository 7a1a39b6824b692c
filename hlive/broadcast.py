"""Many pages often have the same to say, one after the other: it is encoded once for all."""

from __future__ import annotations

from collections.abc import Iterable

from hlive_proto.outbound import Line, encode


class Broadcast:
    """Remembers the last frame, and gives out the same text again for the same lines."""

    __slots__ = ("_frame", "_lines")

    def __init__(self) -> None:
        self._lines: tuple[Line, ...] = ()
        self._frame = ""

    def frame(self, lines: Iterable[Line]) -> str:
        """The frame with these lines."""
        told = tuple(lines)
        if told != self._lines:
            self._frame = encode(told)
            self._lines = told
        return self._frame


frame_of = Broadcast().frame
"""The frame with these lines; raises LocalProtocolError like `outbound.encode`."""
