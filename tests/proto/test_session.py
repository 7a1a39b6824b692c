"""The session: its table, its limits, and what it keeps for a browser that comes back."""

import re

import pytest

from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import ClientLog, DomEvent
from hlive_proto.session import (
    ID_ENTROPY,
    TABLE,
    Close,
    Connect,
    Limits,
    Session,
    State,
    Step,
    make_id,
    parse_connect,
)

HELLO = '{"t":"l","d":{"m":"hi"}}'


def session(state: State = State.LIVE, counting: bool = False, **limits: int) -> Session:
    made = Session("0" * 20, Limits(**limits), now=100.0, counting=counting)
    if state in (State.LIVE, State.DETACHED):
        made.step(Step.CONNECT)
    if state is State.DETACHED:
        made.step(Step.DROP)
    if state is State.CLOSED:
        made.step(Step.CLOSE)
    assert made.state is state
    return made


def confirm(count: int) -> str:
    return f'{{"t":"e","i":"5-1","a":{count}}}'


# The table.


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_pair_of_state_and_step(state: State, step: Step) -> None:
    made = session(state)
    if (state, step) in TABLE:
        made.step(step)
        assert made.state is TABLE[state, step]
    else:
        with pytest.raises(
            LocalProtocolError, match=f"is {state.value}: it can't {step.value} now"
        ):
            made.step(step)
        assert made.state is state


def test_what_is_legal() -> None:
    legal = sorted(
        f"{state.value} {step.value} {after.value}" for (state, step), after in TABLE.items()
    )
    assert legal == [
        "detached close closed",
        "detached resume live",
        "live close closed",
        "live drop detached",
        "live receive live",
        "live send live",
        "new close closed",
        "new connect live",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [State.NEW, State.DETACHED, State.CLOSED])
def test_only_a_live_session_talks(state: State) -> None:
    with pytest.raises(LocalProtocolError):
        session(state).receive(HELLO, 100.0)
    with pytest.raises(LocalProtocolError):
        session(state).send("x\n")


def test_an_illegal_receive_uses_up_nothing() -> None:
    made = session(State.DETACHED, events_burst=1, events_per_second=0)
    for _ in range(3):
        with pytest.raises(LocalProtocolError):
            made.receive(HELLO, 100.0)
    made.resume(None)
    assert made.receive(HELLO, 100.0) == ClientLog("hi")


def test_a_frame_is_taken_and_returned() -> None:
    assert session().receive(HELLO, 100.0) == ClientLog("hi")
    assert session().send("d|d|4|>0||\n") == "d|d|4|>0||\n"


def test_a_malformed_frame_is_no_reason_to_close() -> None:
    made = session()
    with pytest.raises(RemoteProtocolError) as caught:
        made.receive("hello", 100.0)
    assert (caught.value.close_code, made.state) == (None, State.LIVE)


# Limits.


@pytest.mark.parametrize(
    "size, frame, message",
    [
        (24, HELLO, "a message may have 23 bytes, this has 24"),
        (26, '{"t":"l","d":{"m":"éé"}}', "a message may have 25 bytes, this has 26"),
        (22, b'{"t":"e","i":"5"}\n\nabc', "an upload may have 21 bytes, this has 22"),
    ],
)
def test_size(size: int, frame: str | bytes, message: str) -> None:
    session(text_bytes=size, upload_bytes=size).receive(frame, 100.0)
    with pytest.raises(RemoteProtocolError, match=message) as caught:
        session(text_bytes=size - 1, upload_bytes=size - 1).receive(frame, 100.0)
    assert caught.value.close_code == Close.FRAME_TOO_BIG == 4001


def test_each_kind_of_frame_has_its_own_limit() -> None:
    session(text_bytes=1).receive(b'{"t":"e","i":"5"}\n\nabc', 100.0)
    session(upload_bytes=1).receive(HELLO, 100.0)


def test_rate() -> None:
    made = session(events_burst=3, events_per_second=2)
    for now in (100.0, 100.0, 100.0, 100.5, 101.0):
        made.receive(HELLO, now)
    with pytest.raises(RemoteProtocolError, match="more than 2 events a second") as caught:
        made.receive(HELLO, 101.4)
    assert caught.value.close_code == Close.TOO_MANY_EVENTS == 4002


def test_a_long_pause_gives_no_more_than_the_burst() -> None:
    made = session(events_burst=2, events_per_second=1)
    made.receive(HELLO, 1000.0)
    made.receive(HELLO, 1000.0)
    with pytest.raises(RemoteProtocolError):
        made.receive(HELLO, 1000.0)


