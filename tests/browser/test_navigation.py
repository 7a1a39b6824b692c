"""Navigation within a page in a real browser: links, back and forward, and nothing loaded anew."""

from __future__ import annotations

from urllib.parse import urlsplit

from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive import kit
from tests.browser.pages import console_errors, wait_text, wait_until
from tests.browser.site import Serve, all_clients


def user(id: int, tab: str = "info") -> l.Page:
    shown = l.Box(f"{id} {tab}")
    page = l.Page()

    def show(id: int, tab: str = "info") -> None:
        shown.set(f"{id} {tab}")

    navigation = kit.Navigation(page, "/users/{id}", show)
    page.body.add(
        l.T("p", shown),
        kit.link("/users/2?tab=log", "two"),
        kit.link("/there", "there"),
        l.C("button", l.on("click", lambda _: navigation.go("/users/9"))),
    )
    return page


app = l.App()
app.page("/users/{id}", user)
app.page("/there", lambda: l.Page(title="There"))


def address(browser: WebDriver) -> str:
    """The path and query in the browser's address bar."""
    parts = urlsplit(browser.current_url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@all_clients
def test_links_back_and_forward_follow_without_loading(browser: WebDriver, serve: Serve) -> None:
    site = serve(app)
    site.visit(browser, "/users/1")
    browser.execute_script("window.sameDocument = true")

    browser.find_element(By.LINK_TEXT, "two").click()
    wait_text(browser, "p", "2 log")
    assert address(browser) == "/users/2?tab=log"

    browser.find_element(By.TAG_NAME, "button").click()
    wait_text(browser, "p", "9 info")
    wait_until(lambda: address(browser) == "/users/9", "the other address")

    browser.back()
    wait_text(browser, "p", "2 log")
    browser.back()
    wait_text(browser, "p", "1 info")
    assert address(browser) == "/users/1"
    browser.forward()
    wait_text(browser, "p", "2 log")
    site.wait_same(browser)
    assert browser.execute_script("return window.sameDocument") is True

    browser.find_element(By.LINK_TEXT, "there").click()
    wait_until(lambda: browser.title == "There", "the other page")
    assert address(browser) == "/there"
    assert console_errors(browser) == []
