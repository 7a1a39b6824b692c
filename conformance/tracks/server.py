"""The track `server`: a peer's frames against the recording, and against what a browser makes
of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pprint import pformat
from typing import cast

from conformance import transcript
from conformance.peer import Answer, Peer, PeerError, Unimplemented
from conformance.scenario import Erratum, Scenario
from conformance.transcript import Refused, Transcript
from conformance.verdict import Finding, Sides, Verdict, sides
from hlive_proto.browser import Browser
from hlive_proto.dialect import DIALECTS
from hlive_proto.dom import Snapshot, parse, snapshot

POSITIONAL = "positional"
MINIMAL = "minimal"

_GARBAGE = (ValueError, RecursionError)
"""What the browser raises for frames that aren't written as the protocol says."""


@dataclass(slots=True)
class _Run:
    """One play of a scenario: what was said, where the browser was led first, how many bytes."""

    said: Transcript | None = None
    astray: Sides | None = None
    size: int = 0


def judge(peer: Peer, scenario: Scenario, errata: Mapping[str, Erratum]) -> Finding:
    """Plays a scenario with every strategy that the peer has, and says how it went.

    Raises PeerError when the peer is of no use any more.
    """
    recorded = transcript.load(scenario.id, peer.dialect)
    if recorded is None:
        return Finding(Verdict.FAIL, "there is no recording: run `hlive-conformance record`")
    if not peer.logs:
        recorded = transcript.without_logs(recorded)
    named = ", ".join(id for id in scenario.errata if peer.dialect in errata[id].dialects)
    try:
        positional = _play(peer, scenario, POSITIONAL)
        finding = _compare(recorded, positional, named)
        if finding.verdict is Verdict.PASS and MINIMAL in peer.strategies:
            return _minimal(peer, scenario, positional) or finding
    except Unimplemented as why:
        return Finding(Verdict.UNIMPLEMENTED, str(why))
    except Refused as why:
        return refusal(str(why), named)
    except _GARBAGE as error:
        raise PeerError(f"the peer sends what is no frame: {error}") from error
    return finding


def refusal(reason: str, named: str) -> Finding:
    """The finding about a page that isn't shown: right where the reference shows it wrongly."""
    if named:
        return Finding(Verdict.PASS, f"{named}: refused")
    return Finding(Verdict.FAIL, f"refused: {reason}")


def _compare(recorded: Transcript, run: _Run, named: str) -> Finding:
    assert run.said is not None
    if [step.sent for step in recorded.steps] != [step.sent for step in run.said.steps]:
        changed = "the scenario has changed since it was recorded: run `hlive-conformance record`"
        return Finding(Verdict.FAIL, changed)
    transcripts = sides(recorded.lines(), run.said.lines())
    same = recorded == run.said
    if run.astray:
        # A known wrong turn is the very one that was recorded, and no other.
        verdict = Verdict.ERRATUM if named and same else Verdict.FAIL
        detail = named if verdict is Verdict.ERRATUM else run.astray.difference()
        return Finding(verdict, detail, transcripts, run.astray)
    if same:
        return Finding(Verdict.PASS)
    if named:
        return Finding(Verdict.PASS, f"{named}: other bytes, the right page", transcripts)
    return Finding(Verdict.NON_STRICT, transcripts.difference(), transcripts)


def _minimal(peer: Peer, scenario: Scenario, positional: _Run) -> Finding | None:
    """What is wrong with the other strategy, which is free to say anything shorter."""
    run = _play(peer, scenario, MINIMAL)
    if run.astray:
        detail = f"with the strategy {MINIMAL}: {run.astray.difference()}"
        return Finding(Verdict.FAIL, detail, trees=run.astray)
    if run.size > positional.size:
        detail = f"{MINIMAL} sends {run.size} bytes, {POSITIONAL} only {positional.size}"
        return Finding(Verdict.FAIL, detail)
    return None


def _play(peer: Peer, scenario: Scenario, strategy: str) -> _Run:
    """Plays the scenario with a browser beside it, and compares after every frame."""
    run = _Run()
    browser: Browser | None = None

    def watch(answer: Answer) -> None:
        nonlocal browser
        if browser is None:
            browser = Browser(answer.html, DIALECTS[peer.dialect])
        for frame in answer.frames:
            browser.apply(frame)
            run.size += len(frame)
        run.astray = run.astray or _astray(browser, peer.tree())

    run.said = transcript.play(peer, scenario, strategy, watch)
    return run


def _astray(browser: Browser, believed: str) -> Sides | None:
    """The tree that the peer believes in and the one that the browser shows, if they differ."""
    shown = [_lines_of(node) for node in browser.snapshot()]
    expected = [_lines_of(snapshot(node)) for node in parse(believed)]
    return None if shown == expected else sides(expected, shown)


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
