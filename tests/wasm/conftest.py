"""Fixtures for tests of apps without a server: Pyodide, and one build for all of them."""

import shutil

import pytest

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.loading import load_app
from hlive_wasm.build.plan import Wishes, plan
from hlive_wasm.build.runtime import Runtime, find_runtime
from tests.wasm.builds import Build


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


@pytest.fixture(scope="session")
def build(pyodide: Runtime) -> Build:
    """The app of pages for the tests, as a build makes it."""
    loaded = load_app("tests.wasm.worker.pages_app:app")
    return Build(plan(loaded, pyodide, Wishes("Pages"), lambda step: None).files)
