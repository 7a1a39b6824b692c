"""Builds the app's own extension modules for Pyodide, with Pyodide's own tool."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.packages import PYTHON
from hlive_wasm.build.runtime import VERSION

_NEEDS = (
    "--native needs pyodide-build and its cross-build environment. In an environment with Python "
    f"{PYTHON}, whose `pyodide` is in PATH, run `pip install pyodide-build`, `pyodide xbuildenv "
    f"install {VERSION}` and `pyodide xbuildenv install-emscripten`"
)


def native_wheel(project: Path, out: Path | None = None) -> Path:
    """The wheel that `pyodide build` makes of a project, which prints what it does.

    Raises BuildError where it can't.
    """
    if not any((project / name).is_file() for name in ("pyproject.toml", "setup.py")):
        raise BuildError(f"--native builds the project in {project}, but has no pyproject.toml")
    pyodide = shutil.which("pyodide")
    if pyodide is None or not _has_environment(pyodide):
        raise BuildError(_NEEDS)
    folder = out or Path(tempfile.mkdtemp(prefix="hlive-native-"))
    done = subprocess.run([pyodide, "build", str(project), "--outdir", str(folder)], check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise BuildError("`pyodide build` made no wheel: what it said is above")
    return wheels[-1]


def _has_environment(pyodide: str) -> bool:
    """Without one, `pyodide build` itself would try to fetch it, and fail with a traceback."""
    command = [pyodide, "xbuildenv", "version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
