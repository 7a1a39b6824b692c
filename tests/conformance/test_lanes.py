"""Lanes give all that their tasks find, and end at once with whatever the tasks have started."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from conformance.lanes import LaneError, in_lanes
from tests.browser.pages import wait_until

SOON = 5.0
"""Seconds: what hangs here would do so for ten minutes."""

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
time.sleep(600)
"""


def count_from(start: int) -> Iterator[int]:
    yield from range(start, start + 3)


def fail() -> Iterator[int]:
    yield 1
    raise ValueError("the task has a mistake")


def vanish() -> Iterator[int]:
    yield 1
    os._exit(9)


def hang() -> Iterator[str]:
    """With a program that doesn't want to end, and a file; both are told of."""
    with tempfile.NamedTemporaryFile() as file:
        program = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
        assert program.stdout is not None
        program.stdout.readline()
        yield str(program.pid)
        yield file.name
        program.wait()


def is_there(pid: int) -> bool:
    """Whether a process runs; one that nobody has asked for its end yet doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_task_is_heard_to_its_end(count: int) -> None:
    tasks = [partial(count_from, start) for start in (10, 20, 30)]
    found = list(in_lanes(tasks, count))
    assert sorted(found) == [10, 11, 12, 20, 21, 22, 30, 31, 32]
    assert [each for each in found if each < 20] == [10, 11, 12]


@pytest.mark.parametrize("task", [fail, vanish])
def test_a_task_that_breaks_is_an_error(task: partial[Iterator[int]]) -> None:
    found = in_lanes([task], 1)
    assert next(found) == 1
    with pytest.raises(LaneError):
        next(found)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_tasks_that_hang_are_ended_with_all_they_have_started() -> None:
    with closing(in_lanes([hang, hang], 2)) as found:
        told = [next(found) for _ in range(4)]
        programs = [int(each) for each in told if each.isdecimal()]
        files = [Path(each) for each in told if not each.isdecimal()]
        assert [is_there(pid) for pid in programs] == [True, True]
        assert [file.exists() for file in files] == [True, True]
        begun = time.monotonic()
    assert time.monotonic() - begun < SOON
    wait_until(lambda: not any(is_there(pid) for pid in programs), "their end", SOON)
    assert [file.parent.exists() for file in files] == [False, False]


def test_tasks_end_at_once_while_others_are_being_started() -> None:
    with closing(in_lanes([hang] * 4, 4)) as found:
        next(found)
        begun = time.monotonic()
    assert time.monotonic() - begun < SOON
