"""The pytest plugin: the report of a failed test shows the pages that it had opened."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

CONFTEST = 'pytest_plugins = ["hlive.testing.pytest_plugin"]\n'
TESTS = """
import hlive as l
from hlive import testing

def home():
    page = l.Page()
    page.body.add(l.T("p", "Hello"))
    return page

def test_that_passes():
    testing.open(home, "/passes")

def test_that_fails():
    view = testing.open(home, "/first")
    other = testing.open(lambda: l.Page(title="Second"), "/second")
    assert view.text("p") == "Goodbye"
"""


def test_a_failure_shows_the_pages(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_home.py").write_text(TESTS)
    options = ["-p", "no:cacheprovider", f"--rootdir={tmp_path}"]
    command = [sys.executable, "-m", "pytest", *options, "."]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "1 failed, 1 passed" in done.stdout
    assert "page at /passes" not in done.stdout
    first = done.stdout.partition("page at /first")[2]
    assert '\n  <body>\n    <p> "Hello"\n' in first
    assert '<title> "Second"' in first.partition("page at /second")[2]
