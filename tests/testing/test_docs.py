"""The page about testing runs: its tests pass, one file each, beside the page that they test."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

BLOCK = re.compile(r"```python(?: (?P<file>\S+))?\n(?P<code>.*?)```", re.DOTALL)

SETTINGS = """
[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
filterwarnings = error
"""


def test_the_examples_run(tmp_path: Path) -> None:
    written: dict[str, str] = {}
    tests = 0
    for block in BLOCK.finditer((ROOT / "docs" / "testing.md").read_text()):
        tests += block["file"] is None
        name = block["file"] or f"test_{tests}.py"
        written[name] = written.get(name, "") + block["code"]
    for name, code in written.items():
        (tmp_path / name).write_text(code)
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert f"{tests} passed" in done.stdout, done.stdout + done.stderr
    assert tests == 6
