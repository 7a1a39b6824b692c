"""Tasks of a page: their progress, their results, their ends, and what happens regularly."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hlive as l
from hlive import tasks, testing
from tests.view.driver import page_of

Progress = l.Progress


class Work:
    """A page with a button that starts something; `job` is what it started, `place` shows it."""

    def __init__(self, start: Callable[[], Any]) -> None:
        self._start = start
        self.job: Any = None

    def __call__(self) -> l.Page:
        self.place = l.Group()
        self.text = l.Box("")
        return page_of(
            l.C("button", {"id": "start"}, l.on("click", self._begin)),
            l.C("button", {"id": "stop"}, l.on("click", lambda e: self.job.cancel())),
            l.T("main", self.place),
            l.T("p", self.text),
        )

    def _begin(self, event: l.Event) -> None:
        self.job = self._start()
        if isinstance(self.job, l.Job):
            self.place.add(self.job.node)


def started(start: Callable[[], Any], **options: Any) -> tuple[testing.View, Work]:
    """A view in which that was started, and its page."""
    work = Work(start)
    view = testing.open(work, **options)
    view.find("#start").click()
    return view, work


def bar(view: testing.View) -> tuple[str | None, str]:
    """The value of the progress bar, None while it isn't known, and the text beside it."""
    return view.find("progress").attr("value"), view.text("output")


# Coroutines.


async def steps(progress: Progress) -> str:
    await asyncio.sleep(1)
    progress.set(0.25, "a quarter")
    await asyncio.sleep(1)
    progress.set(0.5)
    await asyncio.sleep(1)
    progress.set(None, "nearly")
    await asyncio.sleep(1)
    return "result"


def test_progress_shows() -> None:
    view, work = started(lambda: l.task(steps))
    assert view.find("main").html() == (
        '<main><div class="hlive-progress" hid="7"><progress max="1" aria-label="Progress">'
        "</progress><output></output></div></main>"
    )
    shown = [bar(view)]
    for _ in range(3):
        view.advance(1)
        shown.append(bar(view))
    assert shown == [(None, ""), ("0.25", "a quarter"), ("0.5", "a quarter"), (None, "nearly")]
    assert not work.job.done


def test_the_result() -> None:
    view, work = started(lambda: l.task(steps))
    with pytest.raises(asyncio.InvalidStateError):
        assert work.job.result
    view.advance(4)
    assert (work.job.done, work.job.cancelled, work.job.error) == (True, False, None)
    assert work.job.result == "result"
    assert repr(work.job) == "<Job steps, done>"


def test_arguments_go_to_the_work() -> None:
    async def add(progress: Progress, a: int, b: int) -> int:
        return a + b

    _, work = started(lambda: l.task(add, 1, b=2))
    assert work.job.result == 3


def test_what_the_work_changed_is_shown_at_its_end_in_one_frame() -> None:
    async def change(progress: Progress) -> None:
        await asyncio.sleep(1)
        progress.set(0.1)
        work.text.set("a")
        progress.set(0.9, "done")
        work.text.set("b")

    work = Work(lambda: l.task(change))
    view = testing.open(work)
    view.find("#start").click()
    view.advance(1)
    assert view.text("p") == "b"
    assert bar(view) == ("0.9", "done")
    assert len(view.frames) == 1


@pytest.mark.parametrize("value, shown", [(-1, "0"), (2, "1"), (1 / 3, "0.3333333333333333")])
def test_progress_stays_between_0_and_1(value: float, shown: str) -> None:
    async def work(progress: Progress) -> None:
        progress.set(value)

    view, _ = started(lambda: l.task(work))
    assert bar(view) == (shown, "")


def test_a_handler_can_wait_for_the_result() -> None:
    said = l.Box("")

    async def handle(event: l.Event) -> None:
        said.set(await l.task(steps))

    view = testing.open(lambda: page_of(l.C("b", l.on("click", handle)), l.T("p", said)))
    view.find("b").click()
    view.advance(4)
    assert view.text("p") == "result"


def test_a_mount_can_start_a_task() -> None:
    class Report(l.Component):
        def mount(self, context: l.Context) -> None:
            self.add(l.task(steps).node)

    view = testing.open(lambda: page_of(Report()))
    view.advance(1)
    assert bar(view) == ("0.25", "a quarter")


