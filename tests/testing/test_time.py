"""Time in tests: nothing waits for real, and everything happens in its order."""

import asyncio
import gc
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from itertools import count

import pytest

import hlive as l
from hlive import testing

Work = Callable[[l.Box[str]], Awaitable[None]]


def page_with(work: Work) -> testing.View:
    """A page whose button does this work with a box that the page shows."""

    def home() -> l.Page:
        said = l.Box("ready")
        page = l.Page()
        page.body.add(l.C("button", l.on("click", lambda e: work(said))), l.T("p", said))
        return page

    return testing.open(home)


async def in_steps(said: l.Box[str]) -> None:
    """Counts the minutes, three of them."""
    for minute in range(3):
        said.set(str(minute))
        l.render()
        await asyncio.sleep(60)
    said.set("over")


def test_time_passes_only_when_the_test_says_so() -> None:
    with page_with(in_steps) as view:
        view.find("button").click()
        assert view.text("p") == "0"
        view.settle()
        assert view.text("p") == "0"
        view.advance(59.9)
        assert view.text("p") == "0"
        view.advance(0.1)
        assert view.text("p") == "1"
        view.advance(3600)
        assert view.text("p") == "over"
        assert len(view.frames) == 2


def test_an_hour_takes_no_time() -> None:
    before = time.monotonic()
    with page_with(in_steps) as view:
        view.find("button").click()
        view.advance(3600)
    assert time.monotonic() - before < 60


def test_timeouts() -> None:
    async def impatient(said: l.Box[str]) -> None:
        try:
            await asyncio.wait_for(asyncio.sleep(10), 3)
        except TimeoutError:
            said.set("gave up")

    view = page_with(impatient)
    view.find("button").click()
    view.advance(2)
    assert view.text("p") == "ready"
    view.advance(1)
    assert view.text("p") == "gave up"


def test_what_is_ready_goes_on_without_time() -> None:
    async def in_turns(said: l.Box[str]) -> None:
        for turn in range(500):
            await asyncio.sleep(0)
            said.set(str(turn))

    view = page_with(in_turns)
    view.find("button").click()
    assert view.text("p") == "499"


def test_threads_are_waited_for() -> None:
    go = threading.Event()

    def work() -> str:
        go.wait(5)
        return "from a thread"

    async def in_thread(said: l.Box[str]) -> None:
        said.set(await asyncio.wait_for(asyncio.to_thread(work), 0.001))

    threading.Timer(0.05, go.set).start()
    with page_with(in_thread) as view:
        view.find("button").click()
        assert view.text("p") == "from a thread"


def test_work_that_never_rests_is_an_error() -> None:
    async def busy(said: l.Box[str]) -> None:
        for _ in count():
            await asyncio.sleep(0)

    view = page_with(busy)
    with pytest.raises(RuntimeError, match="the page never comes to rest"):
        view.find("button").click()


def test_until() -> None:
    view = page_with(in_steps)
    view.find("button").click()
    view.until(lambda: view.text("p") == "2", timeout=120)
    with pytest.raises(testing.ViewError, match="that didn't come true in 30 s; the page:\n<!doc"):
        view.until(lambda: view.text("p") == "over", timeout=30)
    view.until(lambda: view.text("p") == "over", timeout=30)


def test_the_errors_of_tasks_are_raised_too() -> None:
    async def lost() -> None:
        await asyncio.sleep(1)
        raise LookupError("in the background")

    async def start(said: l.Box[str]) -> None:
        asyncio.get_running_loop().create_task(lost())

    view = page_with(start)
    view.find("button").click()
    with pytest.raises(LookupError, match="in the background"):
        view.advance(1)


def test_a_page_that_is_just_forgotten_makes_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        view = page_with(in_steps)
        view.find("button").click()
        del view
        gc.collect()
    assert [str(each.message) for each in told] == []
    assert caplog.messages == []


def test_two_visitors_share_their_time() -> None:
    first = page_with(in_steps)
    said = l.Box("ready")

    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.C("button", l.on("click", lambda e: in_steps(said))), l.T("p", said))
        return page

    with first, testing.open(home, beside=first) as second:
        first.find("button").click()
        second.advance(30)
        second.find("button").click()
        first.advance(30)
        assert (first.text("p"), second.text("p")) == ("1", "0")
