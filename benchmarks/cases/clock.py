"""How many changes per second reach 500 visitors whose pages have a clock of 10 ms each."""

from benchmarks.load import observe, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, Running

VISITORS = 500
TICKS_PER_SECOND = 100


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Changes per second in all pages, and that as a share of what the clocks ask for."""
    count = effort.sessions(int(size))
    async with visitors(running, running.url("/clock"), count) as browsers:
        used = await observe(
            running, effort.seconds, lambda: sum(b.driver.answers for b in browsers)
        )
    return {
        "changes": used.per_second,
        "share": 100 * used.per_second / (count * TICKS_PER_SECOND),
        "changes per CPU second": used.per_cpu_second,
        "server cores": used.server,
        "client cores": used.client,
    }


CASE = Case(
    name="clock",
    title="A 10 ms clock in each of 500 pages: changes that arrive per second",
    sizes=(str(VISITORS),),
    metrics=(
        Metric("changes", "changes/s"),
        Metric("share", "% of the ticks"),
        Metric("changes per CPU second", "changes per second of server CPU"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=EVERYONE,
    measure=measure,
    note="All ticks would be 50,000 a second. One round.",
    fresh=True,
    once=True,
)
