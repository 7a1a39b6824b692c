"""What we want to reach, as ratios within one run, and whether a run did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.cases import (
    boot,
    broadcast,
    browser,
    connects,
    events,
    first_html,
    head_insert,
    memory,
    wire,
)
from benchmarks.suite import Case, Results
from benchmarks.systems import GO, NICEGUI, OURS, OURS_KEPT, OURS_TWICE, PYVIEW
from benchmarks.tables import Table, factor

Ratio = Callable[[Results], float | None]
"""What is to be compared with a goal; None where a run doesn't say."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that is to be at least, or (`at_most`) at most, this much.

    `of` is what it is a ratio to, or a plain unit in brackets.
    """

    what: str
    of: str
    threshold: float
    ratio: Ratio
    at_most: bool = False

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        of = self.of.strip("()") if self.of.startswith("(") else f"× {self.of}"
        return f"{sign} {self.threshold:,g} {of}"

    def met(self, ratio: float) -> bool:
        """Whether this ratio reaches the goal."""
        return ratio <= self.threshold if self.at_most else ratio >= self.threshold


@dataclass(frozen=True, slots=True)
class Figure:
    """Where one figure stands in the results."""

    case: Case
    subject: str
    size: str
    metric: str

    def __call__(self, results: Results) -> float | None:
        """The median."""
        return results.figure(self.case.name, self.subject, self.size, self.metric)

    def per(self, other: Figure) -> Ratio:
        """This one divided by another one."""

        def ratio(results: Results) -> float | None:
            mine, its = self(results), other(results)
            return None if mine is None or not its else mine / its

        return ratio


def _events(subject: str, size: str, metric: str = "events") -> Figure:
    return Figure(events.CASE, subject, size, metric)


def _insert(subject: str) -> Figure:
    return Figure(head_insert.CASE, subject, "1000", "milliseconds")


def _memory(subject: str, size: str = "100") -> Figure:
    return Figure(memory.CASE, subject, size, "KiB")


def _connects(subject: str) -> Figure:
    return Figure(connects.CASE, subject, "100", "connects")


def _deliveries(subject: str, metric: str = "deliveries") -> Figure:
    return Figure(broadcast.CASE, subject, "1000", metric)


def _pages(subject: str, size: str) -> Figure:
    return Figure(first_html.CASE, subject, size, "pages")


def _painted(client: browser.Client, size: str) -> Figure:
    return Figure(browser.CASE, client.name, size, "milliseconds")


_CPU = "events per CPU second"
_OURS, _GO, _PYVIEW, _NICEGUI = OURS.name, GO.name, PYVIEW.name, NICEGUI.name
_KEPT = OURS_KEPT.name
_EMPTY = _events(_OURS, "0")

GOALS = (
    Goal("events, R = 0, per server-CPU-second", "Go", 1.0,
         _events(_OURS, "0", _CPU).per(_events(_GO, "0", _CPU))),
    Goal("events, R = 0, per server-CPU-second", "PyView", 1.3,
         _events(_OURS, "0", _CPU).per(_events(_PYVIEW, "0", _CPU))),
    Goal("events, R = 0, all cores (2 workers)", "Go", 1.0,
         _events(OURS_TWICE.name, "0").per(_events(_GO, "0"))),
    Goal("events, R = 1,000", "ours at R = 0", 0.9, _events(_OURS, "1000").per(_EMPTY)),
    Goal("events, R = 10,000", "ours at R = 0 with two visitors", 0.9,
         _events(_OURS, "10000").per(_events(_OURS, "0, two visitors"))),
    Goal("events, R = 1,000", "Go", 100,
         _events(_OURS, "1000").per(_events(_GO, "1000"))),
    Goal("keyed head insert into 1,000: bytes on the wire", "(bytes)", 120,
         Figure(wire.CASE, _OURS, "insert", "bytes"), at_most=True),
    Goal("keyed head insert into 1,000: speed", "Go", 1000, _insert(_GO).per(_insert(_OURS))),
    Goal("memory per idle session, R = 100", "PyView", 0.5,
         _memory(_OURS).per(_memory(_PYVIEW)), at_most=True),
    Goal("memory per idle session, R = 100", "Go", 0.05,
         _memory(_OURS).per(_memory(_GO)), at_most=True),
    Goal("memory per idle session, R = 1,000", "ours at R = 100", 1.5,
         _memory(_OURS, "1000").per(_memory(_OURS)), at_most=True),
    Goal("connects/s with page GET, R = 100", "Go", 2, _connects(_OURS).per(_connects(_GO))),
    Goal("connects/s with page GET, R = 100, first HTML kept", "Go", 2,
         _connects(_KEPT).per(_connects(_GO))),
    Goal("connects/s with page GET, R = 100", "PyView", 1.5,
         _connects(_OURS).per(_connects(_PYVIEW))),
    Goal("broadcast to 1,000: frames that differ", "(frame)", 1,
         _deliveries(_OURS, "different frames"), at_most=True),
    Goal("broadcast to 1,000: deliveries/s", "NiceGUI", 5,
         _deliveries(_OURS).per(_deliveries(_NICEGUI))),
    Goal("broadcast to 1,000: deliveries/s", "Go", 5, _deliveries(_OURS).per(_deliveries(_GO))),
    *(
        Goal(f"first HTML of a page seen before, R = {int(size):,}", "Go", 5,
             _pages(_KEPT, size).per(_pages(_GO, size)))
        for size in first_html.CASE.sizes
    ),
    *(
        Goal(f"frame to DOM, {size}", "the original client", 0.7,
             _painted(browser.OUR_CLIENT, size).per(_painted(browser.ORIGINAL, size)),
             at_most=True)
        for size in browser.CASE.sizes
    ),
)  # fmt: skip


def _booted(way: boot.Start, metric: str) -> Figure:
    return Figure(boot.CASE, way.name, "", metric)


BOOT_GOALS = (
    Goal("first byte of an app whose worker is stopped", "stock Pyodide", 0.15,
         _booted(boot.SNAPSHOT, "first byte").per(_booted(boot.STOCK, "first byte")),
         at_most=True),
    Goal("smallest app, gzip", "(MB)", 5.3, _booted(boot.SNAPSHOT, "megabytes"), at_most=True),
)  # fmt: skip


def goals_table(results: Results, goals: Iterable[Goal] = GOALS) -> Table:
    """Each goal, what a run reached, and whether that is enough."""
    rows = []
    for goal in goals:
        reached = goal.ratio(results)
        measured = "–" if reached is None else factor(reached)
        met = "not measured" if reached is None else "yes" if goal.met(reached) else "no"
        rows.append((goal.what, str(goal), measured, met))
    headings = ("case", "goal", "measured", "met")
    return Table("Goals", headings, tuple(rows))
