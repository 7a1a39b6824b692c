"""The suite notices a change of a single byte in each part of the protocol that it stands on."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.conftest import ROOT

CHECK = "from conformance.cli import main; main()"


def check(packages: Path, *scenarios: str) -> subprocess.CompletedProcess[str]:
    """Checks our peer on some scenarios, with the packages in a folder before all others."""
    path = os.pathsep.join(map(str, (packages, ROOT)))
    return subprocess.run(
        [
            sys.executable,
            "-c",
            CHECK,
            "check",
            "--peer",
            "python",
            "--strict",
            "--dialect",
            "0.2",
            *scenarios,
        ],
        cwd=packages,  # where Python looks first, and finds nothing but what was copied
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    copytree(ROOT / "hlive_proto", tmp_path / "hlive_proto", ignore=ignore_patterns("__pycache__"))
    return tmp_path


def test_without_a_change_all_is_well(packages: Path) -> None:
    checked = check(packages, "text.box-set", "attribute.update", "text.escape")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "file, byte, other, scenario",
    [
        ("outbound.py", 'path = ">" + path', 'path = "<" + path', "text.box-set"),
        ("differ.py", "was.get(name) != value", "was.get(name) == value", "attribute.update"),
        ("markup.py", '"&lt;"', '"&lt:"', "text.escape"),
        ("session.py", "if self._tokens < 0:", "if self._tokens > 0:", "text.box-set"),
    ],
)
def test_one_byte_makes_the_check_fail(
    packages: Path, file: str, byte: str, other: str, scenario: str
) -> None:
    path = packages / "hlive_proto" / file
    source = path.read_text(encoding="utf-8")
    assert source.count(byte) == 1, f"{file} was rewritten: choose another byte"
    assert sum(a != b for a, b in zip(byte, other, strict=True)) == 1
    path.write_text(source.replace(byte, other), encoding="utf-8")
    checked = check(packages, scenario)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert re.search(rf"{re.escape(scenario)} +(fail|non-strict) ", checked.stdout), checked.stdout
