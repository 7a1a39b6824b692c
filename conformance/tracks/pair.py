"""The track `pair`: a real server and a real client in a real browser, judged by the DOM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selenium.webdriver.remote.webdriver import WebDriver

from conformance import transcript
from conformance.right import Right, right
from conformance.scenario import Erratum, Scenario
from conformance.tracks.server import refusal
from conformance.transcript import Exchange, Transcript
from conformance.verdict import Finding, Sides, Verdict, sides
from conformance.web.dom import tree_dom
from conformance.web.page import act, comparable, compared, read
from conformance.web.relay import Relay, RelayError, Visit
from hlive_proto.dialect import DIALECTS
from hlive_proto.tree import Document

CONNECT_SECONDS = 4.0
FRAME_SECONDS = 1.5
"""How long a frame may take that the reference sends, too."""

GRACE_SECONDS = 0.4
"""How long a page that isn't right yet may go on changing."""

_NOT_THERE = (404, 501)


@dataclass(slots=True)
class _Stage:
    """What takes part in one visit."""

    browser: WebDriver
    visit: Visit
    dialect: str


def judge(
    relay: Relay,
    browser: WebDriver,
    scenario: Scenario,
    errata: Mapping[str, Erratum],
    dialect: str,
) -> Finding:
    """Visits the page of a scenario and acts out its steps; the DOM must be right after each.

    Raises the driver's exceptions when the browser is of no use any more.
    """
    meant = right(scenario, dialect)
    named = ", ".join(id for id in scenario.errata if dialect in errata[id].dialects)
    relay.forget()
    path = f"/{scenario.id}"
    browser.get(relay.url + path)
    status = relay.status.get(path, 0)
    if status in _NOT_THERE:
        return Finding(Verdict.UNIMPLEMENTED, f"the page is answered with {status}")
    if status != 200:
        return refusal(f"the page is answered with {status}", named)
    if meant.refused:
        return Finding(Verdict.ERRATUM, f"{named}: shows a page that should be refused")
    try:
        stage = _Stage(browser, relay.accept(CONNECT_SECONDS), dialect)
    except RelayError as error:
        return Finding(Verdict.FAIL, str(error))
    return _play(stage, relay, scenario, meant, named)


def _play(stage: _Stage, relay: Relay, scenario: Scenario, meant: Right, named: str) -> Finding:
    recorded = transcript.load(scenario.id, stage.dialect)
    assert recorded is not None, f"{scenario.id} isn't recorded"
    counts = [len(recorded.opened), *(len(step.frames) for step in recorded.steps)]
    seen, wrong = [0], _settle(stage, counts[0], meant.trees[0])
    frames = scenario.frames()
    for step, frame, count, tree in zip(
        scenario.data["steps"], frames, counts[1:], meant.trees[1:], strict=True
    ):
        seen.append(len(stage.visit.received))
        if wrong is None:
            act(stage.browser, DIALECTS[stage.dialect], step, frame)
            wrong = _settle(stage, seen[-1] + count, tree)
    if wrong is None:
        return Finding(Verdict.PASS)
    said = _transcript(stage, relay, scenario, seen)
    transcripts = sides(recorded.lines(), said.lines())
    found, trees = wrong
    detail = "\n".join(found)
    if named:
        return Finding(Verdict.ERRATUM, f"{named}\n{detail}", transcripts, trees)
    return Finding(Verdict.FAIL, detail, transcripts, trees)


def _settle(stage: _Stage, count: int, tree: Document) -> tuple[list[str], Sides | None] | None:
    """How the DOM differs from what is right, once so many frames have come; None if it doesn't.

    A page that isn't right is given some time, and is looked at again with every new frame.
    """
    stage.visit.wait_received(count, FRAME_SECONDS)
    while True:
        had = len(stage.visit.received)
        expected = comparable(tree_dom(tree))
        found, trees = compared(expected, read(stage.browser, stage.visit.mark))
        if not found:
            return None
        if not stage.visit.wait_received(had + 1, GRACE_SECONDS):
            return found, trees


def _transcript(stage: _Stage, relay: Relay, scenario: Scenario, seen: Sequence[int]) -> Transcript:
    """What was said, in the form of recordings."""
    received = stage.visit.received
    ends = [*seen[1:], len(received)]
    parts = [tuple(received[start:end]) for start, end in zip(seen, ends, strict=True)]
    steps = tuple(
        Exchange(transcript.as_sent(frame), frames, ())
        for frame, frames in zip(scenario.frames(), parts[1:], strict=True)
    )
    html = relay.html[f"/{scenario.id}"]
    said = Transcript(scenario.id, stage.dialect, html, parts[0], (), steps, ())
    return transcript.masked(said, transcript.long_scripts(html))
