"""The track `server`: what makes a scenario pass, an erratum, or a failure."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from conformance import transcript
from conformance.peer import Answer, Peer, PeerError
from conformance.scenario import Erratum, Scenario
from conformance.tracks.server import judge
from conformance.verdict import Finding, Verdict

SCENARIO = Scenario(
    id="a.b",
    title="A b.",
    errata=(),
    dialects=("0.2",),
    data={"id": "a.b", "page": {}, "steps": [{"text": "go"}]},
)
ERRATUM = Erratum("E-x", "X.", ("0.2",), "dom", "goes wrong", "goes right")
NAMED = replace(SCENARIO, errata=("E-x",))
ERRATA = {"E-x": ERRATUM}


def update(text: str) -> str:
    return f"d|u|doc|0>0|t|{b64encode(text.encode()).decode()}\n"


class FakePeer:
    """Says what it is told to, by strategy."""

    def __init__(self, frames: dict[str, list[str]], tree: str, name: str = "fake") -> None:
        self.name = name
        self.dialect = "0.2"
        self.logs = True
        self.scripts = ("let client;",)
        self.strategies = tuple(frames)
        self._frames = frames
        self._tree = tree
        self._sent = False
        self._strategy = ""

    def open(self, scenario: Mapping[str, Any], strategy: str) -> Answer:
        self._strategy, self._sent = strategy, False
        return Answer(html="<p>a</p><script>let client;</script>", frames=("s|id|anything",))

    def send(self, frame: str | bytes) -> Answer:
        self._sent = True
        return Answer(frames=tuple(self._frames[self._strategy]))

    def tree(self) -> str:
        return (self._tree if self._sent else "<p>a</p>") + "<script>let client;</script>"

    def close(self) -> Answer:
        return Answer()


def fake(
    positional: list[str],
    minimal: list[str] | None = None,
    tree: str = "<p>b</p>",
    name: str = "fake",
) -> Peer:
    frames = {"positional": positional} | ({} if minimal is None else {"minimal": minimal})
    return cast(Peer, FakePeer(frames, tree, name))


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    said = transcript.play(fake([update("b")]), SCENARIO)
    monkeypatch.setattr(transcript, "load", lambda scenario, dialect: said)


def test_what_differs_from_run_to_run_is_masked() -> None:
    said = transcript.play(fake([update("b")]), SCENARIO)
    assert said.html == "<p>a</p><script>SCRIPT</script>"
    assert said.opened == ("s|id|SESSION",)


def test_scripts_are_masked_in_frames() -> None:
    html = b64encode(b"<script>let client;</script>").decode()
    said = transcript.play(fake([f"d|c|doc|1|h|{html}\n"]), SCENARIO)
    assert said.lines()[-3] == "  d|c|doc|1|h|<script>SCRIPT</script>"


def test_the_same_bytes_pass() -> None:
    assert judge(fake([update("b")], [update("b")]), SCENARIO, ERRATA) == Finding(Verdict.PASS)


def test_other_bytes_and_the_right_page_are_not_strict() -> None:
    finding = judge(fake([update("x"), update("b")]), SCENARIO, ERRATA)
    assert finding.verdict is Verdict.NON_STRICT
    assert "+  d|u|doc|0>0|t|x" in finding.detail
    assert finding.transcripts is not None
    assert "  d|u|doc|0>0|t|x" in finding.transcripts.actual


def test_other_bytes_with_an_erratum_and_the_right_page_pass() -> None:
    finding = judge(fake([update("x"), update("b")]), NAMED, ERRATA)
    assert finding.verdict is Verdict.PASS
    assert finding.detail == "E-x: other bytes, the right page"


def test_an_erratum_of_another_dialect_excuses_nothing() -> None:
    errata = {"E-x": replace(ERRATUM, dialects=("0.1",))}
    finding = judge(fake([update("x"), update("b")]), NAMED, errata)
    assert finding.verdict is Verdict.NON_STRICT


def test_a_browser_that_is_led_astray_fails() -> None:
    finding = judge(fake([update("b")], tree="<p>c</p>"), SCENARIO, ERRATA)
    assert finding.verdict is Verdict.FAIL
    assert "('p', {}, 'c')" in finding.detail
    assert finding.trees is not None
    assert "('p', {}, 'b')" in "".join(finding.trees.actual)


def test_a_known_wrong_turn_is_an_erratum_and_another_one_fails() -> None:
    assert judge(fake([update("b")], tree="<p>c</p>"), NAMED, ERRATA).verdict is Verdict.ERRATUM
    other = judge(fake([update("x")], tree="<p>c</p>"), NAMED, ERRATA)
    assert other.verdict is Verdict.FAIL


def test_minimal_must_lead_to_the_same_page() -> None:
    finding = judge(fake([update("b")], [update("x")]), SCENARIO, ERRATA)
    assert finding.verdict is Verdict.FAIL
    assert finding.detail.startswith("with the strategy minimal: ")


def test_minimal_must_not_send_more() -> None:
    finding = judge(fake([update("b")], [update("x"), update("b")]), SCENARIO, ERRATA)
    assert finding.detail == "minimal sends 51 bytes, positional only 32"


def test_a_scenario_that_changed_since_it_was_recorded_fails() -> None:
    changed = replace(SCENARIO, data={"id": "a.b", "page": {}, "steps": [{"text": "stop"}]})
    finding = judge(fake([update("b")]), changed, ERRATA)
    assert finding.detail.startswith("the scenario has changed since it was recorded")


def test_a_scenario_without_a_recording_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "load", lambda scenario, dialect: None)
    finding = judge(fake([update("b")]), SCENARIO, ERRATA)
    assert finding.detail == "there is no recording: run `hlive-conformance record`"


def test_a_refused_page_needs_an_erratum(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = fake([])
    monkeypatch.setattr(peer, "open", lambda scenario, strategy: Answer(refused="no"))
    assert judge(peer, SCENARIO, ERRATA) == Finding(Verdict.FAIL, "refused: no")
    assert judge(peer, NAMED, ERRATA) == Finding(Verdict.PASS, "E-x: refused")


def test_what_is_no_frame_is_the_end_of_the_peer() -> None:
    with pytest.raises(PeerError, match="no frame"):
        judge(fake(["d|u|doc|0>0|t|a\n"]), SCENARIO, ERRATA)
