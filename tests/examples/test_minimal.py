"""The minimal server is minimal, stands alone, and passes the core track of the suite."""

import ast
import json
import sys
from pathlib import Path

import pytest

from conformance.peer import Unimplemented, running
from conformance.run import run_server
from conformance.scenario import core, load_all
from conformance.verdict import Verdict
from examples.minimal.page import counter_and_greeting
from tests.conftest import ROOT

FOLDER = ROOT / "examples" / "minimal"
STANDARD = {*sys.stdlib_module_names, "websockets"}
PEER = f"{sys.executable} -m examples.minimal.peer"


def imported(path: Path) -> set[str]:
    """The first parts of all module names that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_it_has_under_150_lines() -> None:
    assert len((FOLDER / "server.py").read_text(encoding="utf-8").splitlines()) < 150


def test_it_needs_the_standard_library_and_websockets_only() -> None:
    for path in FOLDER.glob("*.py"):
        foreign = {name for name in imported(path) if name.split(".")[0] not in STANDARD}
        assert foreign <= {"examples.minimal.server", "examples.minimal.page"}, path.name


def test_the_core_track_is_small_and_of_dialect_02() -> None:
    scenarios = load_all(core())
    assert 40 <= len(scenarios) == len(set(core())) <= 60
    assert all("0.2" in scenario.dialects for scenario in scenarios)


def test_it_passes_the_core_track(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    results = list(run_server(PEER, "0.2", load_all(core())))
    assert {result.finding.verdict for result in results} == {Verdict.PASS}
    other = {result.case for result in results if result.finding.detail}
    assert other == {"attribute.escape-update"}, "where the reference goes wrong, it goes right"


def test_it_says_what_it_does_not_implement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (scenario,) = load_all(("group.flat",))
    with running(PEER, "0.2") as peer, pytest.raises(Unimplemented, match="group"):
        peer.open(scenario.data, "positional")


@pytest.mark.parametrize(
    "frame",
    ["", "hello", "null", "[]", "5", '{"t":"e"}', '{"t":"e","i":5}', '{"t":"l","d":{"m":"x"}}',
     '{"t":"e","i":"5-1","d":{"value":1}}', '{"t":"e","i":"5-1","d":[1]}', "[" * 100_000, b"\xff",
     '{"t":"x","i":"5-1"}', '{"t":"e","i":"9-9"}'],
)  # fmt: skip
def test_bad_input_moves_nothing(frame: str | bytes) -> None:
    page = counter_and_greeting("")
    page.render()
    assert list(page.receive(frame)) == []


def test_its_page_counts_and_greets() -> None:
    page = counter_and_greeting("")
    page.render()
    for ids, value in [("5-1", "x"), ("6-1", "Ada")]:
        frame = json.dumps({"t": "e", "i": ids, "d": {"value": value}})
        (answer,) = page.receive(frame)
    assert answer == "d|u|4|>3>0|t|SGVsbG8sIEFkYQ==\n"
