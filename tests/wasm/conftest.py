"""Fixtures for tests of apps without a server: Pyodide, and one build for all of them."""

import pytest

from hlive_wasm.build.loading import load_app
from hlive_wasm.build.plan import Wishes, plan
from hlive_wasm.build.runtime import Runtime
from tests.wasm.builds import Build
from tests.wasm.fixtures import pyodide

__all__ = ["pyodide"]


@pytest.fixture(scope="session")
def build(pyodide: Runtime) -> Build:
    """The app of pages for the tests, as a build makes it."""
    loaded = load_app("tests.wasm.worker.pages_app:app")
    return Build(plan(loaded, pyodide, Wishes("Pages"), lambda step: None).files)
