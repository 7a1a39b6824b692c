"""How much a socket reads before somebody receives it; the transport is a stand-in."""

from types import SimpleNamespace
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from hlive_server import ServerSettings
from hlive_server.socket import Socket

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


class Transport:
    """Takes everything, and knows whether it is read from."""

    def __init__(self) -> None:
        self.paused = False

    def pause_reading(self) -> None:
        assert not self.paused
        self.paused = True

    def resume_reading(self) -> None:
        assert self.paused
        self.paused = False

    def write(self, data: bytes) -> None:
        pass

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def get_protocol(self) -> Any:
        return SimpleNamespace()


def connected() -> tuple[Socket, Transport]:
    """A socket after its handshake."""
    transport = Transport()
    headers = {
        "host": "a", "upgrade": "websocket", "connection": "upgrade",
        "sec-websocket-version": "13", "sec-websocket-key": KEY,
    }  # fmt: skip
    request: Any = SimpleNamespace(transport=transport, path="/", headers=headers)
    socket = Socket(request, ServerSettings(client=""))
    socket.accept()
    return socket, transport


def frame(opcode: Opcode, data: bytes) -> bytes:
    return Frame(opcode, data).serialize(mask=True)


@pytest.mark.parametrize(
    "message, fit",
    [
        (frame(Opcode.TEXT, b"x"), 63),
        (frame(Opcode.BINARY, b"x" * 256 * 1024), 3),
        (frame(Opcode.BINARY, b"x" * 8 * 1024 * 1024), 0),
    ],
    ids=["many", "large", "larger than all room"],
)
async def test_reading_pauses_until_all_is_received(message: bytes, fit: int) -> None:
    socket, transport = connected()
    for _ in range(2):
        for _ in range(fit):
            socket.data_received(message)
            assert not transport.paused
        socket.data_received(message)
        assert transport.paused
        for _ in range(fit):
            assert await socket.receive() is not None
            assert transport.paused
        assert await socket.receive() is not None
        assert not transport.paused
    socket.connection_lost(None)


async def test_after_a_close_it_reads_on_for_the_answer() -> None:
    socket, transport = connected()
    socket.data_received(frame(Opcode.BINARY, b"x" * 2_000_000))
    assert transport.paused
    socket.close(1001, "bye")
    assert not transport.paused
    assert await socket.receive() is None
    socket.connection_lost(None)
