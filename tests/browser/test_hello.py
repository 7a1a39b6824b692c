"""The first page in a real browser, with each client: what is typed is what is shown."""

from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from examples.hello import app
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Serve, all_clients


@all_clients
def test_hello(browser: WebDriver, serve: Serve) -> None:
    site = serve(app)
    site.visit(browser)
    field = browser.find_element(By.TAG_NAME, "input")
    for text in ["H", "He", "He&", "He&<"]:
        field.send_keys(text[-1])
        wait_text(browser, "p", f"Hello, {text}")
        site.wait_same(browser)
    assert console_errors(browser) == []
