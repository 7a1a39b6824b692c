"""How long a process takes from its start to its first page."""

import asyncio

from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, System, cold_start


async def measure(system: System, size: str, effort: Effort) -> Figures:
    """Seconds; the first page is empty."""
    return {"seconds": await asyncio.to_thread(cold_start, system)}


CASE = Case(
    name="cold-start",
    title="From the start of the process to its first page",
    sizes=("",),
    metrics=(Metric("seconds", "seconds", 2),),
    subjects=EVERYONE,
    measure=measure,
    started=False,
    less_is_better=True,
)
