"""Clicks in a real browser: what the handlers change is what the page shows, node for node."""

from itertools import count

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from examples.click import app
from hlive.bindings import Handler
from hlive_proto.differ import Strategy
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Serve, all_clients


@all_clients
def test_click(browser: WebDriver, serve: Serve) -> None:
    site = serve(app)
    site.visit(browser)
    button = browser.find_element(By.TAG_NAME, "button")
    for clicks in [1, 2, 3]:
        button.click()
        wait_text(browser, "output", str(clicks))
        site.wait_same(browser)
    ActionChains(browser).double_click(button).perform()
    wait_text(browser, "output", "5")
    site.wait_same(browser)
    assert console_errors(browser) == []


def rows_page() -> l.Page:
    """A list whose rows come, go and change places; a table and a drawing follow it."""
    numbers = count(1)
    rows = l.T("ul")

    def row() -> l.Component:
        item = l.C("li", f"row {next(numbers)} ")
        item.add(l.on("click", lambda e: rows.remove(item)))
        return item

    def reverse(event: l.Event) -> None:
        items = rows.children
        rows.clear()
        rows.add(*reversed(items))

    def button(id: str, act: Handler) -> l.Component:
        return l.C("button", {"id": id}, id, l.on("click", act))

    def table_rows() -> l.Group:
        return l.G(*[l.T("tr", l.T("td", at)) for at in range(len(rows.children))])

    def dots() -> l.Group:
        return l.G(*[l.T("circle", {"r": 1, "cx": 3 * at}) for at in range(len(rows.children))])

    page = l.Page()
    page.body.add(
        button("first", lambda e: rows.insert(0, row())),
        button("last", lambda e: rows.add(row())),
        button("reverse", reverse),
        button("clear", lambda e: rows.clear()),
        rows,
        l.T("table", table_rows),
        l.T("svg", {"viewBox": "0 0 30 2"}, dots),
    )
    return page


STEPS = [
    ("#first", "row 1 "),
    ("#last", "row 1 row 2 "),
    ("#first", "row 3 row 1 row 2 "),
    ("#reverse", "row 2 row 1 row 3 "),
    ("li:nth-child(2)", "row 2 row 3 "),
    ("#first", "row 4 row 2 row 3 "),
    ("li:nth-child(3)", "row 4 row 2 "),
    ("#reverse", "row 2 row 4 "),
    ("li", "row 4 "),
    ("#clear", ""),
    ("#last", "row 5 "),
]


@pytest.mark.parametrize("strategy", Strategy)
def test_rows_that_come_and_go(browser: WebDriver, serve: Serve, strategy: Strategy) -> None:
    rows = l.App()
    rows.page("/", rows_page)
    site = serve(rows, strategy=strategy)
    site.visit(browser)
    for selector, expected in STEPS:
        browser.find_element(By.CSS_SELECTOR, selector).click()
        wait_text(browser, "ul", expected)
        site.wait_same(browser)
    assert console_errors(browser) == []
