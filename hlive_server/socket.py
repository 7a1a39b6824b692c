"""One WebSocket on a connection of Sanic's server: messages in and out, keep-alive, the end.

Sanic's own WebSocket lets text through that is no UTF-8, cuts the connection before the browser
has read why, takes its limits from the whole Sanic app, and starts tasks for each frame. So this
class takes its place behind the connection. The rules of the wire come from `websockets` here too;
only whole text frames, which are nearly all, go past it (`frames.py`).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sanic import Request
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request as Handshake
from websockets.protocol import State
from websockets.server import ServerProtocol

from hlive_server.frames import TextFrames, size_of, small_text
from hlive_server.inbox import Hear, Inbox
from hlive_server.settings import ServerSettings

log = logging.getLogger("hlive.server")

_MAX_REASON = 123
"""The most bytes that a close frame can hold as its reason."""

_NOT_UTF8 = 1007

_frames = TextFrames()


class HandshakeError(Exception):
    """A request can't become a WebSocket; `status` is the answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Socket:
    """The server's end of a WebSocket that `request` asks for.

    What is sent before `accept` leaves right after it. Raises HandshakeError for a request that
    isn't a WebSocket's.
    """

    loop = None  # Sanic, when it stops, then calls `end_connection` at once.

    def __init__(self, request: Request, settings: ServerSettings) -> None:
        self._settings = settings
        transport: Any = request.transport
        self._transport = transport
        self.ws_proto = ServerProtocol(max_size=settings.frame_bytes, state=State.OPEN)
        self._answer = self.ws_proto.accept(Handshake(request.path, Headers(request.headers)))
        if self._answer.status_code != 101:
            reason = f"no WebSocket handshake: {self.ws_proto.handshake_exc}"
            raise HandshakeError(reason, self._answer.status_code)
        self._loop = asyncio.get_running_loop()
        self._accepted = False
        self._inbox = Inbox(transport.pause_reading, transport.resume_reading)
        self._fragments: list[bytes] = []
        self._text = True
        self._unread = 0
        self._unsent: list[bytes] | None = []
        self._heard = self._loop.time()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._lost: asyncio.Future[None] = self._loop.create_future()
        self.over = False
        """Whether nothing more can be received, except what has arrived already."""

    def accept(self) -> None:
        """Answers the handshake: from now on the connection is a WebSocket."""
        self._transport.write(self._answer.serialize())
        self._transport.get_protocol().websocket = self
        self._accepted = True
        self._send_together()
        self._later("ping", self._settings.ping_interval, self._ping)
        self._later("silence", self._settings.pong_timeout, self._check_silence)
        self._flush()

    def send(self, message: str) -> None:
        """Sends a text message; never blocks. A browser that doesn't read is cut off."""
        if self.ws_proto.state is not State.OPEN:
            return
        self._write(_frames.of(message))
        if self._transport.get_write_buffer_size() > self._settings.unsent_bytes:
            log.warning("cut off: a browser that doesn't read what is sent")
            self._abort()

    async def listen(self, hear: Hear) -> None:
        """Gives each message to `hear`, as soon as it is here, until there won't be another one.

        What `hear` returns, if anything, is awaited before the next message. Raises what it
        raises, and gives it nothing more then.
        """
        await self._inbox.listen(hear)

    def close(self, code: int, reason: str) -> None:
        """Says goodbye; what has arrived and wasn't received yet is dropped."""
        if self.ws_proto.state is State.OPEN:
            self.ws_proto.send_close(code, _shortened(reason))
            self._flush()
        self._inbox.clear()
        self._end()

    async def wait_lost(self) -> None:
        """Until the connection itself is gone."""
        await asyncio.shield(self._lost)

    # What Sanic calls.

    def data_received(self, data: bytes) -> None:
        """Bytes came from the browser; what it is answered at once leaves together."""
        self._heard = self._loop.time()
        self._unsent = []
        rest = self._take_small(data)
        if rest:
            self._take_any(rest)
        self._inbox.go_on()
        self._send_together()

    def eof_received(self) -> bool:
        """The browser sends nothing more; False lets the connection be closed."""
        self.ws_proto.receive_eof()
        self._end()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        self.ws_proto.state = State.CLOSED
        for timer in self._timers.values():
            timer.cancel()
        self._end_receiving()
        if not self._lost.done():
            self._lost.set_result(None)

    def end_connection(self, code: int = 1001, reason: str = "") -> None:
        """The server stops, or is done with this connection."""
        self.close(code, reason)

    fail_connection = end_connection

    # Parts.

    def _take_small(self, data: bytes) -> bytes:
        """Takes the small text messages that come first; what is left of the data."""
        start = 0
        if not (self._unread or self._fragments):
            while not self.over and (found := small_text(data, start)) is not None:
                text, start = found
                self._take(text, is_text=True)
        return data[start:]

    def _take_any(self, data: bytes) -> None:
        """Whatever it is: `websockets` looks at it."""
        self.ws_proto.receive_data(data)
        self._unread += len(data)
        for event in self.ws_proto.events_received():
            if isinstance(event, Frame):
                self._unread -= size_of(event.data)
                if not self.over:
                    self._take_frame(event)
        self._flush()
        if self.ws_proto.state is not State.OPEN:
            self._log_violation()
            self._end()

    def _take_frame(self, frame: Frame) -> None:
        """A message is whole as soon as its last fragment is here."""
        if frame.opcode is Opcode.TEXT or frame.opcode is Opcode.BINARY:
            self._text = frame.opcode is Opcode.TEXT
        elif frame.opcode is not Opcode.CONT:
            return
        self._fragments.append(bytes(frame.data))
        if frame.fin:
            data, self._fragments = b"".join(self._fragments), []
            self._take(data, self._text)

    def _take(self, data: bytes, is_text: bool) -> None:
        try:
            self._inbox.put(data.decode() if is_text else data)
        except UnicodeDecodeError as error:
            log.warning("closed with %d: a message isn't UTF-8: %s", _NOT_UTF8, error)
            self.ws_proto.fail(_NOT_UTF8, "a text message must be UTF-8")
            self._flush()
            self._end()

    def _write(self, data: bytes) -> None:
        if self._unsent is None:
            self._transport.write(data)
        else:
            self._unsent.append(data)

    def _send_together(self) -> None:
        """What was sent before the handshake, or in answer to what arrived, is written at once."""
        unsent, self._unsent = self._unsent, None
        if unsent:
            self._transport.write(b"".join(unsent))

    def _flush(self) -> None:
        """Sends what `websockets` has to say."""
        if not self._accepted:
            return
        for data in self.ws_proto.data_to_send():
            if data:
                self._write(data)
                continue
            self._send_together()
            if self._transport.can_write_eof():
                # The other half stays open: if what the browser still sends met a closed
                # connection, it would be told of a reset instead of the reason.
                self._transport.write_eof()
            else:
                self._transport.close()

    def _end(self) -> None:
        """Nothing more is received; the browser has some time to close the connection."""
        self._end_receiving()
        if "close" not in self._timers and not self._lost.done():
            self._later("close", self._settings.close_timeout, self._abort)
            self._inbox.make_room()

    def _end_receiving(self) -> None:
        self.over = True
        self._inbox.end()

    def _log_violation(self) -> None:
        """What `websockets` doesn't accept, such as a frame that is too large."""
        said = self.ws_proto.close_sent
        if self.ws_proto.parser_exc is not None and said is not None and not self.over:
            log.warning("closed with %d: %s", said.code, said.reason)

    def _later(self, name: str, seconds: float, act: Any) -> None:
        self._timers[name] = self._loop.call_later(seconds, act)

    def _ping(self) -> None:
        if self.ws_proto.state is State.OPEN:
            self.ws_proto.send_ping(b"")
            self._flush()
            self._later("ping", self._settings.ping_interval, self._ping)

    def _check_silence(self) -> None:
        """While we don't read, it isn't the browser that is silent."""
        silence = 0.0 if self._inbox.paused else self._loop.time() - self._heard
        if silence >= self._settings.pong_timeout:
            log.info("cut off: a browser that was silent for %.0f seconds", silence)
            self._abort()
        else:
            self._later("silence", self._settings.pong_timeout - silence, self._check_silence)

    def _abort(self) -> None:
        self._end_receiving()
        self._transport.abort()


def _shortened(reason: str) -> str:
    return reason.encode()[:_MAX_REASON].decode(errors="ignore")
