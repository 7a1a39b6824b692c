"""Random cases: both strategies, the living reference, and both clients in a real browser."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.cli import main
from conformance.fuzz.pages import Case
from conformance.fuzz.run import Found, run_cases, write
from conformance.fuzz.screen import problems, screen
from conformance.fuzz.trial import Counterexample, Film, Tally, try_case
from conformance.peer import PeerError, running
from conformance.scenario import load
from hlive_proto import differ
from hlive_proto.differ import Strategy
from hlive_proto.patch import Op, Patch
from hlive_proto.tree import Document, Node, Text
from tests.browser.conftest import chromium, original_client  # noqa: F401
from tests.conftest import ROOT

SEED = 20_220_701
EMPTY = {"id": "fuzz.case", "title": "Found by the fuzzer."}


@pytest.mark.go
def test_the_living_reference_says_what_is_foretold() -> None:
    tally = Tally()
    with ExitStack() as stack:
        try:
            # The machine may have other things to do; no case takes long for its own sake.
            peer = stack.enter_context(running("go", "0.2", patience=60))
        except PeerError as error:
            pytest.skip(str(error))
        run_cases(250, SEED, lambda case: try_case(case, peer, tally))
    assert tally.cases >= 250
    assert {"E-attr-escape", "E-raw-text", "E-opaque"} <= tally.errata.keys()


@pytest.mark.browser
def test_both_clients_show_what_the_server_believes(
    chromium: WebDriver,  # noqa: F811
    original_client: Callable[[str], Path],  # noqa: F811
) -> None:
    films: list[Film] = []
    run_cases(100, SEED + 1, lambda case: films.extend(try_case(case, None, Tally()).values()))
    ours = ROOT / "hlive" / "client" / "hlive.js"
    with screen(chromium) as window:
        for client in (ours, original_client("0.2")):
            assert set(problems(window, client.read_text(encoding="utf-8"), films)) == {""}


@pytest.mark.browser
def test_the_screen_sees_what_is_wrong(chromium: WebDriver) -> None:  # noqa: F811
    """A film whose last shot lacks its frame, which a screen that saw nothing would let pass."""
    button = {"component": "button", "with": [{"on": "click", "do": [{"set": "b", "to": "2"}]}]}
    page = {"body": [button, {"box": "b", "value": "1"}]}
    steps = [{"event": {"ids": ["5-1"]}}]
    case = Case({**EMPTY, "page": page, "steps": steps}, bare_rows=False)
    films = list(try_case(case, None, Tally()).values())
    *before, last = films[0].shots
    films.append(replace(films[0], shots=(*before, replace(last, frames=()))))
    client = (ROOT / "hlive" / "client" / "hlive.js").read_text(encoding="utf-8")
    with screen(chromium) as window:
        said = problems(window, client, films)
    assert [bool(problem) for problem in said] == [False, False, True]


def test_a_wrong_differ_is_found_shrunk_and_written_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With text that is never updated, the smallest case is one text that changes."""
    whole = differ._Differ.node

    def node(differ: Any, root: str, path: tuple[int, ...], old: Node, new: Node) -> object:
        both_texts = isinstance(old, Text) and isinstance(new, Text)
        return iter(()) if both_texts else whole(differ, root, path, old, new)

    monkeypatch.setattr(differ._Differ, "node", node)
    with pytest.raises(Found) as raised:
        run_cases(300, SEED, lambda case: try_case(case, None, Tally()))
    path = write(raised.value.case, tmp_path, "fuzz.found")
    assert load(path).frames() == ['{"t":"e","i":"5-1","d":{}}']
    assert len(path.read_text().splitlines()) < 45


def test_a_peer_that_breaks_is_no_counterexample() -> None:
    tried: list[Case] = []

    def trial(case: Case) -> None:
        tried.append(case)
        raise PeerError("gone")

    with pytest.raises(PeerError, match="gone"):
        run_cases(5, SEED, trial)
    assert len(tried) == 1


def test_minimal_may_be_larger_only_for_the_sake_of_a_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def costly(old: Document, new: Document, by: Strategy) -> list[Patch]:
        return [Patch(Op.UPDATE, "doc", (0,), new[0])] if by is Strategy.MINIMAL else []

    monkeypatch.setattr("conformance.fuzz.trial.diff", costly)
    case = Case({**EMPTY, "page": {"body": []}, "steps": []}, bare_rows=False)
    with pytest.raises(Counterexample, match="no field is the reason"):
        try_case(case, None, Tally())


def test_the_command_tells_what_it_did(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["fuzz", "--cases", "20", "--seed", "1", "--no-go", "--no-browser"]
    )
    assert result.exit_code == 0, result.output
    assert result.output.startswith("20 cases of seed 1\n20 cases, ")
