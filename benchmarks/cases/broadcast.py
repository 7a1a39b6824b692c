"""How long it takes until one visitor's click has changed the pages of 1,000 others."""

import time

from benchmarks.load import Browser, visit, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, Running

SESSIONS = 1000
"""All together: the reference admits no more."""


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """The median time, deliveries per second of server CPU, and how many frames differed."""
    url = running.url("/shared")
    times: list[float] = []
    async with visitors(running, url, effort.sessions(int(size)) - 1) as listeners:
        clicker = await visit(running, url)
        cpu, client, started = running.cpu_seconds(), time.process_time(), time.perf_counter()
        try:
            while not times or time.perf_counter() < started + effort.seconds:
                times.append(await _publish(clicker, listeners))
        finally:
            clicker.close()
        elapsed = time.perf_counter() - started
        different = len({listener.last for listener in listeners})
        server, client = running.cpu_seconds() - cpu, time.process_time() - client
    deliveries = len(times) * len(listeners)
    typical = sorted(times)[len(times) // 2]
    return {
        "milliseconds": typical * 1000,
        "deliveries": len(listeners) / typical,
        "deliveries per CPU second": deliveries / server if server else 0.0,
        "different frames": different,
        "bytes": len(listeners[0].last),
        "server cores": server / elapsed,
        "client cores": client / elapsed,
    }


async def _publish(clicker: Browser, listeners: list[Browser]) -> float:
    """Seconds from the click until the last listener has heard of it."""
    waiting = len(listeners)
    heard = 0

    def one_heard() -> None:
        nonlocal heard
        heard += 1

    for listener in listeners:
        listener.driver.on_answer = one_heard
    started = time.perf_counter()
    clicker.driver.act("publish")
    await clicker.until(lambda: heard >= waiting)
    return time.perf_counter() - started


CASE = Case(
    name="broadcast",
    title="One change to 1,000 pages",
    sizes=(str(SESSIONS),),
    metrics=(
        Metric("milliseconds", "ms until all have it", 1),
        Metric("deliveries", "deliveries/s"),
        Metric("deliveries per CPU second", "deliveries per second of server CPU"),
        Metric("different frames", "different frames"),
        Metric("bytes", "bytes of a frame"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=EVERYONE,
    measure=measure,
    fresh=True,
    less_is_better=True,
)
