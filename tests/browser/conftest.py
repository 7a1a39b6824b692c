"""Fixtures for tests in a real browser: Chromium, the original clients, and a running server."""

import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser import original
from tests.browser.pages import wait_until
from tests.conftest import ROOT

Serve = Callable[..., str]

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
    chromium.get("about:blank")
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


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Runs `hlive serve module:app` until the test ends, and gives its address.

    `client` is the file that is served in place of our own client.
    """
    with ExitStack() as running:

        def start(target: str, client: Path | None = None) -> str:
            return running.enter_context(_server(target, client))

        yield start


@contextmanager
def _server(target: str, client: Path | None) -> Iterator[str]:
    port = _free_port()
    command = [f"{sysconfig.get_path('scripts')}/hlive", "serve", target]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    command += ["--client", str(client)] if client else []
    with TemporaryFile() as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: server.poll() is not None or _answers(port), f"answer from {target}")
            if server.poll() is not None:
                output.seek(0)
                raise RuntimeError(f"{' '.join(command)}:\n{output.read().decode()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=10)
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
