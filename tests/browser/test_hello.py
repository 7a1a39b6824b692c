"""The first page in a real browser, with each client: what is typed is what is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from examples.hello import app
from hlive_proto.dialect import DIALECTS
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Site


@pytest.mark.parametrize(
    "client, dialect", [("ours", "0.2"), ("original", "0.2"), ("original", "0.1")]
)
def test_hello(
    browser: WebDriver,
    serve: Callable[..., Site],
    original_client: Callable[[str], Path],
    client: str,
    dialect: str,
) -> None:
    script = original_client(dialect) if client == "original" else None
    site = serve(app, script, DIALECTS[dialect])
    site.visit(browser)
    field = browser.find_element(By.TAG_NAME, "input")
    for text in ["H", "He", "He&", "He&<"]:
        field.send_keys(text[-1])
        wait_text(browser, "p", f"Hello, {text}")
        site.wait_same(browser)
    assert console_errors(browser) == []
