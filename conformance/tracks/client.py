"""The track `client`: a client in a real browser, to which a scripted server plays recordings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from selenium.webdriver.remote.webdriver import WebDriver

from conformance import transcript
from conformance.right import right
from conformance.scenario import Scenario, event_of
from conformance.targets.clients import BrowserClient
from conformance.transcript import SCRIPT, Transcript
from conformance.verdict import Finding, Sides, Verdict, sides
from conformance.web.dom import document_dom, tree_dom
from conformance.web.page import act, comparable, compared, read
from conformance.web.relay import marked
from conformance.web.scripted import SESSION, ScriptedServer, Socket
from conformance.wrong import Wrong
from hlive_proto import inbound
from hlive_proto.browser import Browser
from hlive_proto.dialect import DIALECTS
from hlive_proto.errors import RemoteProtocolError
from hlive_proto.events import DomEvent
from hlive_proto.tree import Document

SEND_SECONDS = 2.0
"""How long a client may take to send an event."""

_MEMBERS = {"t", "i", "s", "vm", "d", "file", "e", "a"}


class _Wrong(Exception):
    """The client did something else than what is right; `trees` where the DOM shows it."""

    def __init__(self, detail: str, trees: Sides | None = None) -> None:
        super().__init__(detail)
        self.trees = trees


@dataclass(slots=True)
class _Stage:
    """What takes part in one visit; `model` is the client as the protocol has it."""

    browser: WebDriver
    socket: Socket
    model: Browser
    right: Iterator[Document]
    mark: int = 0
    mark_shown: str = ""

    def hear(self) -> str | bytes:
        """The next event, without those of the initial sync, which come by themselves."""
        while b'"init"' in _bytes(said := self.socket.frame_but_logs(SEND_SECONDS)):
            pass
        return said

    def play(self, frames: Sequence[str]) -> None:
        """Sends the frames; raises _Wrong when the DOM isn't that of the model afterwards.

        Where the recorded frames are an erratum's, a client may also end with the right page.
        """
        tree = next(self.right, None)
        for frame in frames:
            self.mark += 1
            frame = frame.replace(transcript.SESSION, SESSION)
            if frame.startswith("d|"):
                self.mark_shown = str(self.mark)
            self.socket.send(marked(frame, self.mark_shown))
            self.model.apply(frame)
        expected = comparable(document_dom(self.model.document))
        shown = read(self.browser, self.mark_shown)
        found, trees = compared(expected, shown)
        if found and (tree is None or compared(comparable(tree_dom(tree)), shown)[0]):
            raise _Wrong("\n".join(found), trees)


def judge(
    server: ScriptedServer,
    browser: WebDriver,
    client: BrowserClient,
    scenario: Scenario,
    known: Wrong,
) -> Finding:
    """Plays the recording of a scenario to a client, whose visitor acts out the steps.

    Raises the driver's exceptions when the browser is of no use any more.
    """
    recorded = transcript.load(scenario.id, client.dialect)
    assert recorded is not None, f"{scenario.id} isn't recorded"
    named = known.named(scenario)
    meant = right(scenario, client.dialect)
    if meant.refused:
        return Finding(Verdict.PASS, f"{named}: no right server shows this page")
    server.html = recorded.html.replace(SCRIPT, client.source, 1).replace(SCRIPT, "")
    server.forget()
    browser.get(server.url)
    sent: list[str] = []
    try:
        socket = server.accept(SEND_SECONDS)
        model = Browser(server.html, DIALECTS[client.dialect])
        stage = _Stage(browser, socket, model, iter(meant.trees))
        beyond = _play(stage, scenario, recorded, sent)
    except (_Wrong, AssertionError) as wrong:
        trees = wrong.trees if isinstance(wrong, _Wrong) else None
        asked = [step.sent for step in recorded.steps]
        transcripts = sides(asked, sent)
        if known.has(scenario, str(wrong)):
            return Finding(Verdict.ERRATUM, f"{named}\n{wrong}", transcripts, trees)
        return Finding(Verdict.FAIL, str(wrong), transcripts, trees)
    if beyond:
        return Finding(Verdict.NON_STRICT, f"events have members of their own: {beyond}")
    return Finding(Verdict.PASS)


def _play(stage: _Stage, scenario: Scenario, recorded: Transcript, sent: list[str]) -> str:
    """Plays it all; members of events that the protocol doesn't know. Raises _Wrong."""
    beyond: set[str] = set()
    stage.play(recorded.opened)
    for step, exchange in zip(scenario.data["steps"], recorded.steps, strict=True):
        if act(stage.browser, stage.model.dialect, step, None):
            said = stage.hear()
            sent.append(transcript.as_sent(said))
            beyond |= _event_problem(step, said)
        stage.play(exchange.frames)
    return ", ".join(sorted(beyond))


def _event_problem(step: Mapping[str, Any], said: str | bytes) -> set[str]:
    """The members that are beyond the protocol; raises _Wrong for an event that isn't the step's.

    A field that the step doesn't mention is the element's own business.
    """
    asked = event_of(step)
    try:
        event = inbound.decode(said)
        beyond = set(json.loads(said)) - _MEMBERS if isinstance(said, str) else set()
    except (RemoteProtocolError, ValueError) as error:
        raise _Wrong(f"the client sends what is no event: {error}") from error
    if not isinstance(event, DomEvent):
        raise _Wrong(f"the client sends {event}, and no event")
    told = replace(event, acked=None, extra=asked.extra)
    if "value" not in step["event"]:
        told = replace(told, value=asked.value)
    if told != asked:
        raise _Wrong(f"the visitor did {asked}, the client says {event}")
    return beyond


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode("utf-8", "replace")
