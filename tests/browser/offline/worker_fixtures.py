"""Fixtures for tests inside the worker: the browser around it, and the app that it runs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

import hlive as l
from tests.browser.fixtures import browser, client, pytest_generate_tests
from tests.browser.offline.driver import AroundUs
from tests.browser.offline.outside import ask
from tests.browser.offline.stage import Stage
from tests.browser.site import Client, Site

__all__ = ["browser", "client", "pytest_generate_tests"]

T = TypeVar("T")


class OfflineSite(Site):
    """The app in our own worker."""

    scripts = 2

    def call(self, act: Callable[[], T]) -> T:
        return act()

    def cut(self, session: str) -> None:
        # There is no network to fail; a worker that dies would take the test with it.
        self.host._sockets[session].close(1006, "")


@pytest.fixture(scope="session")
def chromium() -> AroundUs:
    """The browser that we are in."""
    return AroundUs()


@pytest.fixture(scope="session")
def original_client(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the reference's client for a dialect; skips the test where it can't be had."""
    folder = tmp_path_factory.mktemp("clients")

    def find(dialect: str) -> Path:
        found = ask("/client", dialect)
        if "missing" in found:
            pytest.skip(found["missing"])
        for path, text in found["files"].items():
            file = folder / dialect / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder / dialect / "page.js"

    return find


@pytest.fixture
def serve(client: Client, host: str) -> Iterator[Callable[..., Site]]:
    """Puts apps on the stage until the test ends: takes an app, and settings of HostSettings."""
    with ExitStack() as playing:

        def start(app: l.App, **settings: Any) -> Site:
            stage = Stage.running.playing(
                app, client=client.source, dialect=client.dialect, **settings
            )
            runtime = playing.enter_context(stage)
            return OfflineSite(_origin(), runtime.host, client.dialect)

        yield start


def _origin() -> str:
    from js import location  # type: ignore[import-not-found]

    return str(location.origin)
