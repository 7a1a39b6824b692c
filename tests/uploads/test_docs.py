"""The examples of docs/uploads.md run."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

BLOCK = re.compile(r"```python(?: (?P<file>\S+))?\n(?P<code>.*?)```", re.DOTALL)

SETTINGS = """
[pytest]
asyncio_default_fixture_loop_scope = function
filterwarnings = error
"""


def test_the_examples_run(tmp_path: Path) -> None:
    page, row, test = BLOCK.finditer((ROOT / "docs" / "uploads.md").read_text())
    assert page["file"] == "photos.py"
    (tmp_path / "photos.py").write_text(page["code"])
    (tmp_path / "test_row.py").write_text(
        f"import hlive as l\n{row['code']}\n\ndef test() -> None:\n    assert row\n"
    )
    (tmp_path / "test_photos.py").write_text(test["code"])
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr
