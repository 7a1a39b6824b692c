"""What all tests share: where the project is, which of them need a browser or Go, and which are to
run in the same process."""

import shutil
from pathlib import Path
from typing import Any

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Which tests go to the same process of several: those that share what takes long to make."""
    from xdist.scheduler import LoadScopeScheduling

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _group
    return scheduler


def _group(nodeid: str) -> str:
    """Tests inside the browser share its worker, other tests of a file what the file has made."""
    file, _, name = nodeid.partition("::")
    return "offline" if "[offline" in name else file