# Ends.


def test_cancel() -> None:
    cleaned: list[str] = []

    async def work(progress: Progress) -> None:
        try:
            await asyncio.sleep(9)
        finally:
            cleaned.append("up")

    view, page = started(lambda: l.task(work))
    view.find("#stop").click()
    assert cleaned == ["up"]
    assert (page.job.done, page.job.cancelled, page.job.error) == (True, True, None)
    with pytest.raises(asyncio.CancelledError):
        assert page.job.result
    assert "cancelled>" in repr(page.job)
    page.job.cancel()


def test_closing_the_page_cancels_the_task() -> None:
    view, page = started(lambda: l.task(steps))
    view.close()
    assert page.job.cancelled


def test_a_result_that_comes_after_the_page_is_dropped() -> None:
    async def stubborn(progress: Progress) -> str:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            page.text.set("too late")
        return "kept"

    page = Work(lambda: l.task(stubborn))
    view = testing.open(page)
    view.find("#start").click()
    view.close()
    assert view.errors == []
    assert view.frames == []
    assert page.job.result == "kept"


def test_a_task_goes_on_while_the_browser_is_away() -> None:
    view, _ = started(lambda: l.task(steps))
    view.drop()
    view.advance(2)
    assert bar(view) == (None, "")
    view.reconnect()
    assert bar(view) == ("0.5", "a quarter")


# Errors.


async def fails(progress: Progress) -> None:
    progress.set(0.5, "half")
    await asyncio.sleep(1)
    raise ValueError("no")


def test_an_error_is_reported_like_a_handlers() -> None:
    view, page = started(lambda: l.task(fails), raise_errors=False)
    view.advance(1)
    (error,) = view.errors
    assert error is page.job.error
    assert error.__notes__ == ["in task fails"]
    with pytest.raises(ValueError, match="no"):
        assert page.job.result
    assert bar(view) == ("0.5", "half")


def test_an_error_is_told_once_to_the_handler_that_waits_for_it() -> None:
    caught: list[Exception] = []

    async def handle(event: l.Event) -> None:
        try:
            await l.task(fails)
        except ValueError as error:
            caught.append(error)

    view = testing.open(lambda: page_of(l.C("b", l.on("click", handle))))
    view.find("b").click()
    view.advance(1)
    assert [str(error) for error in caught] == ["no"]


def test_only_live_pages_have_tasks() -> None:
    with pytest.raises(l.ContextError, match="call this in a handler"):
        l.task(steps)
    with pytest.raises(l.ContextError, match="call this in a handler"):
        l.every(1, lambda: None)


def test_a_page_that_is_closed_starts_no_task() -> None:
    class Late(l.Component):
        def unmount(self, context: l.Context) -> None:
            l.task(steps)

    view = testing.open(lambda: page_of(Late()), raise_errors=False)
    view.close()
    (error,) = view.errors
    assert isinstance(error, l.ContextError)


@pytest.mark.parametrize("work", [None, "f", 1])
def test_work_is_a_function(work: Any) -> None:
    with pytest.raises(TypeError, match="a task is a function"):
        l.task(work)


# Threads.


def test_a_plain_function_runs_in_a_thread() -> None:
    def count(progress: Progress, most: int) -> str:
        for number in range(1, most + 1):
            progress.set(number / most, f"{number} of {most}")
        return threading.current_thread().name

    view, page = started(lambda: l.task(count, 4))
    assert page.job.result != threading.current_thread().name
    assert bar(view) == ("1", "4 of 4")


def test_errors_come_out_of_threads() -> None:
    def work(progress: Progress) -> None:
        raise ValueError("no")

    view, page = started(lambda: l.task(work), raise_errors=False)
    assert [str(error) for error in view.errors] == ["no"]
    assert page.job.error is view.errors[0]


