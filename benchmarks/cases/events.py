"""Clicks answered per second, by 20 visitors at once, on pages with tables of several sizes.

With 10,000 rows only two visitors click, since some systems need much memory for each.
"""

from benchmarks.load import keep_acting, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, OURS_TWICE, PYVIEW_STREAMS, Running

VISITORS = 20
FEW_VISITORS = 2
MANY_ROWS = 10_000


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Events per second, and per second of the server's processor time."""
    rows = int(size)
    count = FEW_VISITORS if rows >= MANY_ROWS else effort.sessions(VISITORS)
    async with visitors(running, running.url("/bench", rows=rows, cells=4), count) as browsers:
        used = await keep_acting(running, browsers, effort.seconds, [("click", "")])
    return {
        "events": used.per_second,
        "events per CPU second": used.per_cpu_second,
        "server cores": used.server,
        "client cores": used.client,
    }


CASE = Case(
    name="events",
    title="Clicks answered per second, beside a table of R rows",
    sizes=("0", "100", "1000", str(MANY_ROWS)),
    metrics=(
        Metric("events", "events/s"),
        Metric("events per CPU second", "events per second of server CPU"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=(EVERYONE[0], OURS_TWICE, *EVERYONE[1:], PYVIEW_STREAMS),
    measure=measure,
    note="20 visitors, 2 with 10,000 rows; each clicks as soon as the last click is answered.",
)
