"""The gallery in a real browser: every example is live, complete, and fits on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from examples.gallery import app
from tests.browser.pages import console_errors
from tests.browser.site import Serve

STYLED = "return getComputedStyle(document.body).maxWidth !== 'none'"
FITS = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def phone(browser: Any) -> Iterator[WebDriver]:
    """The browser as wide as a phone."""
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("client", ["ours"], indirect=True)
@pytest.mark.parametrize("path", app.pages)
def test_an_example_is_live_and_fits_on_a_phone(phone: WebDriver, serve: Serve, path: str) -> None:
    serve(app).visit(phone, path)
    assert phone.execute_script(STYLED)
    assert phone.execute_script(FITS)
    assert console_errors(phone) == []
