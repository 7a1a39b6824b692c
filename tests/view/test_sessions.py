"""Sessions: who gets a place, who waits in which order, and when a session is over."""

from __future__ import annotations

import asyncio

import pytest

import hlive as l
from hlive.document import open_page
from hlive.live import Live
from hlive.sessions import Sessions, SessionSettings, SessionsFull
from hlive_proto.session import Session, State


class House:
    """Some sessions with a clock that the test moves."""

    def __init__(self, limit: int = 2, wait_timeout: float = 30.0) -> None:
        self.now = 100.0
        self.made = 0
        settings = SessionSettings(limit=limit, wait_timeout=wait_timeout)
        self.sessions = Sessions(settings, lambda: self.now, self.entropy)

    def entropy(self, count: int) -> bytes:
        self.made += 1
        return self.made.to_bytes(count, "big")

    async def enter(self) -> Live:
        """A visitor is let in and gets a live page."""
        id = await self.sessions.admit()
        context = open_page(l.Page, "", session_id=id)
        session = Session(id, self.sessions.settings.limits, self.now)
        live = Live(context.page, session, context, send=ignore, clock=lambda: self.now)
        self.sessions.add(live)
        live.start()
        return live

    def line_up(self) -> asyncio.Task[Live]:
        """A visitor who may have to wait."""
        return asyncio.create_task(self.enter())


def ignore(frame: str) -> None:
    """Nobody looks at the frames."""


def state_of(live: Live) -> State:
    """Where the session stands now."""
    return live.session.state


async def turns() -> None:
    """Lets tasks do what they can do now."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_session_is_found_by_its_id() -> None:
    house = House()
    live = await house.enter()
    assert live.session.id == "10000000000000000000"
    assert house.sessions.get(live.session.id) is live
    assert house.sessions.get("unknown") is None
    assert len(house.sessions) == 1


async def test_whoever_comes_first_is_served_first() -> None:
    house = House(limit=1)
    live = await house.enter()
    waiting = [house.line_up() for _ in range(3)]
    await turns()
    assert [task.done() for task in waiting] == [False, False, False]
    house.sessions.close(live)
    await turns()
    assert [task.done() for task in waiting] == [True, False, False]
    house.sessions.close(waiting[0].result())
    await turns()
    assert [task.done() for task in waiting] == [True, True, False]
    house.sessions.close(waiting[1].result())
    await waiting[2]
    assert len(house.sessions) == 1


async def test_a_newcomer_does_not_overtake_the_line() -> None:
    house = House(limit=1)
    live = await house.enter()
    first = house.line_up()
    await turns()
    house.sessions.close(live)
    second = house.line_up()
    await turns()
    assert (first.done(), second.done()) == (True, False)
    second.cancel()


async def test_waiting_has_an_end() -> None:
    house = House(limit=1, wait_timeout=0.01)
    live = await house.enter()
    with pytest.raises(SessionsFull, match=r"all 1 sessions are taken; none came free in 0\.01 s"):
        await house.enter()
    house.sessions.close(live)
    await house.enter()


async def test_whoever_leaves_the_line_is_not_waited_for() -> None:
    house = House(limit=1)
    live = await house.enter()
    first, second = house.line_up(), house.line_up()
    await turns()
    first.cancel()
    await turns()
    house.sessions.close(live)
    await second
    assert first.cancelled()


async def test_a_place_that_is_not_used_is_given_to_the_next() -> None:
    house = House(limit=1)
    await house.sessions.admit()
    waiting = house.line_up()
    await turns()
    house.sessions.give_back()
    await waiting


async def test_a_limit_of_nothing_lets_nobody_in() -> None:
    with pytest.raises(SessionsFull):
        await House(limit=0, wait_timeout=0).enter()


async def test_a_session_ends_after_its_browser_was_away_for_too_long() -> None:
    house = House()
    live, other = await house.enter(), await house.enter()
    house.sessions.away(live)
    house.now += 4.9
    house.sessions.sweep()
    assert state_of(live) is State.DETACHED
    house.now += 0.1
    house.sessions.sweep()
    assert state_of(live) is State.CLOSED
    assert house.sessions.get(live.session.id) is None
    assert state_of(other) is State.LIVE
    await house.enter()


async def test_a_session_whose_browser_came_back_goes_on() -> None:
    house = House()
    live = await house.enter()
    house.sessions.away(live)
    house.now += 4
    live.resume(None, ignore)
    house.sessions.back(live)
    house.now += 100
    house.sessions.sweep()
    assert state_of(live) is State.LIVE
    house.sessions.away(live)
    house.now += 4
    house.sessions.sweep()
    assert state_of(live) is State.DETACHED


async def test_closing_twice_gives_one_place_back() -> None:
    house = House(limit=1)
    live = await house.enter()
    house.sessions.close(live)
    house.sessions.close(live)
    await house.enter()
    waiting = house.line_up()
    await turns()
    assert not waiting.done()
    waiting.cancel()


async def test_all_can_be_closed() -> None:
    house = House()
    lives = [await house.enter(), await house.enter()]
    house.sessions.away(lives[0])
    house.sessions.close_all()
    assert [state_of(live) for live in lives] == [State.CLOSED, State.CLOSED]
    assert len(house.sessions) == 0
    house.now += 100
    house.sessions.sweep()


async def test_sweeping_goes_on_until_it_is_stopped() -> None:
    house = House()
    house.sessions.settings = SessionSettings(sweep_interval=0.001)
    ended = asyncio.Event()
    live = await house.enter()
    live.page.hooks.close.append(lambda context: ended.set())
    sweeper = asyncio.create_task(house.sessions.sweep_forever())
    house.sessions.away(live)
    house.now += 5
    await asyncio.wait_for(ended.wait(), 5)
    assert not sweeper.done()
    sweeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweeper
