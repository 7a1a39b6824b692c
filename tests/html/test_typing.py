"""What a type checker and an interpreter see of `hlive.html`."""

import subprocess
import sys

from tests.conftest import ROOT


def run(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def test_a_type_checker_finds_each_error_and_no_other() -> None:
    assert run("-m", "mypy", "tests/html/typed.py") == "Success: no issues found in 1 source file"


def test_what_only_type_checkers_need_is_not_loaded() -> None:
    code = "import sys, hlive.html; print([name for name in sys.modules if name in sys.argv])"
    unneeded = ["hlive.html.attributes", "hlive.html.given", "hlive.html.generate"]
    assert run("-c", code, *unneeded) == "[]"
