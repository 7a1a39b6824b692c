"""What many sessions take: a simulation of one worker's queue, from measured costs.

A worker is one process on one core, and does one thing after the other: events, visits that begin,
messages of rooms, and now and then a message to everybody. Sessions are spread evenly, and workers
meet only at the bus, so one worker tells of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from random import Random
from statistics import quantiles

from benchmarks.report import replace_between_marks
from benchmarks.suite import Results
from benchmarks.systems import OURS
from benchmarks.tables import Table

SECONDS = 120.0
"""How long each simulation goes on, in its own time."""

SEED = 1
FULL = 0.6
"""The share of a core, or of a box's memory, that is in use at most: the rest is for peaks."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured of ours: seconds of processor time, and bytes."""

    event: float
    visit: float
    delivery: float
    session: float

    @classmethod
    def of(cls, results: Results) -> Costs:
        """From the results of a full run; raises ValueError when a figure is missing."""

        def figure(case: str, size: str, metric: str) -> float:
            found = results.figure(case, OURS.name, size, metric)
            if not found:
                raise ValueError(f"the results have no {metric!r} of {case!r}")
            return found

        return cls(
            event=1 / figure("events", "100", "events per CPU second"),
            visit=1 / figure("connects", "100", "connects per CPU second"),
            delivery=1 / figure("broadcast", "1000", "deliveries per CPU second"),
            session=figure("memory", "100", "KiB") * 1024,
        )


@dataclass(frozen=True, slots=True)
class Habits:
    """What visitors do; times are in seconds. Rooms are topics that their visitors listen to."""

    event_every: float = 5.0
    visit_lasts: float = 600.0
    room: int = 100
    room_message_every: float = 10.0
    everybody_every: float = 60.0


@dataclass(frozen=True, slots=True)
class Setup:
    """Some equal boxes, behind a load balancer and a Redis when there are several workers."""

    name: str
    sessions: int
    boxes: int
    cores: int = 8
    memory: float = 16 * 1024**3

    @property
    def workers(self) -> int:
        """One on each core."""
        return self.boxes * self.cores


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one worker fared: the share of time that it worked, and seconds until its answers.

    `everybody` is how long a message to everybody took until the last session had it.
    """

    busy: float
    median: float
    slow: float
    everybody: float


Job = tuple[float, float, str]
"""When something arrives, how long it takes, what it is."""


def simulate(costs: Costs, habits: Habits, sessions: float, workers: int) -> Outcome:
    """One worker with so many sessions, when there are so many workers."""
    random = Random(SEED)
    free, worked = 0.0, 0.0
    answers, everybody = [], []
    for arrival, work, kind in merge(*_jobs(costs, habits, sessions, workers, random)):
        begin = max(arrival, free)
        free = begin + work
        worked += work
        if kind == "event":
            answers.append(free - arrival)
        elif kind == "everybody":
            everybody.append(free - arrival)
    cuts = quantiles(answers, n=100)
    return Outcome(worked / max(SECONDS, free), cuts[49], cuts[98], max(everybody))


def _jobs(
    costs: Costs, habits: Habits, sessions: float, workers: int, random: Random
) -> list[Iterator[Job]]:
    """The streams of what arrives at one worker."""
    listeners = habits.room / copies(habits.room, workers)
    messages = sessions / listeners / habits.room_message_every
    return [
        _arrivals(random, sessions / habits.event_every, costs.event, "event"),
        _arrivals(random, sessions / habits.visit_lasts, costs.visit, "visit"),
        _arrivals(random, messages, listeners * costs.delivery, "room"),
        _regular(habits.everybody_every, sessions * costs.delivery),
    ]


def _arrivals(random: Random, rate: float, work: float, kind: str) -> Iterator[Job]:
    """Arrivals that don't know of each other, `rate` of them a second; work varies around its mean.

    Events of one kind don't all cost the same: half of each is fixed here, half varies.
    """
    now = 0.0
    while (now := now + random.expovariate(rate)) < SECONDS:
        yield now, work * (0.5 + 0.5 * random.expovariate(1)), kind


def _regular(every: float, work: float) -> Iterator[Job]:
    now = every / 2
    while now < SECONDS:
        yield now, work, "everybody"
        now += every


def copies(room: int, workers: int) -> float:
    """How many workers have at least one of a room's visitors, as they are spread at random."""
    return workers * (1 - (1 - 1 / workers) ** room)


