"""A running server as a peer: its pages over HTTP, their frames over WebSocket."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from conformance import transcript
from conformance.peer import Answer, Peer, PeerError, Unimplemented
from conformance.peers.python.player import CLIENT
from conformance.right import Right, right
from conformance.scenario import load_all
from conformance.transcript import SCRIPT, Transcript
from hlive_proto import markup

FRAME_SECONDS = 2.0
"""How long a frame may take that the reference sends, too."""

QUIET_SECONDS = 0.05
"""After so long without a frame no more is waited for, once there are as many as recorded."""

MAX_FRAMES = 10_000
"""Frames of one answer; who sends more is flooding."""

_FETCH_SECONDS = 10.0
_NOT_THERE = (404, 501)
_LONG = r"(?:(?!</script>).){200,}"
_MASKED = re.compile(f"<script>({re.escape(CLIENT)}|{_LONG})</script>", re.DOTALL)


class OnlinePeer:
    """Plays scenarios with the pages of a server at `url`.

    Nobody can ask it what it believes; so its `tree` is the right one. It has no log.
    """

    def __init__(self, url: str, dialect: str) -> None:
        self.name = self.url = url.rstrip("/")
        self.dialect = dialect
        self.scripts: tuple[str, ...] = ()
        self.strategies: tuple[str, ...] = ("positional",)
        self.logs = False
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._connected = ExitStack()
        self._socket: ClientConnection
        self._right = Right("")
        self._recorded: Transcript
        self._step = 0

    def open(self, scenario: Mapping[str, Any], strategy: str) -> Answer:
        """Asks for a page, and connects as its client would."""
        self.disconnect()
        id = str(scenario["id"])
        recorded = transcript.load(id, self.dialect)
        assert recorded is not None, f"{id} isn't recorded"
        self._recorded, self._step = recorded, 0
        self._right = right(load_all((id,))[0], self.dialect)
        status, html = self._fetch(f"/{id}")
        if status in _NOT_THERE:
            raise Unimplemented(f"the page is answered with {status}")
        if status != 200:
            return Answer(refused=f"the page is answered with {status}")
        self._socket = self._connect(f"/{id}?hlive=1{_hash(html)}")
        return Answer(html=_masked(html), frames=self._frames(len(recorded.opened)))

    def send(self, frame: str | bytes) -> Answer:
        """Sends a frame; the answer has the frames that come then."""
        try:
            self._socket.send(frame)
        except ConnectionClosed as error:
            raise PeerError(f"the server has closed the socket: {error}") from error
        exchange = self._recorded.steps[self._step]
        self._step += 1
        return Answer(frames=self._frames(len(exchange.frames)))

    def tree(self) -> str:
        """The right tree, as HTML; nothing where no server should show the page."""
        if self._right.refused:
            return ""
        return _masked(markup.html(self._right.trees[self._step]))

    def close(self) -> Answer:
        """Leaves the page."""
        self.disconnect()
        return Answer()

    def disconnect(self) -> None:
        """Closes the socket, if there is one."""
        self._connected.close()

    def _fetch(self, path: str) -> tuple[int, str]:
        try:
            with self._opener.open(self.url + path, timeout=_FETCH_SECONDS) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (OSError, ValueError) as error:
            raise PeerError(f"the server can't be reached: {error}") from error

    def _connect(self, path: str) -> ClientConnection:
        try:
            connecting = connect(
                self.url.replace("http", "ws", 1) + path,
                origin=Origin(self.url),
                max_size=None,
                open_timeout=_FETCH_SECONDS,
                close_timeout=1,
                compression=None,
                proxy=None,
            )
            return self._connected.enter_context(connecting)
        except (OSError, WebSocketException) as error:
            raise PeerError(f"the server opens no socket: {error}") from error

    def _frames(self, expected: int) -> tuple[str, ...]:
        """The frames that come now: at least as many as were recorded, if they come at all."""
        frames: list[str] = []
        while True:
            patience = QUIET_SECONDS if len(frames) >= expected else FRAME_SECONDS
            try:
                frame = self._socket.recv(timeout=patience)
            except TimeoutError:
                return tuple(frames)
            except ConnectionClosed as error:
                raise PeerError(f"the server has closed the socket: {error}") from error
            if isinstance(frame, bytes) or len(frames) >= MAX_FRAMES:
                raise PeerError("the server sends binary frames, or too many")
            scripts = transcript.long_scripts("", [frame])
            frames += transcript.masked_frames([frame], scripts)


@contextmanager
def online(url: str, dialect: str) -> Iterator[Peer]:
    """A peer for a running server."""
    peer = OnlinePeer(url, dialect)
    try:
        yield peer
    finally:
        peer.disconnect()


def _hash(html: str) -> str:
    """The part of the connect query for a page that has a hash."""
    found = re.search(r'<html[^>]* data-hlive-hash="([0-9a-f]{64})"', html)
    return f"&hhash={found[1]}" if found else ""


def _masked(html: str) -> str:
    return _MASKED.sub(f"<script>{SCRIPT}</script>", html)
