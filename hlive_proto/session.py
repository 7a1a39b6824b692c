"""The state table of one connection, and what may be said in each state."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from hlive_proto import inbound
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import BrowserEvent, DomEvent

_COUNT = re.compile(r"[0-9]{1,18}")

_CHARACTER_BYTES = 4
"""The most that UTF-8 makes of a character."""

FRESH = "1"
"""The session id with which a client asks for a new session."""

ID_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
ID_LENGTH = 20
ID_ENTROPY = 13
"""Bytes that `make_id` needs: 20 characters of 5 bits."""


class Close:
    """Close codes of our servers; a client doesn't come back after those from 4000 to 4099."""

    GOING_AWAY = 1001
    TRY_AGAIN = 1013
    FRAME_TOO_BIG = 4001
    TOO_MANY_EVENTS = 4002
    SESSION_TAKEN = 4003
    NO_SUCH_PAGE = 4004


class State(Enum):
    """Where a session stands (spec/protocol.md, section 11)."""

    NEW = "new"
    LIVE = "live"
    DETACHED = "detached"
    CLOSED = "closed"


class Step(Enum):
    """What can happen to a session."""

    CONNECT = "connect"
    RECEIVE = "receive"
    SEND = "send"
    DROP = "drop"
    RESUME = "resume"
    CLOSE = "close"


TABLE: Mapping[tuple[State, Step], State] = {
    (State.NEW, Step.CONNECT): State.LIVE,
    (State.NEW, Step.CLOSE): State.CLOSED,
    (State.LIVE, Step.RECEIVE): State.LIVE,
    (State.LIVE, Step.SEND): State.LIVE,
    (State.LIVE, Step.DROP): State.DETACHED,
    (State.LIVE, Step.CLOSE): State.CLOSED,
    (State.DETACHED, Step.RESUME): State.LIVE,
    (State.DETACHED, Step.CLOSE): State.CLOSED,
}
"""Every legal step; all others raise before anything changes."""


@dataclass(frozen=True, slots=True)
class Connect:
    """What the query of a socket's URL asks for.

    `session_id` is None for a new session. `page_hash` names the cached page that the browser
    shows. `received` is how many frames a counting client has, None for one that doesn't count.
    """

    session_id: str | None = None
    page_hash: str | None = None
    received: int | None = None


def parse_connect(query: Mapping[str, str]) -> Connect | None:
    """What a request asks for; None where it wants the page's HTML.

    `query` has the URL's decoded parameters. Raises RemoteProtocolError for a malformed count.
    """
    session_id = query.get("hlive")
    if not session_id:
        return None
    received = query.get("hseq")
    if received is not None and not _COUNT.fullmatch(received):
        raise RemoteProtocolError(f"hseq must be a number of frames, not {received!r:.40}")
    return Connect(
        session_id=None if session_id == FRESH else session_id,
        page_hash=query.get("hhash") or None,
        received=None if received is None else int(received),
    )


def make_id(entropy: bytes) -> str:
    """A session id of the reference's shape from `ID_ENTROPY` unpredictable bytes."""
    number = int.from_bytes(entropy[:ID_ENTROPY], "big")
    return "".join(ID_ALPHABET[number >> 5 * place & 31] for place in range(ID_LENGTH))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one session may send and make us keep; sizes in bytes.

    `stored_bytes` is for uploads on disk, announced or complete.
    """

    text_bytes: int = 64 * 1024
    upload_bytes: int = 32 * 1024 * 1024
    events_per_second: float = 500.0
    events_burst: int = 1000
    replay_bytes: int = 256 * 1024
    stored_bytes: int = 1024 * 1024 * 1024


class Session:
    """One browser's connection to one page: its state, its limits, what it may have missed.

    `counting` says that the client counts frames, so that missed ones can be sent again.
    Times are in seconds of any steady clock.
    """

    def __init__(self, id: str, limits: Limits, now: float, counting: bool = False) -> None:
        self.id = id
        self.limits = limits
        self.state = State.NEW
        self.counting = counting
        self._sent = 0
        self._kept = 0
        self._unconfirmed: deque[str] = deque()
        self._tokens = float(limits.events_burst)
        self._refilled = now

    def step(self, step: Step) -> None:
        """Goes to the next state; raises LocalProtocolError where the step is illegal."""
        self.state = self._after(step)

    def _be_live(self, step: Step) -> None:
        """For the steps that only a live session takes, and that leave it live."""
        if self.state is not State.LIVE:
            self.step(step)

    def _after(self, step: Step) -> State:
        after = TABLE.get((self.state, step))
        if after is None:
            raise LocalProtocolError(
                f"session {self.id} is {self.state.value}: it can't {step.value} now"
            )
        return after

    def receive(self, frame: str | bytes, now: float) -> BrowserEvent:
        """The event in a frame that arrived.

        Raises RemoteProtocolError: with a close code where a limit is broken, without one where
        the frame is only malformed.
        """
        self._be_live(Step.RECEIVE)
        self._check_size(frame)
        self._check_rate(now)
        event = inbound.decode(frame)
        if isinstance(event, DomEvent) and event.acked is not None:
            self._confirm(event.acked)
        return event

    def send(self, frame: str) -> str:
        """Takes note of a frame that leaves, and returns it."""
        self._be_live(Step.SEND)
        if self.counting:
            self._sent += 1
            self._unconfirmed.append(frame)
            self._kept += len(frame)
            while self._kept > self.limits.replay_bytes:
                self._forget_oldest()
        return frame

    def resume(self, received: int | None) -> list[str]:
        """A new socket took over: the frames to send again, oldest first.

        Raises RemoteProtocolError, and stays as it is, when what the client missed is not kept
        any more.
        """
        after = self._after(Step.RESUME)
        if self.counting:
            kept_from = self._sent - len(self._unconfirmed)
            if received is None or not kept_from <= received <= self._sent:
                raise RemoteProtocolError(
                    f"the client has {received} frames; those from {kept_from} on are kept"
                )
            self._confirm(received)
        self.state = after
        return list(self._unconfirmed)

    def _confirm(self, received: int) -> None:
        while self._unconfirmed and self._sent - len(self._unconfirmed) < received:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        self._kept -= len(self._unconfirmed.popleft())

    def _check_size(self, frame: str | bytes) -> None:
        binary = isinstance(frame, bytes)
        limit = self.limits.upload_bytes if binary else self.limits.text_bytes
        if len(frame) * _CHARACTER_BYTES <= limit:
            return
        size = len(frame if isinstance(frame, bytes) else frame.encode("utf-8", "replace"))
        if size > limit:
            kind = "an upload" if binary else "a message"
            raise RemoteProtocolError(
                f"{kind} may have {limit} bytes, this has {size}", Close.FRAME_TOO_BIG
            )

    def _check_rate(self, now: float) -> None:
        rate = self.limits.events_per_second
        refilled = self._tokens + (now - self._refilled) * rate
        self._tokens = min(refilled, self.limits.events_burst) - 1
        self._refilled = now
        if self._tokens < 0:
            raise RemoteProtocolError(f"more than {rate:g} events a second", Close.TOO_MANY_EVENTS)
