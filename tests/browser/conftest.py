"""Fixtures for tests in a real browser: Chromium, the original clients, and the hosts of apps."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from conformance.targets import original
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.chromium import LOADS_WHEN_GOING_BACK, WINDOW, NoChromium, start_chromium
from tests.browser.fixtures import browser, client, pytest_generate_tests
from tests.browser.offline import package
from tests.browser.offline.runner import Runner, running_tests
from tests.browser.sanic_site import running_site
from tests.browser.scripted import OURS, Visit, visiting
from tests.browser.site import Client, Site
from tests.wasm.fixtures import pyodide

__all__ = ["browser", "client", "pyodide", "pytest_generate_tests"]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One Chromium with a fresh profile for the whole run; tests take `browser`."""
    profile = tmp_path_factory.mktemp("chromium")
    try:
        browser = start_chromium(profile, LOADS_WHEN_GOING_BACK, WINDOW, console=True)
    except NoChromium as why:
        pytest.skip(str(why))
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def original_client() -> Callable[[str], Path]:
    """Gives the reference's client for a dialect; skips the test where it can't be had."""

    def find(dialect: str) -> Path:
        try:
            return original.original_client(dialect)
        except original.Unavailable as why:
            pytest.skip(str(why))

    return find


@pytest.fixture
def serve(client: Client, host: str) -> Iterator[Callable[..., Site]]:
    """Runs servers until the test ends: takes an app, and settings of ServerSettings."""
    with ExitStack() as running:

        def start(app: l.App, **settings: Any) -> Site:
            return running.enter_context(running_site(app, client, **settings))

        yield start


@pytest.fixture
def visit(browser: WebDriver) -> Iterator[Visit]:
    """A page of a scripted server with our client; some tests have another one."""
    with visiting(browser, OURS) as visit:
        yield visit


@pytest.fixture
def two_files(tmp_path: Path) -> str:
    """Two small files, as a file field takes them."""
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.txt").write_text("second")
    return f"{tmp_path}/a.txt\n{tmp_path}/b.txt"


# With the host "offline" the whole test runs where its app does: inside the worker.


@pytest.fixture(scope="session")
def offline_runner(
    chromium: Chrome, pyodide: Runtime, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runner]:
    """The tests inside the service worker; the server that it was loaded from is gone."""
    if int(str(chromium.capabilities["browserVersion"]).partition(".")[0]) < 137:
        pytest.skip("needs Chromium 137 or newer: in older ones Python can't wait in a worker")
    folder = tmp_path_factory.mktemp("offline")
    with running_tests(chromium, package.build(pyodide, folder), folder) as runner:
        yield runner


def _is_offline(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("host") == "offline"


def pytest_itemcollected(item: pytest.Item) -> None:
    """The fixtures of such a test are made where it runs."""
    if isinstance(item, pytest.Function) and _is_offline(item):
        item.fixturenames = ["offline_runner"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Such tests come last, so that the worker isn't stopped for having nothing to do."""
    items.sort(key=_is_offline)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not _is_offline(pyfuncitem):
        return None
    runner = pyfuncitem.funcargs["offline_runner"]
    assert isinstance(runner, Runner)
    runner.run(pyfuncitem.nodeid)
    return True
