"""How long one keyed row takes that is put before 1,000 others, and its bytes on the wire."""

import time

from benchmarks.load import act_and_wait, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, PYVIEW_STREAMS, Running

ROWS = 1000
MOST = 200
"""So many rows are put there at most: the list isn't to become another one."""


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """The median time of an insert, and the bytes of the first one's message."""
    async with visitors(running, running.url("/list", rows=int(size)), 1) as (browser,):
        before = browser.bytes
        await act_and_wait(browser, "insert")
        content = browser.bytes - before
        times: list[float] = []
        end = time.perf_counter() + effort.seconds
        while len(times) < MOST and (not times or time.perf_counter() < end):
            times.append(await act_and_wait(browser, "insert"))
    return {"milliseconds": sorted(times)[len(times) // 2] * 1000, "bytes": content}


CASE = Case(
    name="head-insert",
    title=f"One row put before {ROWS:,} others",
    sizes=(str(ROWS),),
    metrics=(Metric("milliseconds", "ms", 2), Metric("bytes", "bytes of the message")),
    subjects=(*EVERYONE, PYVIEW_STREAMS),
    measure=measure,
    note="One visitor; from the click to the whole answer.",
    less_is_better=True,
)
