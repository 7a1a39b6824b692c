"""The minimal server in a real browser, with the original client and with ours."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.pages import console_errors, wait_live, wait_text
from tests.conftest import ROOT

OUR_CLIENT = ROOT / "hlive" / "client" / "hlive.js"


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def minimal_server(client: Path) -> Iterator[str]:
    """The example as a process of its own; gives its address once it listens."""
    command = [sys.executable, "-m", "examples.minimal.page", str(client), str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture(params=["ours", "original"])
def script(request: pytest.FixtureRequest, original_client: Callable[[str], Path]) -> Path:
    return OUR_CLIENT if request.param == "ours" else original_client("0.2")


def test_a_browser_clicks_and_types(browser: WebDriver, script: Path) -> None:
    with minimal_server(script) as url:
        browser.get(url)
        wait_live(browser)
        for count in ["1", "2", "3"]:
            browser.find_element(By.TAG_NAME, "button").click()
            wait_text(browser, "output", count)
        browser.find_element(By.TAG_NAME, "input").send_keys("<Ada> & Bob")
        wait_text(browser, "p", "Hello, <Ada> & Bob")
        assert console_errors(browser) == []
        browser.get("about:blank")


def test_each_visit_has_a_page_of_its_own(browser: WebDriver, script: Path) -> None:
    with minimal_server(script) as url:
        for _ in range(2):
            browser.get(url)
            wait_live(browser)
            browser.find_element(By.TAG_NAME, "button").click()
            wait_text(browser, "output", "1")
        browser.get("about:blank")
