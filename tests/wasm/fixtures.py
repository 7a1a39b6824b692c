"""What tests that make builds share, wherever they are."""

import shutil

import pytest

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.runtime import Runtime, find_runtime


@pytest.fixture(scope="session")
def pyodide() -> Runtime:
    """Pyodide; skips the test without Node and npm."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}")
    try:
        return find_runtime()
    except BuildError as why:
        pytest.skip(str(why))
