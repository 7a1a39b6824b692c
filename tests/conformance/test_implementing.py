"""What docs/implementing.md and the protocol say of the suite is so: commands run, ids exist."""

import re
import shlex
import sys
from fnmatch import filter as matching
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.codec.examples import SPEC
from conformance.codec.examples import examples as all_examples
from conformance.scenario import load_all
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "implementing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ hlive-conformance (.*)$", GUIDE, re.MULTILINE)
EXAMPLES = [example.id for example in all_examples(SPEC.read_text(encoding="utf-8"))]
SCENARIOS = [scenario.id for scenario in load_all()]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    arguments = shlex.split(command.replace("'python -m", f"'{sys.executable} -m"))
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output


def test_the_core_track_ends_as_the_guide_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (command,) = [command for command in COMMANDS if "--core" in command]
    arguments = shlex.split(command.replace("'python -m", f"'{sys.executable} -m"))
    lines = CliRunner().invoke(main, arguments).output.splitlines()
    assert [line.split()[2] for line in lines if " pass E-" in line] == ["attribute.escape-update"]


def test_its_reader_of_examples_finds_them_all() -> None:
    (code,) = re.findall(r"^```python examples\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    found = names["examples"](SPEC)
    assert list(found) == EXAMPLES
    assert found["out.delete"] == ("d|d|4|>3||", [{"op": "d", "root": "4", "path": [3]}])


def test_every_id_that_it_names_exists() -> None:
    known = [*EXAMPLES, *SCENARIOS]
    named = re.findall(r"`([a-z]+\.[a-z0-9*-]+)`", GUIDE)
    names = {"page.js", "hlive.conn"}
    assert [id for id in named if id not in names and not matching(known, id)] == []
    assert len(named) > 30


def test_every_section_erratum_and_link_that_it_names_exists() -> None:
    spec = SPEC.read_text(encoding="utf-8")
    headings = set(re.findall(r"^##+ (\d+(?:\.\d+)?) ", spec, re.MULTILINE))
    sections = re.findall(r"\((\d+(?:\.\d+)?)(?:, (\d+(?:\.\d+)?))*\)", GUIDE)
    assert {number for pair in sections for number in pair if number} <= headings
    assert [id for id in re.findall(r"E-[a-z-]+", GUIDE) if f"| {id} |" not in spec] == []
    for link in re.findall(r"\]\(([^)#]+)", GUIDE):
        assert (ROOT / "docs" / Path(link)).exists(), link


def test_every_file_that_it_names_exists() -> None:
    named = re.findall(r"`((?:conformance|examples|hlive)/[\w./]+)`", GUIDE)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert len(named) >= 4


def test_every_scenario_that_the_protocol_names_exists() -> None:
    appendix = SPEC.read_text(encoding="utf-8").partition("## Appendix B")[2]
    named = re.findall(r"`([a-z]+\.[a-z0-9-]+)`", appendix)
    assert [id for id in named if id not in SCENARIOS] == []
    assert len(named) > 30
