"""What arrives from a browser, spoiled at random: nothing but RemoteProtocolError may come of it,
soon, and without leaving anything behind."""

import gc
import json
import tracemalloc
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlive_proto import inbound
from hlive_proto.errors import RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent
from hlive_proto.session import Limits, Session, Step
from tests.proto.strategies import events

FUZZ = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))

Frame = str | bytes

SPOILERS = [
    *["", "{", "}", "[", "]", '"', "\\", "\\ud800", "\ud800", "\0", "null", "-", "1e999", "\n\n"],
    *["9" * 400, "[" * 2000, '{"a":' * 2000, '"i":{},', '"t":"e",', "NaN", "\ufeff", "😀"],
]


def spoil(frame: Frame, places: list[tuple[int, int, str]]) -> Frame:
    """Cuts pieces out of a frame, and puts others in their place."""
    for start, length, piece in places:
        at = start % (len(frame) + 1)
        if isinstance(frame, str):
            frame = frame[:at] + piece + frame[at + length :]
        else:
            frame = frame[:at] + piece.encode("utf-8", "surrogatepass") + frame[at + length :]
    return frame


_places = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 6), st.sampled_from(SPOILERS) | st.text()),
    min_size=1,
    max_size=4,
)
spoiled = st.builds(spoil, events.map(inbound.encode), _places)
frames = spoiled | spoiled | st.text(st.characters()) | st.binary()


@given(frames)
@FUZZ
def test_a_spoiled_frame_is_an_event_or_refused(frame: Frame) -> None:
    with suppress(RemoteProtocolError):
        event = inbound.decode(frame)
        assert isinstance(event, DomEvent | ClientLog)


@given(st.lists(frames | events.map(inbound.encode), max_size=8))
@FUZZ
def test_a_session_outlives_what_is_spoiled(given_frames: list[Frame]) -> None:
    session = Session("0" * 20, Limits(), 0.0, counting=True)
    session.step(Step.CONNECT)
    session.send("d|d|4|>0||\n")
    for frame in given_frames:
        with suppress(RemoteProtocolError):
            session.receive(frame, 0.0)
    assert session.receive('{"t":"l","d":{"m":"still here"}}', 10.0) == ClientLog("still here")


def hostile() -> list[Frame]:
    """Frames of the greatest size that a session takes, of the kinds that cost the most."""
    size = Limits().text_bytes - 40
    return [
        "[" * size,
        '{"a":' * (size // 5),
        '{"t":"e","i":"' + "," * size + '"}',
        '{"t":"e","vm":[' + '"",' * (size // 3) + '""]}',
        '{"t":"e","d":{"charCode":"' + "9" * size + '"}}',
        '{"t":"e","a":' + "9" * size + "}",
        '{"t":"e","a":1' + "0" * 4000 + "}",
        '{"t":"e","file":' + "[" * 900 + "]" * 900 + "}",
        '{"t":' + "[" * 900 + "]" * 900 + "}",
        '{"t":"e","d":{"value":"' + "\\ud800" * (size // 6) + '"}}',
        '{"t":"e","d":{' + ",".join(f'"{n}":1' for n in range(size // 10)) + "}}",
        b"[" * size + b"\n\n",
        b"\n" * size,
        b"\xff" * size + b"\n\n",
    ]


@pytest.mark.parametrize("frame", hostile(), ids=lambda frame: repr(frame[:24]))
def test_what_is_hostile_costs_no_time(frame: Frame) -> None:
    start = process_time()
    event: BrowserEvent | None = None
    with suppress(RemoteProtocolError):
        event = inbound.decode(frame)
    assert process_time() - start < 0.5
    assert event is None or isinstance(event, DomEvent)


def test_nothing_is_left_of_what_was_refused() -> None:
    """Ten times as many frames must not leave ten times as much."""
    session = Session("0" * 20, Limits(events_burst=10**9), 0.0, counting=True)
    session.step(Step.CONNECT)
    valid = [*hostile(), json.dumps({"t": "e", "i": "5-1", "a": 3})]

    def take(times: int) -> None:
        for frame in valid * times:
            with suppress(RemoteProtocolError):
                session.receive(frame, 0.0)

    take(2)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        take(10)
        gc.collect()
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert left < 64 * 1024
