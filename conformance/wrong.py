"""What the reference's clients do wrong in a browser: recorded, so that an erratum excuses no other
mistake."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conformance.scenario import HERE, Erratum, Scenario, load_errata
from conformance.verdict import Result, Verdict

PATH = HERE / "wrong.json"
"""By track, dialect and scenario: in which places a page, or an event, was another one."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The known wrong turns in one dialect: errata, and sentences of findings by scenario."""

    dialect: str
    errata: Mapping[str, Erratum]
    sentences: Mapping[str, Sequence[str]]

    def named(self, scenario: Scenario) -> str:
        """The errata of a scenario in this dialect; empty without one."""
        return ", ".join(id for id in scenario.errata if self.dialect in self.errata[id].dialects)

    def has(self, scenario: Scenario, detail: str) -> bool:
        """Whether the reference went wrong in every place of this finding, in the same way."""
        there = self.sentences.get(scenario.id, ())
        return all(sentence in there for sentence in detail.splitlines())


def known(track: str, dialect: str, path: Path = PATH) -> Wrong:
    """What was recorded for a track and a dialect."""
    return Wrong(dialect, load_errata(), _read(path).get(track, {}).get(dialect, {}))


def record(results: Iterable[Result], scenarios: Sequence[Scenario], path: Path = PATH) -> int:
    """Writes down how the reference failed where an erratum is named; in how many scenarios."""
    named = {scenario.id for scenario in scenarios if scenario.errata}
    found: dict[str, Any] = {}
    for result in results:
        if result.finding.verdict is Verdict.FAIL and result.case in named:
            of_track = found.setdefault(result.place.track, {})
            of_dialect = of_track.setdefault(result.place.dialect, {})
            lines = of_dialect.setdefault(result.case, [])
            lines += [each for each in result.finding.detail.splitlines() if each not in lines]
    _write(found, path)
    return sum(len(each) for track in found.values() for each in track.values())


def forget(path: Path = PATH) -> None:
    """Has nothing be known any more, so that each wrong turn is a failure."""
    _write({}, path)


def _write(found: Mapping[str, Any], path: Path) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    _read.cache_clear()


@cache
def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told
