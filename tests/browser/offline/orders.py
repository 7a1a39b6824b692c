"""Makes pytest inside the worker run what it is told to, one test after the other."""

from collections.abc import Callable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol


class Orders:
    """A plugin of pytest; `ask` says something to the bridge and gives its answer."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        self._broken: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken.append(report.longreprtext)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Runs tests until the worker ends."""
        items = {item.nodeid: item for item in session.items}
        while True:
            test = self._ask("/next")
            if test is not None:
                self._ask("/done", self._report(items.get(test)))

    def _report(self, item: pytest.Item | None) -> dict[str, str]:
        if item is None:
            text = "\n".join(self._broken) or "there is no such test in the worker"
            return {"outcome": "failed", "text": text}
        for report in runtestprotocol(item, log=False, nextitem=None):
            if report.failed:
                return {"outcome": "failed", "text": f"{report.longreprtext}\n{report.caplog}"}
            if report.skipped:
                assert isinstance(report.longrepr, tuple)
                return {"outcome": "skipped", "text": report.longrepr[2]}
        return {"outcome": "passed", "text": ""}
