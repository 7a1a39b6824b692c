"""Builds the app's own extension modules for Pyodide, with Pyodide's own tool."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from hlive_wasm.build.errors import BuildError


def native_wheel(project: Path, out: Path | None = None) -> Path:
    """The wheel that `pyodide build` makes of a project; raises BuildError where it can't."""
    if not any((project / name).is_file() for name in ("pyproject.toml", "setup.py")):
        raise BuildError(f"--native builds the project in {project}, but has no pyproject.toml")
    pyodide = shutil.which("pyodide")
    if pyodide is None:
        raise BuildError(
            "--native needs pyodide-build and its cross-build environment: run "
            "`pip install pyodide-build` and `pyodide xbuildenv install`"
        )
    folder = out or Path(tempfile.mkdtemp(prefix="hlive-native-"))
    command = [pyodide, "build", str(project), "--outdir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr.strip() or done.stdout.strip())[-1200:]
        raise BuildError(
            f"`pyodide build` failed; if its cross-build environment is missing, run "
            f"`pyodide xbuildenv install`:\n{said}"
        )
    return wheels[-1]