def test_a_thread_that_was_cancelled_ends_when_it_uses_its_progress() -> None:
    begun, goes_on, ended = threading.Event(), threading.Event(), threading.Event()
    seen: list[bool] = []

    def work(progress: Progress) -> None:
        begun.set()
        assert goes_on.wait(5)
        try:
            seen.append(progress.cancelled)
            progress.set(1.0)
        finally:
            ended.set()
        seen.append(False)

    async def handle(event: l.Event) -> None:
        job = l.task(work)
        assert await asyncio.to_thread(begun.wait, 5)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        await asyncio.sleep(0)
        goes_on.set()

    view = testing.open(lambda: page_of(l.C("b", l.on("click", handle))))
    view.find("b").click()
    assert ended.wait(5)
    assert seen == [True]


def test_a_lambda_that_calls_a_coroutine_function() -> None:
    view, page = started(lambda: l.task(lambda progress: steps(progress)))
    view.advance(4)
    assert page.job.result == "result"


def test_objects_can_be_coroutine_functions() -> None:
    class Steps:
        async def __call__(self, progress: Progress) -> str:
            return threading.current_thread().name

    _, page = started(lambda: l.task(Steps()))
    assert page.job.result == threading.current_thread().name


def test_where_there_are_no_threads_a_plain_function_runs_in_the_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "_HAS_THREADS", False)
    _, page = started(lambda: l.task(lambda progress: threading.current_thread().name))
    assert page.job.result == threading.current_thread().name


# Again and again.


class Clock:
    """Counts, once a second."""

    def __init__(self, tick: Callable[[Clock], object | Awaitable[object]]) -> None:
        self.now = l.Box(0)
        self._tick = tick
        self.repetition: l.Repetition

    def __call__(self) -> l.Page:
        return page_of(l.CM("p", self.now, mount=self._start), l.C("b", l.on("click", self._stop)))

    def count(self) -> None:
        self.now.update(lambda now: now + 1)

    def _start(self, context: l.Context) -> None:
        self.repetition = l.every(1, lambda: self._tick(self))

    def _stop(self, event: l.Event) -> None:
        self.repetition.cancel()


def test_every_second() -> None:
    view = testing.open(Clock(Clock.count))
    assert view.text("p") == "0"
    view.advance(0.99)
    assert view.text("p") == "0"
    view.advance(0.01)
    assert view.text("p") == "1"
    view.advance(3.5)
    assert view.text("p") == "4"


def test_every_call_is_shown_in_one_frame() -> None:
    def twice(clock: Clock) -> None:
        clock.count()
        clock.count()

    view = testing.open(Clock(twice))
    view.advance(1)
    assert view.text("p") == "2"
    assert len(view.frames) == 1


def test_it_ends_when_it_is_cancelled() -> None:
    view = testing.open(Clock(Clock.count))
    view.advance(1)
    view.find("b").click()
    view.advance(5)
    assert view.text("p") == "1"


def test_it_ends_with_the_page() -> None:
    clock = Clock(Clock.count)
    beside = testing.open(lambda: page_of())
    view = testing.open(clock, beside=beside)
    view.advance(1)
    view.close()
    beside.advance(5)
    assert clock.now.get() == 1


def test_calls_do_not_pile_up() -> None:
    async def slow(clock: Clock) -> None:
        clock.count()
        await asyncio.sleep(2.5)

    clock = Clock(slow)
    view = testing.open(clock)
    counts = []
    for _ in range(6):
        view.advance(1)
        counts.append(clock.now.get())
    assert counts == [1, 1, 1, 2, 2, 3]


def test_time_does_not_drift() -> None:
    async def slow(clock: Clock) -> None:
        await asyncio.sleep(0.75)
        clock.count()

    view = testing.open(Clock(slow))
    view.advance(5)
    assert view.text("p") == "4"


def test_an_error_does_not_end_it() -> None:
    def fail(clock: Clock) -> None:
        clock.count()
        raise ValueError("no")

    view = testing.open(Clock(fail), raise_errors=False)
    view.advance(2)
    assert view.text("p") == "2"
    assert [str(error) for error in view.errors] == ["no", "no"]
    assert view.errors[0].__notes__[0].endswith(", every 1 s")


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_the_time_must_be_one(seconds: float) -> None:
    with pytest.raises(ValueError, match="a positive number of seconds"):
        l.every(seconds, lambda: None)


def test_every_needs_a_function() -> None:
    act: Any = None
    with pytest.raises(TypeError, match="needs a function"):
        l.every(1, act)
