"""Keys typed per second into a form of 100 fields, each echoed beside it."""

from benchmarks.load import keep_acting, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, Running

VISITORS = 20


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Events per second."""
    fields = int(size)
    typing = [(f"type:{n}", text) for text in ("a", "ab") for n in range(fields)]
    url = running.url("/form", fields=fields)
    async with visitors(running, url, effort.sessions(VISITORS)) as browsers:
        used = await keep_acting(running, browsers, effort.seconds, typing)
    return {"keys": used.per_second, "server cores": used.server, "client cores": used.client}


CASE = Case(
    name="form",
    title="Keys typed per second into a form of 100 fields",
    sizes=("100",),
    metrics=(
        Metric("keys", "keys/s"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=EVERYONE,
    measure=measure,
    note="20 visitors, each goes from field to field.",
)
