"""The browser tracks of the suite: a sample passes, and a client with one mistake fails there."""

from dataclasses import replace
from typing import Any

import pytest

from conformance import transcript
from conformance.peer import PeerError
from conformance.right import Right, right
from conformance.run import run_client, run_pair
from conformance.scenario import load_all
from conformance.targets.clients import BrowserClient, find_client
from conformance.targets.original import Unavailable
from conformance.targets.servers import SERVERS, Server, running_server
from conformance.tracks import pair
from conformance.verdict import Result, Verdict
from conformance.web.browsers import NoBrowser

SAMPLE = (
    "app.counter", "app.hello", "attribute.update", "event.key-case", "event.value",
    "list.insert-middle", "list.remove-all", "text.escape-update",
)  # fmt: skip
FORGETS_DELETES = """
hlive.beforeProcessMessage.set("mistake", line => line.startsWith("d|d|") ? "" : line);
"""
FORGETS_VALUES = """
hlive.beforeSendEvent.set("mistake", (e, msg) => { delete msg.d.value; return msg; });
"""


def wrong(results: list[Result]) -> dict[str, Verdict]:
    assert results
    return {
        result.case: result.finding.verdict
        for result in results
        if result.finding.verdict is not Verdict.PASS
    }


def run(client: BrowserClient, ids: tuple[str, ...] = SAMPLE) -> list[Result]:
    try:
        return list(run_client(client, "chromium", load_all(ids)))
    except NoBrowser as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", ["ours", "original"])
def test_a_client_passes_the_sample(name: str) -> None:
    try:
        client = find_client(name)
    except Unavailable as error:
        pytest.skip(str(error))
    assert wrong(run(client)) == {}


def test_a_client_that_forgets_one_operation_fails_exactly_there() -> None:
    ours = find_client("ours")
    broken = replace(ours, source=ours.source + FORGETS_DELETES)
    assert wrong(run(broken)) == {"list.remove-all": Verdict.FAIL}


def test_a_client_that_forgets_a_field_of_events_fails_exactly_there() -> None:
    ours = find_client("ours")
    broken = replace(ours, source=ours.source + FORGETS_VALUES)
    assert wrong(run(broken)) == {"app.hello": Verdict.FAIL, "event.value": Verdict.FAIL}


def test_an_erratum_of_the_reference_excuses_no_other_mistake() -> None:
    """The scenario names one about deletes: the reference deletes the wrong nodes."""
    ours = find_client("ours")
    broken = replace(ours, source=ours.source + FORGETS_DELETES)
    named = ("render.component-shrink",)
    assert wrong(run(broken, named)) == {named[0]: Verdict.FAIL}
    assert wrong(visit(SERVERS["python"], broken, named)) == {named[0]: Verdict.FAIL}
    assert wrong(visit(SERVERS["python"], ours, named)) == {}


def visit(
    server: Server, client: BrowserClient | None, ids: tuple[str, ...] = SAMPLE
) -> list[Result]:
    try:
        return list(run_pair(server, client, "chromium", load_all(ids)))
    except NoBrowser as error:
        pytest.skip(str(error))


def test_our_server_and_our_client_pass_the_sample() -> None:
    assert wrong(visit(SERVERS["python"], find_client("ours"))) == {}


def test_a_running_server_keeps_its_own_client() -> None:
    ours = find_client("ours").source
    with SERVERS["python"].start("") as hosted:
        results = visit(running_server(hosted.url, "0.2"), None, ("page.hello", "app.counter"))
        assert {result.finding.verdict for result in results} == {Verdict.FAIL}
        assert "opens no socket" in results[0].finding.detail
        running = running_server(hosted.url, "0.2")
        given = visit(running, BrowserClient("mine", "0.2", ours), ("page.hello", "app.counter"))
    assert wrong(given) == {}


def test_other_frames_and_the_right_page_are_not_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here what was recorded, and what our core says, is what differs."""
    recorded = transcript.load("text.box-set", "0.2")
    assert recorded is not None
    other = replace(recorded, opened=(recorded.opened[0], "d|d|doc|0||\n"))
    monkeypatch.setattr(transcript, "load", lambda scenario, dialect: other)

    def silent(*about: Any) -> Right:
        meant = right(*about)
        return replace(meant, frames=((),) * len(meant.trees))

    monkeypatch.setattr(pair, "right", silent)
    found = visit(SERVERS["python"], find_client("ours"), ("text.box-set",))
    assert wrong(found) == {"text.box-set": Verdict.NON_STRICT}


def test_our_server_in_the_service_worker_passes_the_sample() -> None:
    try:
        assert wrong(visit(SERVERS["offline"], find_client("ours"))) == {}
    except PeerError as error:
        pytest.skip(str(error))
