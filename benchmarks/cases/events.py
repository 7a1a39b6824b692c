"""Clicks answered per second, by up to 20 visitors at once, on pages with tables of several sizes.

Fewer visitors click where there are many rows: some systems take seconds to open one such page. As
a server does more in one turn when more have clicked, two visitors click without any rows, too.
"""

from benchmarks.load import keep_acting, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, OURS_TWICE, PYVIEW_STREAMS, Running

VISITORS = {"0": 20, "100": 20, "1000": 10, "10000": 2, "0, two visitors": 2}


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Events per second, and per second of the server's processor time."""
    rows, count = int(size.partition(",")[0]), effort.sessions(VISITORS[size])
    url = running.url("/bench", rows=rows, cells=4)
    async with visitors(running, url, count) as browsers:
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
    sizes=tuple(VISITORS),
    metrics=(
        Metric("events", "events/s"),
        Metric("events per CPU second", "events per second of server CPU"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=(EVERYONE[0], OURS_TWICE, *EVERYONE[1:], PYVIEW_STREAMS),
    measure=measure,
    note="20 visitors, 10 with 1,000 rows, 2 with 10,000, and 2 without rows; each clicks as soon "
    "as its last click is answered.",
)
