"""The peers: ours and the living reference are held to the recordings, scenario by scenario."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance import transcript
from conformance.cli import main
from conformance.peer import PeerError, build_go, running
from conformance.run import run_server
from conformance.scenario import DIALECTS, load_all, load_errata
from conformance.verdict import Result, Verdict

SCENARIOS = load_all()
ERRATA = load_errata()


def failures(results: list[Result]) -> list[str]:
    fine = (Verdict.PASS, Verdict.ERRATUM)
    return [
        f"{each.case}: {each.finding.detail}"
        for each in results
        if each.finding.verdict not in fine
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_ours_passes_everything(dialect: str) -> None:
    results = list(run_server("python", dialect, SCENARIOS))
    assert failures(results) == []
    assert {each.finding.verdict for each in results} == {Verdict.PASS}
    assert len(results) > 200


@pytest.fixture(scope="module", params=DIALECTS)
def reference(request: pytest.FixtureRequest) -> list[Result]:
    try:
        return list(run_server("go", request.param, SCENARIOS))
    except PeerError as error:
        pytest.skip(str(error))


@pytest.mark.go
def test_the_living_reference_says_what_it_said(reference: list[Result]) -> None:
    assert failures(reference) == []
    said_else = [each.case for each in reference if "other bytes" in each.finding.detail]
    assert said_else == []


@pytest.mark.go
def test_the_reference_leads_a_browser_astray_where_an_erratum_says_so(
    reference: list[Result],
) -> None:
    dialect = reference[0].place.dialect
    astray = {each.case for each in reference if each.finding.verdict is Verdict.ERRATUM}
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
        pytest.raises(PeerError, match="it ended with code 3: sorry"),
        running("sh -c 'echo sorry >&2; exit 3'", "0.2"),
    ):
        pass


def test_the_command_checks_and_ends_with_0() -> None:
    result = CliRunner().invoke(main, ["check", "--peer", "python", "--dialect", "0.2", "page.*"])
    assert result.exit_code == 0
    assert "server 0.2 page.hello                       pass" in result.output


def test_the_command_ends_with_1_where_a_scenario_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "load", lambda scenario, dialect: None)
    result = CliRunner().invoke(main, ["check", "--peer", "python", "page.hello"])
    assert result.exit_code == 1
    assert "there is no recording" in result.output


def test_the_command_lists() -> None:
    result = CliRunner().invoke(main, ["list", "raw.update"])
    assert result.output.split() == [
        "raw.update",
        *"Raw HTML in a box changes. [server client pair 0.1 0.2 E-raw-update]".split(),
    ]


def test_an_unknown_id_is_an_error_of_one_line() -> None:
    result = CliRunner().invoke(main, ["list", "no.such"])
    assert result.output == "Error: no case matches 'no.such'\n"
