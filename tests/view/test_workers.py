"""Functions that run in workers: results, errors, and what can't go there."""

import os
import threading

import pytest

import hlive as l
from hlive import workers


@l.in_worker
def process() -> int:
    """The process it runs in."""
    return os.getpid()


@l.in_worker
def divide(a: int, *, by: int) -> float:
    """A quotient."""
    return a / by


@l.in_worker
def fail_strangely() -> None:
    """Raises what pickle can write but not read."""
    raise Strange("a", "b")


@l.in_worker
def end_the_process() -> None:
    """Is gone before it answers."""
    os._exit(3)


class Strange(Exception):
    """Takes two arguments but keeps one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


async def test_a_function_runs_in_another_process() -> None:
    assert await process() != os.getpid()
    assert await divide(7, by=2) == 3.5


async def test_an_error_comes_back_with_the_line_in_the_worker() -> None:
    with pytest.raises(ZeroDivisionError, match="division by zero") as raised:
        await divide(1, by=0)
    assert "return a / by" in raised.value.__notes__[0]


async def test_an_error_that_can_not_come_back_is_told() -> None:
    with pytest.raises(l.WorkerError, match=r"^Strange: a\n"):
        await fail_strangely()


async def test_an_argument_that_can_not_go_there() -> None:
    with pytest.raises(l.WorkerError, match=r"an argument of <in_worker .*divide> can't go"):
        await divide(threading.Lock(), by=2)  # type: ignore[arg-type]


async def test_a_worker_that_ends_is_replaced() -> None:
    with pytest.raises(l.WorkerError, match="a worker process ended before its work was done"):
        await end_the_process()
    assert await divide(1, by=2) == 0.5


def test_the_function_itself_can_be_called() -> None:
    assert divide.function(3, by=2) == 1.5
    assert divide.__doc__ == "A quotient."


def test_only_plain_functions_at_the_top_level() -> None:
    with pytest.raises(TypeError, match="isn't at the top level of its module"):
        l.in_worker(lambda: 1)

    async def later() -> None: ...

    with pytest.raises(TypeError, match="for plain functions"):
        l.in_worker(later)


async def test_a_host_can_bring_its_own_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    class Here:
        async def carry_out(self, order: bytes) -> bytes:
            return workers.carry_out(order)

    monkeypatch.setattr(workers, "_crew", workers.crew())
    workers.use_crew(Here())
    assert await process() == os.getpid()