def bus_messages(habits: Habits, setup: Setup) -> float:
    """Messages a second that go into Redis and out of it; none for a single worker."""
    if setup.workers == 1:
        return 0.0
    rooms = setup.sessions / habits.room / habits.room_message_every
    return rooms * (1 + copies(habits.room, setup.workers)) + (
        (1 + setup.workers) / habits.everybody_every
    )


def work_per_session(costs: Costs, habits: Habits) -> float:
    """The share of a core that one session takes."""
    deliveries = 1 / habits.room_message_every + 1 / habits.everybody_every
    return (
        costs.event / habits.event_every
        + costs.visit / habits.visit_lasts
        + costs.delivery * deliveries
    )


def sessions_of_a_box(costs: Costs, habits: Habits, box: Setup) -> int:
    """How many sessions one box takes, when neither cores nor memory are fuller than `FULL`."""
    by_cores = FULL * box.cores / work_per_session(costs, habits)
    by_memory = FULL * box.memory / costs.session
    return int(min(by_cores, by_memory))


def setups(costs: Costs, habits: Habits) -> list[Setup]:
    """One full box, ten, and as many as a million sessions need."""
    box = Setup("one box", 0, 1)
    fit = sessions_of_a_box(costs, habits, box)
    million = 1_000_000
    return [
        Setup("one box", fit, 1),
        Setup("ten boxes", 10 * fit, 10),
        Setup("a million sessions", million, -(-million // fit)),
    ]


def scale_tables(results: Results) -> list[Table]:
    """The costs, and what the simulation made of them; raises ValueError for missing figures."""
    costs, habits = Costs.of(results), Habits()
    measured = Table(
        "Measured costs",
        ("what", "of one", "cost"),
        (
            ("processor time", "event", f"{costs.event * 1e6:,.0f} µs"),
            ("processor time", "visit (HTML and socket)", f"{costs.visit * 1e3:,.2f} ms"),
            ("processor time", "delivery of a message", f"{costs.delivery * 1e6:,.0f} µs"),
            ("memory", "idle session", f"{costs.session / 1024:,.1f} KiB"),
        ),
    )
    rows = tuple(_row(costs, habits, setup) for setup in setups(costs, habits))
    headings = (
        "setup", "boxes of 8 cores, 16 GiB", "sessions", "cores busy", "event p50", "event p99",
        "message to everybody", "memory per box", "Redis, messages/s",
    )  # fmt: skip
    return [measured, Table("Simulated", headings, rows)]


def _row(costs: Costs, habits: Habits, setup: Setup) -> tuple[str, ...]:
    outcome = simulate(costs, habits, setup.sessions / setup.workers, setup.workers)
    return (
        setup.name,
        f"{setup.boxes:,}",
        f"{setup.sessions:,}",
        f"{outcome.busy:.0%}",
        f"{outcome.median * 1000:.2f} ms",
        f"{outcome.slow * 1000:.1f} ms",
        f"{outcome.everybody * 1000:,.0f} ms",
        f"{setup.sessions / setup.boxes * costs.session / 1024**3:.1f} GiB",
        f"{bus_messages(habits, setup):,.0f}",
    )


def write_scale_page(page: Path | None, results: Results) -> list[Table]:
    """The tables, also put between the marks of a page, if one is given."""
    tables = scale_tables(results)
    if page is not None:
        parts = [f"### {table.title}\n\n{table.markdown()}" for table in tables]
        replace_between_marks(page, "\n\n".join(parts))
    return tables
