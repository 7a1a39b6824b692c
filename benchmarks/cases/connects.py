"""Visits per second: load the page, open its socket, be live, leave; 20 visitors at once."""

import time

from benchmarks.load import repeat, visit
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, OURS_KEPT, Running

VISITORS = 20


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Visits per second, and per second of the server's processor time."""
    url = running.url("/bench", rows=int(size), cells=4)

    async def come_and_go() -> None:
        (await visit(running, url)).close()

    cpu, client, started = running.cpu_seconds(), time.process_time(), time.perf_counter()
    done = await repeat(come_and_go, effort.sessions(VISITORS), effort.seconds)
    elapsed = time.perf_counter() - started
    server, client = running.cpu_seconds() - cpu, time.process_time() - client
    return {
        "connects": done / elapsed,
        "connects per CPU second": done / server if server else 0.0,
        "server cores": server / elapsed,
        "client cores": client / elapsed,
    }


CASE = Case(
    name="connects",
    title="Visits per second, with the page's HTML, to a page of R rows",
    sizes=("0", "100"),
    metrics=(
        Metric("connects", "visits/s", 1),
        Metric("connects per CPU second", "visits per second of server CPU", 1),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=(OURS_KEPT, *EVERYONE),
    measure=measure,
    note="ReactPy's HTML is empty: its page comes over the socket. "
    "With `cache=60` a page function says that its first HTML is the same for everybody.",
)