def test_malformed_frames_count_too() -> None:
    made = session(events_burst=1, events_per_second=1)
    with pytest.raises(RemoteProtocolError, match="not JSON"):
        made.receive("x", 100.0)
    with pytest.raises(RemoteProtocolError, match="events a second"):
        made.receive("x", 100.0)


# Coming back.


def sent(count: int, **limits: int) -> Session:
    made = session(State.LIVE, True, **limits)
    for number in range(count):
        made.send(f"x|{number}\n")
    return made


@pytest.mark.parametrize(
    "received, replay", [(0, ["x|0\n", "x|1\n", "x|2\n"]), (2, ["x|2\n"]), (3, [])]
)
def test_what_was_missed_is_sent_again(received: int, replay: list[str]) -> None:
    made = sent(3)
    made.step(Step.DROP)
    assert made.resume(received) == replay
    assert made.state is State.LIVE
    made.step(Step.DROP)
    assert made.resume(received) == replay


@pytest.mark.parametrize("received", [None, -1, 4])
def test_what_cannot_be_resumed(received: int | None) -> None:
    made = sent(3)
    made.step(Step.DROP)
    with pytest.raises(RemoteProtocolError) as caught:
        made.resume(received)
    assert (caught.value.close_code, made.state) == (None, State.DETACHED)
    assert made.resume(0) == ["x|0\n", "x|1\n", "x|2\n"]


def test_a_client_that_does_not_count_misses_what_it_misses() -> None:
    made = session()
    made.send("x|0\n")
    made.step(Step.DROP)
    assert made.resume(None) == []


def test_confirmed_frames_are_forgotten() -> None:
    made = sent(3)
    event = made.receive(confirm(2), 100.0)
    assert isinstance(event, DomEvent) and event.acked == 2
    made.receive(confirm(1), 100.0)
    made.step(Step.DROP)
    with pytest.raises(RemoteProtocolError, match="has 1 frames; those from 2 on are kept"):
        made.resume(1)
    assert made.resume(2) == ["x|2\n"]


@pytest.mark.parametrize("count", [-5, 0])
def test_a_confirmation_of_nothing(count: int) -> None:
    made = sent(1)
    made.receive(confirm(count), 100.0)
    made.step(Step.DROP)
    assert made.resume(0) == ["x|0\n"]


def test_frames_are_kept_up_to_a_limit() -> None:
    made = sent(3, replay_bytes=8)
    made.step(Step.DROP)
    with pytest.raises(RemoteProtocolError):
        made.resume(0)
    assert made.resume(1) == ["x|1\n", "x|2\n"]


def test_a_frame_above_the_limit_is_not_kept() -> None:
    made = sent(1, replay_bytes=3)
    made.step(Step.DROP)
    assert made.resume(1) == []


# Ids and queries.


@pytest.mark.parametrize(
    "entropy, id",
    [
        (bytes(13), "0" * 20),
        (b"\xff" * 13, "v" * 20),
        (bytes(12) + b"\x41", "12" + "0" * 18),
        (bytes(12) + b"\x41" + b"\xff" * 5, "12" + "0" * 18),
    ],
)
def test_make_id(entropy: bytes, id: str) -> None:
    assert make_id(entropy) == id


def test_every_bit_of_an_id_counts() -> None:
    ids = {make_id((1 << bit).to_bytes(ID_ENTROPY, "big")) for bit in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch("[0-9a-v]{20}", id) for id in ids)


@pytest.mark.parametrize(
    "query, asked",
    [
        ({}, None),
        ({"hlive": ""}, None),
        ({"hhash": "a", "hseq": "x"}, None),
        ({"hlive": "1"}, Connect()),
        ({"hlive": "01"}, Connect("01")),
        ({"hlive": "1", "hhash": ""}, Connect()),
        ({"hlive": "1", "hhash": "a"}, Connect(page_hash="a")),
        ({"hlive": "abc", "hseq": "007", "x": "y"}, Connect("abc", received=7)),
        ({"hlive": "1", "hseq": "999999999999999999"}, Connect(received=10**18 - 1)),
    ],
)
def test_parse_connect(query: dict[str, str], asked: Connect | None) -> None:
    assert parse_connect(query) == asked


@pytest.mark.parametrize("count", ["", "-1", "+1", " 1", "1.0", "x", "\u0663", "0" * 18 + "1"])
def test_malformed_count(count: str) -> None:
    with pytest.raises(RemoteProtocolError, match="hseq must be a number of frames"):
        parse_connect({"hlive": "1", "hseq": count})
