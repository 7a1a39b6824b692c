"""Fixtures for tests in a real browser: Chromium, the original clients, and a running server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from conformance.targets import original
from hlive_proto.dialect import DIALECTS
from tests.browser.site import OURS, Client, Site, running_site

_FLAGS = [
    "--headless=new",
    "--no-sandbox",  # root can't have one, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=BackForwardCache",  # going back loads a page anew, with what was typed
    "--window-size=1000,800",
]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """One Chromium with a fresh profile for the whole run; tests take `browser`."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("needs Chromium: no `chromium` and `chromedriver` in PATH")
    options = ChromeOptions()
    options.binary_location = binary
    for flag in [*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


@pytest.fixture
def browser(chromium: WebDriver) -> Iterator[WebDriver]:
    """Chromium at an empty page and with an empty console; leaves the page when the test ends."""
    chromium.get_log("browser")  # type: ignore[attr-defined]
    yield chromium
    chromium.get("about:blank")
    chromium.delete_all_cookies()


@pytest.fixture(scope="session")
def original_client() -> Callable[[str], Path]:
    """Gives the reference's client for a dialect; skips the test where it can't be had."""

    def find(dialect: str) -> Path:
        try:
            return original.original_client(dialect)
        except original.Unavailable as why:
            pytest.skip(str(why))

    return find


@pytest.fixture(params=["ours", "original"])
def client(request: pytest.FixtureRequest, original_client: Callable[[str], Path]) -> Client:
    """The browser client of a test: ours and the reference's, each in turn.

    Tests name others with `indirect`; "original-0.1" is the reference's of dialect 0.1.
    """
    name: str = request.param
    if name == OURS.name:
        return OURS
    dialect = name.removeprefix("original").removeprefix("-") or "0.2"
    return Client(name, original_client(dialect), DIALECTS[dialect])


@pytest.fixture
def serve(client: Client) -> Iterator[Callable[..., Site]]:
    """Runs servers until the test ends: takes an app, and settings of ServerSettings."""
    with ExitStack() as running:

        def start(app: l.App, **settings: Any) -> Site:
            return running.enter_context(running_site(app, client, **settings))

        yield start
