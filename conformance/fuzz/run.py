"""Runs many random cases, shrinks what fails, and writes it down as a scenario."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from conformance.fuzz.pages import Case, cases
from conformance.peer import PeerError


class Found(AssertionError):
    """A counterexample, shrunk: `case` is it, `reason` says what doesn't hold."""

    def __init__(self, case: Case, reason: str) -> None:
        super().__init__(f"{reason}\nin the case {json.dumps(case.scenario)}")
        self.case = case
        self.reason = reason


def run_cases(count: int, number: int, trial: Callable[[Case], object]) -> None:
    """Puts so many cases of a seed on trial; raises Found for the smallest that fails.

    A peer that breaks is no counterexample: its PeerError is raised as it is.
    """
    last: list[Case] = []
    broken: list[PeerError] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(cases())
    def hold(case: Case) -> None:
        if broken:
            return
        last[:] = [case]
        try:
            trial(case)
        except PeerError as error:
            broken.append(error)

    try:
        hold()
    except Exception as error:
        # The smallest example is the one that is run last.
        raise Found(last[0], f"{type(error).__name__}: {error}") from error
    if broken:
        raise broken[0]


def write(case: Case, directory: Path, id: str) -> Path:
    """Writes a case as a scenario file, to be looked at and kept; returns its path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{id}.json"
    text = json.dumps({**case.scenario, "id": id}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path
