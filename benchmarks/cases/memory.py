"""How much memory one more idle visitor takes, in a fresh process."""

from benchmarks.load import visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, PYVIEW_STREAMS, Running

WARM = 10
"""Visitors who come first, so that what all share is there already."""

VISITORS = {"100": 200, "1000": 40}


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """KiB that aren't shared with other processes, for each visitor."""
    url = running.url("/bench", rows=int(size), cells=4)
    count = effort.sessions(VISITORS[size])
    async with visitors(running, url, min(WARM, count)):
        before = running.memory()
        async with visitors(running, url, count):
            after = running.memory()
    return {"KiB": max(after - before, 0) / count / 1024}


CASE = Case(
    name="memory",
    title="Memory of one idle visitor at a page of R rows",
    sizes=tuple(VISITORS),
    metrics=(Metric("KiB", "KiB", 1),),
    subjects=(*EVERYONE, PYVIEW_STREAMS),
    measure=measure,
    note="200 visitors (40 with 1,000 rows). Streams don't keep their rows on the server. "
    "One round.",
    fresh=True,
    once=True,
    less_is_better=True,
)
