"""What a case is, and how cases are run: all systems in turn, so that a busy moment hits all."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import Failed
from benchmarks.systems import NotHere, Running, System, machine, running


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: rounds, seconds for each figure, and a share of the usual sessions."""

    rounds: int = 3
    seconds: float = 1.0
    share: float = 1.0

    def sessions(self, usual: int) -> int:
        """How many sessions to open where a full run opens so many; at least two."""
        return max(2, round(usual * self.share))


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure that a case gives: its name in results, its heading, how it is written."""

    name: str
    heading: str
    digits: int = 0


Figures = Mapping[str, float]
"""What one measurement came to, by the names of metrics."""

Measure = Callable[[Any, str, Effort], Awaitable[Figures]]
"""Measures a running system (or, if a case isn't `started`, a system) at one size."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something to measure.

    `sizes` are what it is measured at, such as numbers of rows; `without` says for systems that
    can't be measured why. With `fresh` each figure has a process of its own; unless `started`, the
    case starts its subjects itself. `once` leaves it at one round: where figures don't spread, or
    take long. The first subject is ours, and the first metric the one that is compared.
    """

    name: str
    title: str
    sizes: tuple[str, ...]
    metrics: tuple[Metric, ...]
    subjects: tuple[Any, ...]
    measure: Measure
    without: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    fresh: bool = False
    started: bool = True
    once: bool = False
    less_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one subject in one case at one size, a list of one per round.

    `failure` says why there are none.
    """

    case: str
    subject: str
    size: str
    figures: Mapping[str, list[float]]
    failure: str = ""

    def typical(self, metric: str) -> float | None:
        """The median, None where there is no figure."""
        values = self.figures.get(metric)
        return median(values) if values else None


class Results:
    """All results of a run, and what it ran on."""

    def __init__(self, results: Iterable[Result], about: Mapping[str, Any]) -> None:
        self.about = dict(about)
        self._results = {(each.case, each.subject, each.size): each for each in results}

    def __iter__(self) -> Any:
        return iter(self._results.values())

    def get(self, case: str, subject: str, size: str) -> Result | None:
        """One result, None where it wasn't measured."""
        return self._results.get((case, subject, size))

    def figure(self, case: str, subject: str, size: str, metric: str) -> float | None:
        """One median, None where there is none."""
        result = self.get(case, subject, size)
        return None if result is None else result.typical(metric)

    def write(self, path: Path) -> None:
        """As JSON."""
        content = {"about": self.about, "results": [asdict(each) for each in self]}
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Results:
        """What `write` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls((Result(**each) for each in content["results"]), content["about"])


Tell = Callable[[str], None]


def run(cases: Iterable[Case], effort: Effort, tell: Tell = lambda _: None) -> Results:
    """Runs cases one after the other; `tell` hears of each figure."""
    results: list[Result] = []
    for case in cases:
        started = time.monotonic()
        results += run_case(case, effort, tell)
        tell(f"{case.name}: {time.monotonic() - started:.0f} seconds")
    return Results(results, {**machine(), **asdict(effort)})


def run_case(case: Case, effort: Effort, tell: Tell) -> list[Result]:
    """All subjects at all sizes, in turn in each round."""
    collected = _Collected(case)
    with ExitStack() as stack:
        subjects = {}
        for subject in case.subjects:
            if subject.name in case.without:
                continue
            try:
                subjects[subject.name] = _prepared(case, subject, stack)
            except NotHere as missing:
                collected.fail_all(subject.name, str(missing))
                tell(collected.line(subject.name, case.sizes[0]))
        for _ in range(1 if case.once else effort.rounds):
            for size in case.sizes:
                for name, subject in subjects.items():
                    if not collected.failed(name, size):
                        _measure_one(case, name, subject, size, effort, collected)
                        tell(collected.line(name, size))
    return collected.results()


def _prepared(case: Case, subject: Any, stack: ExitStack) -> Any:
    if case.started and not case.fresh:
        return stack.enter_context(running(subject))
    if isinstance(subject, System):
        subject.command(0)  # Gets it now, so that one that can't be had is known at once.
    return subject


def _measure_one(
    case: Case, name: str, subject: Any, size: str, effort: Effort, collected: _Collected
) -> None:
    try:
        if case.started and case.fresh:
            with running(subject) as started:
                figures = asyncio.run(_measure(case, started, size, effort))
        else:
            figures = asyncio.run(_measure(case, subject, size, effort))
    except (Failed, NotHere) as failure:
        collected.fail(name, size, str(failure))
    else:
        collected.add(name, size, figures)


async def _measure(case: Case, subject: Running, size: str, effort: Effort) -> Figures:
    return await case.measure(subject, size, effort)


class _Collected:
    """What has been measured of a case so far."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._figures: dict[tuple[str, str], dict[str, list[float]]] = {
            (subject.name, size): {} for subject in case.subjects for size in case.sizes
        }
        self._failures: dict[tuple[str, str], str] = {}
        for name, reason in case.without.items():
            self.fail_all(name, reason)

    def add(self, name: str, size: str, figures: Figures) -> None:
        for metric, value in figures.items():
            self._figures[name, size].setdefault(metric, []).append(value)

    def fail(self, name: str, size: str, reason: str) -> None:
        self._failures[name, size] = reason

    def fail_all(self, name: str, reason: str) -> None:
        for size in self.case.sizes:
            self.fail(name, size, reason)

    def failed(self, name: str, size: str) -> bool:
        return (name, size) in self._failures

    def line(self, name: str, size: str) -> str:
        """The latest figures, for whoever waits."""
        failure = self._failures.get((name, size))
        latest = {metric: values[-1] for metric, values in self._figures[name, size].items()}
        shown = failure or ", ".join(
            f"{metric.name} {latest[metric.name]:,.{metric.digits}f}"
            for metric in self.case.metrics
            if metric.name in latest
        )
        return f"{self.case.name} {size}: {name}: {shown}"

    def results(self) -> list[Result]:
        return [
            Result(self.case.name, name, size, figures, self._failures.get((name, size), ""))
            for (name, size), figures in self._figures.items()
        ]
