"""The track `pair`: a real server and a real client in a real browser, judged by the DOM."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from selenium.webdriver.remote.webdriver import WebDriver

from conformance import transcript
from conformance.right import Right, right
from conformance.scenario import Scenario
from conformance.tracks.server import refusal
from conformance.transcript import Exchange, Transcript
from conformance.verdict import Finding, Sides, Verdict, sides
from conformance.web.dom import document_dom, tree_dom
from conformance.web.page import act, comparable, compared, read
from conformance.web.relay import RelayError
from conformance.wrong import Wrong
from hlive_proto.browser import Browser
from hlive_proto.dialect import DIALECTS
from hlive_proto.differ import Strategy

CONNECT_SECONDS = 4.0
FRAME_SECONDS = 1.5
"""How long a frame may take that the reference sends, too."""

GRACE_SECONDS = 0.4
"""How long a page that isn't right yet may go on changing."""

_NOT_THERE = (404, 501)


class Visit(Protocol):
    """One page's socket: the frames so far, and the mark that the last of them leaves."""

    mark: str
    received: list[str]

    def wait_received(self, count: int, patience: float) -> bool:
        """Waits until the server has sent so many frames; whether it has."""


class Site(Protocol):
    """Where pages are visited, and what can be learned of them. Methods raise RelayError."""

    url: str

    def forget(self) -> None:
        """Drops what earlier pages have left."""

    def status(self, path: str) -> int:
        """What the last visit of a page was answered with."""

    def html(self, path: str) -> str:
        """The HTML of that answer."""

    def accept(self, path: str, patience: float) -> Visit:
        """The next socket that this page opens."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What is known of a server's pages: the dialect, and what it puts into each head."""

    dialect: str
    head: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stage:
    """What takes part in one visit; `seen` is how many frames had come before each step, `acted`
    how many steps the visitor has done."""

    site: Site
    browser: WebDriver
    visit: Visit
    scenario: Scenario
    pages: Pages
    recorded: Transcript
    seen: list[int]
    acted: int = 0


def judge(
    site: Site, browser: WebDriver, scenario: Scenario, pages: Pages, known: Wrong
) -> Finding:
    """Visits the page of a scenario and acts out its steps; the DOM must be right after each.

    Raises the driver's exceptions when the browser is of no use any more.
    """
    recorded = transcript.load(scenario.id, pages.dialect)
    assert recorded is not None, f"{scenario.id} isn't recorded"
    meant = right(scenario, pages.dialect, pages.head)
    site.forget()
    path = f"/{scenario.id}"
    browser.get(site.url + path)
    status = site.status(path)
    if status in _NOT_THERE:
        return Finding(Verdict.UNIMPLEMENTED, f"the page is answered with {status}")
    if status != 200:
        return refusal(f"the page is answered with {status}", known.named(scenario))
    if meant.refused:
        return _shown(site.html(path), recorded, known.named(scenario), meant.refused)
    try:
        visit = site.accept(path, CONNECT_SECONDS)
    except RelayError as error:
        return Finding(Verdict.FAIL, str(error))
    return _play(_Stage(site, browser, visit, scenario, pages, recorded, [0]), meant, known)


def _shown(html: str, recorded: Transcript, named: str, refused: str) -> Finding:
    """The finding about a page that should be refused: an erratum where the reference shows it."""
    expected, shown = (_masked_html(each) for each in (recorded.html, html))
    if named and shown == expected:
        return Finding(Verdict.ERRATUM, f"{named}: shows a page that should be refused")
    why = f"shows a page that should be refused: {refused}"
    return Finding(Verdict.FAIL, why, sides([expected], [shown]))


def _masked_html(html: str) -> str:
    for script in transcript.long_scripts(html):
        html = html.replace(script, transcript.SCRIPT)
    return html


def _play(stage: _Stage, meant: Right, known: Wrong) -> Finding:
    wrong = _settle(stage, 0, meant, known)
    frames = stage.scenario.frames()
    steps = enumerate(zip(stage.scenario.data["steps"], frames, strict=True), 1)
    for number, (step, frame) in steps:
        stage.seen.append(len(stage.visit.received))
        if wrong is None:
            stage.acted += 1
            act(stage.browser, DIALECTS[stage.pages.dialect], step, frame)
            wrong = _settle(stage, number, meant, known)
    if wrong is None:
        return _bytes(stage, meant, known.named(stage.scenario))
    detail, trees = wrong
    said = _transcript(stage)
    transcripts = sides(stage.recorded.lines(), said.lines())
    named = known.named(stage.scenario)
    if named and (known.has(stage.scenario, detail) or _is_the_servers(stage, said)):
        return Finding(Verdict.ERRATUM, f"{named}\n{detail}", transcripts, trees)
    return Finding(Verdict.FAIL, detail, transcripts, trees)


