"""Verdicts: what a peer says in a scenario, held against the recording and against the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum
from pprint import pformat
from typing import cast

from conformance import transcript
from conformance.peer import Answer, Peer, PeerError
from conformance.scenario import Erratum, Scenario
from conformance.transcript import Refused, Transcript
from hlive_proto.browser import Browser
from hlive_proto.dialect import DIALECTS
from hlive_proto.dom import Snapshot, parse, snapshot

POSITIONAL = "positional"
MINIMAL = "minimal"


class Outcome(Enum):
    """How a scenario ended."""

    IDENTICAL = "identical"
    ERRATUM = "erratum"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one scenario in one dialect; `detail` explains anything but `identical`."""

    scenario: str
    dialect: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """One play of a scenario: what was said, where the browser was led, and how many bytes."""

    said: Transcript
    astray: str
    size: int


def check(peer: Peer, scenario: Scenario, errata: Mapping[str, Erratum]) -> Verdict:
    """Plays a scenario with every strategy that the peer has.

    `identical`: the recording's bytes, and the browser shows what the peer believes. `erratum`:
    one of the two isn't so, and an erratum of the scenario says why.
    """
    recorded = transcript.load(scenario.id, peer.dialect)
    named = [errata[id] for id in scenario.errata if peer.dialect in errata[id].dialects]
    try:
        outcome, detail = _judge(peer, scenario, recorded, named)
    except PeerError as error:
        outcome, detail = Outcome.FAIL, str(error)
    except Refused as error:
        outcome, detail = _judge_refusal(error, named)
    return Verdict(scenario.id, peer.dialect, outcome, detail)


def _judge(
    peer: Peer, scenario: Scenario, recorded: Transcript | None, named: list[Erratum]
) -> tuple[Outcome, str]:
    if recorded is None:
        return Outcome.FAIL, "there is no recording: run `hlive-conformance record`"
    run = _play(peer, scenario, POSITIONAL)
    difference = _difference(recorded, run.said)
    names = ", ".join(erratum.id for erratum in named)
    if peer.name == "go":
        return _judge_reference(run, difference, named, names)
    astray = run.astray or _minimal_problem(peer, scenario, run)
    if astray:
        return Outcome.FAIL, astray
    if not difference:
        return Outcome.IDENTICAL, ""
    return (Outcome.ERRATUM, names) if named else (Outcome.FAIL, difference)


def _judge_refusal(error: Refused, named: list[Erratum]) -> tuple[Outcome, str]:
    """A page that the reference shows wrongly may be refused."""
    if named:
        return Outcome.ERRATUM, f"{', '.join(erratum.id for erratum in named)} (refused)"
    return Outcome.FAIL, f"refused: {error}"


def _judge_reference(
    run: _Run, difference: str, named: list[Erratum], names: str
) -> tuple[Outcome, str]:
    """The reference is held to its recording; where it goes wrong, an erratum must say so."""
    if difference:
        return Outcome.FAIL, difference
    if run.astray and not named:
        return Outcome.FAIL, f"no erratum says that the reference goes wrong here\n{run.astray}"
    return (Outcome.ERRATUM, names) if run.astray else (Outcome.IDENTICAL, "")


def _minimal_problem(peer: Peer, scenario: Scenario, positional: _Run) -> str:
    if MINIMAL not in peer.strategies:
        return ""
    run = _play(peer, scenario, MINIMAL)
    if run.astray:
        return f"with the strategy {MINIMAL}: {run.astray}"
    if run.size > positional.size:
        return f"{MINIMAL} sends {run.size} bytes, {POSITIONAL} only {positional.size}"
    return ""


def _play(peer: Peer, scenario: Scenario, strategy: str) -> _Run:
    """Plays the scenario with a browser beside it, and compares after every frame."""
    browser: Browser | None = None
    astray = ""
    size = 0

    def watch(answer: Answer) -> None:
        nonlocal browser, astray, size
        if browser is None:
            browser = Browser(answer.html, DIALECTS[peer.dialect])
        for frame in answer.frames:
            browser.apply(frame)
            size += len(frame)
        astray = astray or _astray(browser, peer.tree())

    said = transcript.play(peer, scenario, strategy, watch)
    return _Run(said, astray, size)


def _astray(browser: Browser, believed: str) -> str:
    """How the browser's DOM differs from what the peer believes; nothing when it doesn't."""
    shown = [_lines_of(node) for node in browser.snapshot()]
    expected = [_lines_of(snapshot(node)) for node in parse(believed)]
    if shown == expected:
        return ""
    return _diff(expected, shown, "the peer believes", "the browser shows", context=2)


def _lines_of(node: Snapshot) -> str:
    return pformat(_comparable(node), width=100, sort_dicts=False)


def _comparable(node: Snapshot) -> Snapshot:
    """An empty field looks the same whether its value is empty or was never given."""
    if isinstance(node, str) or node[0] == "!":
        return node
    name, attrs, *children = node
    assert isinstance(attrs, dict)
    kept = {key: value for key, value in attrs.items() if (key, value) != ("value", "")}
    return (name, kept, *(_comparable(cast(Snapshot, child)) for child in children))


def _difference(recorded: Transcript, said: Transcript) -> str:
    if recorded == said:
        return ""
    if [step.sent for step in recorded.steps] != [step.sent for step in said.steps]:
        return "the scenario has changed since it was recorded: run `hlive-conformance record`"
    return _diff(recorded.lines(), said.lines(), "recorded", "said", context=1)


def _diff(
    old: Iterable[str], new: Iterable[str], old_name: str, new_name: str, context: int
) -> str:
    before, after = ("\n".join(lines).splitlines() for lines in (old, new))
    return "\n".join(unified_diff(before, after, old_name, new_name, lineterm="", n=context))
