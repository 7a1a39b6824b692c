"""The browser tracks of the suite: a sample passes, and a client with one mistake fails there."""

from dataclasses import replace

import pytest

from conformance.run import run_client, run_pair
from conformance.scenario import load_all
from conformance.targets.clients import BrowserClient, find_client
from conformance.targets.original import Unavailable
from conformance.targets.servers import SERVERS
from conformance.verdict import Result, Verdict
from conformance.web.browsers import NoBrowser

SAMPLE = load_all(
    ("app.counter", "app.hello", "attribute.update", "event.key-case", "event.value",
     "list.insert-middle", "list.remove-all", "text.escape-update")
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


def run(client: BrowserClient) -> list[Result]:
    try:
        return list(run_client(client, "chromium", SAMPLE))
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


def test_our_server_and_our_client_pass_the_sample() -> None:
    try:
        results = list(run_pair(SERVERS["python"], find_client("ours"), "chromium", SAMPLE))
    except NoBrowser as error:
        pytest.skip(str(error))
    assert wrong(results) == {}
