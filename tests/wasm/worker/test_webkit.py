"""An app in the service worker of another engine: installed, and used without a server."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.browsers import NoBrowser, browsing
from tests.browser.pages import wait_text, wait_until
from tests.wasm.worker.conftest import Site

# Selenium's own driver for WebKit calls its base class in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")

PATIENCE = 120.0
"""Seconds for an installation: it starts Python twice, for which WebKit takes its time."""

_IS_LIVE = "return document.documentElement.hasAttribute('hid')"


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebDriver]:
    try:
        with browsing("webkit") as browser:
            yield browser
    except NoBrowser as why:
        pytest.skip(str(why))


def wait_live(webkit: WebDriver) -> None:
    wait_until(lambda: webkit.execute_script(_IS_LIVE), "live page", PATIENCE)


def click(webkit: WebDriver, selector: str) -> None:
    webkit.find_element(By.CSS_SELECTOR, selector).click()


def test_installed_and_used_without_a_server(site: Site, webkit: WebDriver) -> None:
    webkit.get(site.url())
    wait_live(webkit)
    assert webkit.execute_script("return hlive.conn instanceof WebSocket")
    click(webkit, "#more")
    wait_text(webkit, "#count", "1")
    site.server.stop()
    webkit.refresh()
    wait_live(webkit)
    click(webkit, "#more")
    wait_text(webkit, "#count", "1")
    webkit.find_element(By.ID, "field").send_keys("typed")
    wait_text(webkit, "#text", "typed")
    webkit.get(site.url("loose/deep"))
    wait_text(webkit, "h1", "deep")
