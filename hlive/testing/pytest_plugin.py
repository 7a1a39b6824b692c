"""A pytest plugin: when a test fails, its report shows the pages that the test had opened.

To use it, write `pytest_plugins = ["hlive.testing.pytest_plugin"]` in the topmost conftest.py.
"""

from __future__ import annotations

from typing import Any

from hlive.testing.view import OPENED


def pytest_runtest_logstart(nodeid: str, location: object) -> None:
    """A test begins: the pages of those before it are none of its."""
    OPENED.clear()


def pytest_runtest_logreport(report: Any) -> None:
    """A test has failed: how its pages looked goes into the report."""
    if report.failed and report.when == "call":
        for view in sorted(OPENED, key=lambda view: view.context.session_id):
            report.sections.append((f"page at {view.location}", view.tree()))