def _bytes(stage: _Stage, meant: Right, named: str) -> Finding:
    """The finding about a page that was right all the time."""
    if _patches(stage.visit.received) == _patches(chain(*meant.frames)):
        return Finding(Verdict.PASS)
    minimal = right(stage.scenario, stage.pages.dialect, stage.pages.head, Strategy.MINIMAL)
    ours = [[*chain(*each.frames)] for each in (meant, minimal)]
    most = max(len(frames) for frames in (_frames(stage.recorded), *ours))
    for patience in (0.0, FRAME_SECONDS):  # what changes nothing may still be on its way
        stage.visit.wait_received(most, patience)
        said = _transcript(stage)
        scripts = transcript.long_scripts(said.html, ours[0])
        good = (
            _frames(stage.recorded),
            *(transcript.masked_frames(each, scripts) for each in ours),
        )
        if _patches(_frames(said)) in map(_patches, good):
            return Finding(Verdict.PASS)
    transcripts = sides(stage.recorded.lines(), said.lines())
    if named:
        return Finding(Verdict.PASS, f"{named}: other bytes, the right page", transcripts)
    return Finding(Verdict.NON_STRICT, transcripts.difference(), transcripts)


def _frames(said: Transcript) -> list[str]:
    return [*said.opened, *(frame for step in said.steps for frame in step.frames)]


def _patches(frames: Iterable[str]) -> list[str]:
    """The frames that change the page; when they came says nothing here."""
    return [frame for frame in frames if frame.startswith("d|")]


def _is_the_servers(stage: _Stage, said: Transcript) -> bool:
    """Whether the server has said the wrong things that the reference says, and the client has
    shown just that."""
    so_far = replace(stage.recorded, steps=stage.recorded.steps[: stage.acted])
    if _patches(_frames(said)) != _patches(_frames(so_far)):
        return False
    model = Browser(stage.site.html(f"/{stage.scenario.id}"), DIALECTS[stage.pages.dialect])
    for frame in stage.visit.received:
        model.apply(frame)
    shown = read(stage.browser, stage.visit.mark)
    return not compared(comparable(document_dom(model.document)), shown)[0]


def _settle(
    stage: _Stage, number: int, meant: Right, known: Wrong
) -> tuple[str, Sides | None] | None:
    """How the DOM differs from what is right after a step; None if it doesn't.

    A page that isn't right is looked at again with every new frame, unless it is wrong as the
    reference's is once all frames have come.
    """
    expected = comparable(tree_dom(meant.trees[number]))
    recorded = [stage.recorded.opened, *(step.frames for step in stage.recorded.steps)][number]
    counts = sorted(stage.seen[-1] + len(each) for each in (meant.frames[number], recorded))
    for had in _moments(stage.visit, counts):
        found, trees = compared(expected, read(stage.browser, stage.visit.mark))
        if not found:
            return None
        detail = "\n".join(found)
        complete = had >= stage.seen[-1] + len(recorded)
        if complete and known.named(stage.scenario) and known.has(stage.scenario, detail):
            break
    return detail, trees


def _moments(visit: Visit, counts: Sequence[int]) -> Iterator[int]:
    """When to look at a page: after so many frames, for each count, and after any more; gives how
    many there are."""
    for count in counts:
        visit.wait_received(count, FRAME_SECONDS)
        had = len(visit.received)
        yield had
    while visit.wait_received(had + 1, GRACE_SECONDS):
        had = len(visit.received)
        yield had


def _transcript(stage: _Stage) -> Transcript:
    """What was said, in the form of recordings."""
    received, seen = stage.visit.received, stage.seen
    ends = [*seen[1:], len(received)]
    parts = [tuple(received[start:end]) for start, end in zip(seen, ends, strict=True)]
    steps = tuple(
        Exchange(transcript.as_sent(frame), frames, ())
        for frame, frames in zip(stage.scenario.frames(), parts[1:], strict=True)
    )
    html = stage.site.html(f"/{stage.scenario.id}")
    said = Transcript(stage.scenario.id, stage.pages.dialect, html, parts[0], (), steps, ())
    return transcript.masked(said, transcript.long_scripts(html, received))
