"""What a socket makes of bytes, when, and how much it reads; the transport is a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from hlive_server import ServerSettings
from hlive_server.frames import text_frame
from hlive_server.inbox import Hear
from hlive_server.socket import Socket

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


class Transport:
    """Takes everything, and knows whether it is read from."""

    def __init__(self) -> None:
        self.paused = False
        self.written: list[bytes] = []

    def pause_reading(self) -> None:
        assert not self.paused
        self.paused = True

    def resume_reading(self) -> None:
        assert self.paused
        self.paused = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

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


@asynccontextmanager
async def listening(socket: Socket, hear: Hear) -> AsyncIterator[None]:
    """While this lasts messages are heard; then the connection is lost, and the rest is heard."""
    listener = asyncio.create_task(socket.listen(hear))
    await asyncio.sleep(0)
    yield
    socket.connection_lost(None)
    await listener


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
async def test_reading_pauses_until_all_is_heard(message: bytes, fit: int) -> None:
    socket, transport = connected()
    paused: list[bool] = []
    allowed = asyncio.Semaphore(0)

    async def hear(message: str | bytes) -> None:
        paused.append(transport.paused)
        await allowed.acquire()

    async with listening(socket, hear):
        socket.data_received(frame(Opcode.TEXT, b"first"))
        await asyncio.sleep(0)
        for _ in range(fit):
            socket.data_received(message)
            assert not transport.paused
        socket.data_received(message)
        assert transport.paused
        for _ in range(fit + 2):
            allowed.release()
    assert paused == [False] + [True] * fit + [False]
    assert not transport.paused


async def test_after_a_close_it_reads_on_for_the_answer() -> None:
    socket, transport = connected()
    socket.data_received(frame(Opcode.BINARY, b"x" * 2_000_000))
    assert transport.paused
    socket.close(1001, "bye")
    assert not transport.paused
    heard: list[str | bytes] = []
    async with listening(socket, heard.append):
        pass
    assert heard == []


async def test_a_browser_that_sends_a_lot_does_not_hold_up_others() -> None:
    socket, _ = connected()
    heard: list[str | bytes] = []
    turns: list[list[str | bytes]] = []
    async with listening(socket, heard.append):
        socket.data_received(b"".join(frame(Opcode.TEXT, b"%d" % number) for number in range(3)))
        while len(heard) < 3:
            turns.append(list(heard))
            await asyncio.sleep(0)
    assert turns == [["0"], ["0", "1"]]


async def test_the_next_message_waits_until_one_is_dealt_with() -> None:
    socket, _ = connected()
    heard: list[str | bytes] = []
    dealt_with = asyncio.Event()

    async def hear_slowly() -> None:
        await dealt_with.wait()

    def hear(message: str | bytes) -> Awaitable[None]:
        heard.append(message)
        return hear_slowly()

    async with listening(socket, hear):
        socket.data_received(frame(Opcode.TEXT, b"a") + frame(Opcode.TEXT, b"b"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert heard == ["a"]
        dealt_with.set()
    assert heard == ["a", "b"]


async def test_what_a_message_raises_ends_listening() -> None:
    socket, _ = connected()
    heard: list[str | bytes] = []

    def hear(message: str | bytes) -> None:
        heard.append(message)
        raise LookupError(message)

    with pytest.raises(LookupError):
        async with listening(socket, hear):
            socket.data_received(frame(Opcode.TEXT, b"a") + frame(Opcode.TEXT, b"b"))
    assert heard == ["a"]


async def test_answers_to_one_read_leave_in_one_write() -> None:
    socket, transport = connected()

    def hear(message: str | bytes) -> None:
        for answer in ("one", "two"):
            socket.send(answer)

    async with listening(socket, hear):
        transport.written.clear()
        socket.data_received(frame(Opcode.TEXT, b"a") + frame(Opcode.PING, b"p"))
        assert transport.written == [b"\x8a\x01p" + b"\x81\x03one" + b"\x81\x03two"]
        socket.send("later")
        assert transport.written[1:] == [b"\x81\x05later"]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
def test_a_text_frame_is_what_websockets_would_send(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    assert text_frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


@pytest.mark.parametrize("cut", [1000, *range(1, 30)])
@pytest.mark.parametrize(
    "frames, messages",
    [
        ([frame(Opcode.TEXT, "schön".encode()), frame(Opcode.TEXT, b"")], ["schön", ""]),
        ([frame(Opcode.TEXT, b"x" * 126), frame(Opcode.TEXT, b"b")], ["x" * 126, "b"]),
        ([frame(Opcode.PING, b"p"), frame(Opcode.BINARY, b"\xff")], [b"\xff"]),
        (
            [
                Frame(Opcode.TEXT, b"", fin=False).serialize(mask=True),
                frame(Opcode.PING, b""),
                Frame(Opcode.CONT, b"whole").serialize(mask=True),
                frame(Opcode.TEXT, b"b"),
            ],
            ["whole", "b"],
        ),
    ],
    ids=["small", "larger", "mixed", "fragments"],
)
async def test_messages_are_the_same_however_their_bytes_arrive(
    frames: list[bytes], messages: list[str | bytes], cut: int
) -> None:
    socket, _ = connected()
    heard: list[str | bytes] = []
    data = b"".join(frames)
    async with listening(socket, heard.append):
        for at in range(0, len(data), cut):
            socket.data_received(data[at : at + cut])
    assert heard == messages


async def test_one_message_to_many_sockets_is_one_frame() -> None:
    message = "".join(["told ", "to all"])
    written = []
    for _ in range(3):
        socket, transport = connected()
        socket.send(message)
        written.append(transport.written[-1])
        socket.connection_lost(None)
    assert written[0] == b"\x81\x0btold to all"
    assert len(set(map(id, written))) == 1
