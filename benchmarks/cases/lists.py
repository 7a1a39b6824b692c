"""How long it takes to swap two rows of a table, to turn its order round, and to filter it."""

import time

from benchmarks.load import act_and_wait, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, Running

ACTIONS = ("swap", "sort", "filter")
ROWS = (1000, 10_000)


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """The median time of the action, and the mean bytes of its answers."""
    action, rows = size.split()
    async with visitors(running, running.url("/list", rows=int(rows)), 1) as (browser,):
        times: list[float] = []
        before = browser.bytes
        end = time.perf_counter() + effort.seconds
        while not times or time.perf_counter() < end:
            times.append(await act_and_wait(browser, action))
        content = browser.bytes - before
    return {
        "milliseconds": sorted(times)[len(times) // 2] * 1000,
        "bytes": content / len(times),
    }


CASE = Case(
    name="lists",
    title="Swap, sort and filter of a table's rows",
    sizes=tuple(f"{action} {rows}" for action in ACTIONS for rows in ROWS),
    metrics=(Metric("milliseconds", "ms", 2), Metric("bytes", "bytes of the message")),
    subjects=EVERYONE,
    measure=measure,
    note="One visitor; from the click to the whole answer. One round.",
    once=True,
    less_is_better=True,
)
