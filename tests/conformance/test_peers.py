"""The peers: ours and the living reference are held to the recordings, scenario by scenario."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance import transcript
from conformance.check import Outcome, Verdict, check
from conformance.cli import main
from conformance.peer import Peer, PeerError, build_go, running
from conformance.scenario import DIALECTS, load_all, load_errata

SCENARIOS = load_all()
ERRATA = load_errata()


def verdicts(peer: Peer) -> list[Verdict]:
    return [
        check(peer, scenario, ERRATA) for scenario in SCENARIOS if peer.dialect in scenario.dialects
    ]


def failures(verdicts: list[Verdict]) -> list[str]:
    return [f"{v.scenario}: {v.detail}" for v in verdicts if v.outcome is Outcome.FAIL]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_ours_says_what_the_reference_said(dialect: str) -> None:
    with running("python", dialect) as peer:
        said = verdicts(peer)
    assert failures(said) == []
    assert len(said) > 200


@pytest.fixture(scope="module", params=DIALECTS)
def reference(request: pytest.FixtureRequest) -> list[Verdict]:
    try:
        with running("go", request.param) as peer:
            return verdicts(peer)
    except PeerError as error:
        pytest.skip(str(error))


@pytest.mark.go
def test_the_living_reference_says_what_it_said(reference: list[Verdict]) -> None:
    assert failures(reference) == []


@pytest.mark.go
def test_the_reference_leads_a_browser_astray_where_an_erratum_says_so(
    reference: list[Verdict],
) -> None:
    dialect = reference[0].dialect
    astray = {v.scenario for v in reference if v.outcome is Outcome.ERRATUM}
    shown = {id for scenario in SCENARIOS if scenario.id in astray for id in scenario.errata}
    playable = {id for each in SCENARIOS if dialect in each.dialects for id in each.errata}
    expected = {
        id for id in playable if ERRATA[id].shows == "dom" and dialect in ERRATA[id].dialects
    }
    assert expected - shown == set()


def test_without_go_record_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = CliRunner().invoke(main, ["record", "page.hello"])
    assert result.exit_code == 1
    assert result.output == "Error: the Go peer can't be built: Go isn't installed\n"


@pytest.mark.go
def test_without_the_module_record_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modules"))
    monkeypatch.setenv("GOPROXY", "off")
    with pytest.raises(PeerError, match=r"^the Go peer can't be built: [^\n]*GOPROXY=off$"):
        build_go("0.2", tmp_path)


def test_a_peer_that_cannot_be_started_is_an_error() -> None:
    with (
        pytest.raises(PeerError, match="/no/such/peer can't be started"),
        running("/no/such/peer", "0.2"),
    ):
        pass


def test_a_peer_that_ends_at_once_tells_its_last_words() -> None:
    with (
        pytest.raises(PeerError, match="ended with code 3: sorry"),
        running("sh -c 'echo sorry >&2; exit 3'", "0.2"),
    ):
        pass


def test_the_command_checks_and_ends_with_0() -> None:
    result = CliRunner().invoke(main, ["check", "--peer", "python", "--dialect", "0.2", "page.*"])
    assert result.exit_code == 0
    assert "0.2 page.hello                       identical" in result.output


def test_the_command_ends_with_1_where_a_scenario_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "load", lambda scenario, dialect: None)
    result = CliRunner().invoke(main, ["check", "--peer", "python", "page.hello"])
    assert result.exit_code == 1
    assert "there is no recording" in result.output


def test_the_command_lists() -> None:
    result = CliRunner().invoke(main, ["list", "raw.update"])
    assert result.output.split() == [
        "raw.update",
        *"Raw HTML in a box changes. [0.1 0.2 E-raw-update]".split(),
    ]


def test_an_unknown_id_is_an_error_of_one_line() -> None:
    result = CliRunner().invoke(main, ["list", "no.such"])
    assert result.output == "Error: no scenario matches 'no.such'\n"
