"""The mouse in a real browser: several events of one component, and styles that follow them."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from examples.hover import app
from tests.browser.pages import console_errors, wait_text, wait_until
from tests.browser.site import Serve


def test_hover(browser: WebDriver, serve: Serve) -> None:
    site = serve(app)
    site.visit(browser)
    area = browser.find_element(By.ID, "area")
    elsewhere = browser.find_element(By.CSS_SELECTOR, "p")
    mouse = ActionChains(browser, duration=0)
    mouse.move_to_element(elsewhere).perform()
    for visits, colour in enumerate(["teal", "rebeccapurple", "crimson", "teal"], start=1):
        mouse.move_to_element(area).perform()
        wait_text(browser, "output", str(visits))
        site.wait_same(browser)
        assert f"background-color:{colour}" in (area.get_dom_attribute("style") or "")
        mouse.move_to_element(elsewhere).perform()
        wait_until(lambda: "gray" in (area.get_dom_attribute("style") or ""), "gray area")
        site.wait_same(browser)
    assert console_errors(browser) == []
