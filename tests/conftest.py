"""What all tests share: where the project is, and which of them need a browser or Go."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    browser_tests = ROOT / "tests" / "browser"
    no_go = pytest.mark.skip(reason="needs Go: no `go` in PATH")
    for item in items:
        if browser_tests in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("go") and shutil.which("go") is None:
            item.add_marker(no_go)
