"""Peers that crash, hang, flood or speak garbage get a verdict, and never break the run."""

import sys
from pathlib import Path

import pytest

from conformance import program
from conformance.run import run_server
from conformance.scenario import load_all
from conformance.verdict import Verdict

NASTY = Path(__file__).parent / "peers" / "nasty.py"
SCENARIOS = load_all(("page.hello", "page.title", "text.plain", "text.escape", "tag.add"))


def findings(nasty: str, patience: float) -> list[tuple[Verdict, str]]:
    command = f"{sys.executable} {NASTY} {nasty}"
    results = list(run_server(command, "0.2", SCENARIOS, patience))
    assert [result.case for result in results] == [each.id for each in SCENARIOS]
    return [(result.finding.verdict, result.finding.detail) for result in results]


@pytest.mark.parametrize(
    "nasty, reason, patience",
    [
        ("crash", "it ended with code 1: I am sorry", 5),
        ("hang", "no answer within 2 s", 2),
        ("garbage", "an answer that is no JSON: '<html>'", 5),
        ("list", "an answer that is no JSON object: [1, 2]", 5),
        ("types", "the peer's 'html' is no text", 5),
        ("deep", "an answer that is no JSON", 5),
        ("frames", "the peer sends what is no frame", 5),
    ],
)
def test_a_nasty_peer_fails_and_the_run_goes_on(nasty: str, reason: str, patience: float) -> None:
    found = findings(nasty, patience)
    assert {verdict for verdict, _ in found} == {Verdict.FAIL}
    assert reason in found[0][1]
    assert [detail.startswith("not tried any more: ") for _, detail in found] == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_a_flood_is_no_answer() -> None:
    assert {verdict for verdict, _ in findings("flood", 5)} == {Verdict.FAIL}


def test_an_answer_without_an_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MAX_ANSWER", 100_000)
    assert "an answer of more than 100000 characters" in findings("endless", 5)[0][1]


@pytest.mark.parametrize("nasty, reason", [("stderr", "all of it"), ("new", "to open")])
def test_what_a_peer_does_not_implement_is_no_failure(nasty: str, reason: str) -> None:
    assert findings(nasty, 5) == [(Verdict.UNIMPLEMENTED, reason)] * len(SCENARIOS)
