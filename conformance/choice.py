"""Choosing cases by id: scenarios, and examples of the spec."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from conformance.codec.examples import SPEC, Example, examples
from conformance.scenario import Scenario, ScenarioError, load_all
from conformance.tracks.codec import KINDS


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is listed."""

    id: str
    title: str
    tracks: tuple[str, ...]
    marks: tuple[str, ...]

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Case:
        """The line of a scenario."""
        marks = (*scenario.dialects, *scenario.errata)
        return cls(scenario.id, scenario.title, ("server", "client", "pair"), marks)

    @classmethod
    def of_example(cls, example: Example) -> Case:
        """The line of an example."""
        return cls(example.id, "An example of the spec.", ("codec",), (example.dialect.name,))


def cases(patterns: tuple[str, ...]) -> tuple[list[Scenario], list[Example]]:
    """The scenarios and the examples whose ids match one of the patterns; all without patterns.

    Raises ScenarioError for a pattern that matches none, and for a file that is wrong.
    """
    every = load_all()
    found = [each for each in examples(SPEC.read_text(encoding="utf-8")) if each.kind in KINDS]
    if not patterns:
        return every, found
    ids = [*(each.id for each in every), *(each.id for each in found)]
    for pattern in patterns:
        if not any(fnmatchcase(id, pattern) for id in ids):
            raise ScenarioError(f"no case matches {pattern!r}")
    return (
        [case for case in every if _matches(case.id, patterns)],
        [case for case in found if _matches(case.id, patterns)],
    )


def _matches(id: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(id, pattern) for pattern in patterns)
