"""The frames that nearly all traffic consists of, quickly; `websockets` knows about all others.

A message of ours is one text frame, and what a browser says is mostly one small text frame
(RFC 6455, section 5.2).
"""

from __future__ import annotations

from struct import Struct

from websockets.frames import apply_mask  # type: ignore[attr-defined]  # In C, if it is there.

_TEXT = 0x81
_MASKED = 0x80
_MIDDLE, _LARGE = 126, 127
"""In place of the length: it follows, in two or eight bytes."""

_HEAD = Struct("!BB").pack
_MIDDLE_HEAD = Struct("!BBH").pack
_LARGE_HEAD = Struct("!BBQ").pack


class TextFrames:
    """Whole text messages as a server sends them; the same object twice is made once.

    A broadcast sends one message to many sockets, one after the other.
    """

    __slots__ = ("_frame", "_message")

    def __init__(self) -> None:
        self._message = ""
        self._frame = text_frame("")

    def of(self, message: str) -> bytes:
        """The frame of this message."""
        if message is not self._message:
            self._message, self._frame = message, text_frame(message)
        return self._frame


def text_frame(message: str) -> bytes:
    """A whole text message as a server sends it."""
    data = message.encode()
    size = len(data)
    if size < _MIDDLE:
        return _HEAD(_TEXT, size) + data
    if size < 1 << 16:
        return _MIDDLE_HEAD(_TEXT, _MIDDLE, size) + data
    return _LARGE_HEAD(_TEXT, _LARGE, size) + data


def small_text(data: bytes, start: int) -> tuple[bytes, int] | None:
    """The text of a frame at `start` and where the next one starts.

    None where there is something else, or less: control frames, fragments, more than 125 bytes.
    """
    if len(data) < start + 6 or data[start] != _TEXT:
        return None
    size = data[start + 1] - _MASKED
    end = start + 6 + size
    if not 0 <= size < _MIDDLE or len(data) < end:
        return None
    return apply_mask(data[start + 6 : end], data[start + 2 : start + 6]), end


def size_of(data: bytes | bytearray | memoryview) -> int:
    """How many bytes a frame with this payload took, coming from a browser."""
    size = len(data)
    return size + (6 if size < _MIDDLE else 8 if size < 1 << 16 else 14)
