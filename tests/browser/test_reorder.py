"""Rows that change places in a real browser keep what the visitor did to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Serve

Make = Callable[[str], l.Tag]

SELECTION = """
const field = document.activeElement;
return [field.dataset.row, field.value, field.selectionStart, field.selectionEnd];
"""


def keyed(name: str) -> l.Tag:
    """A row with an explicit key, which the wire doesn't tell."""
    return l.T("li", name, l.T("input", {"data-row": name}), scroller(name), key=name)


def component(name: str) -> l.Tag:
    """A row that is a component, and so is its own key."""
    field = l.C("input", {"data-row": name}, l.on("input", lambda _: None))
    return l.C("li", name, field, scroller(name))


def scroller(name: str) -> l.Tag:
    style = l.Style({"height": "20px", "overflow": "auto"})
    return l.T("div", {"id": f"scroll-{name}"}, style, l.T("div", l.Style({"height": "500px"})))


def page_of(make: Make) -> Callable[[], l.Page]:
    def home() -> l.Page:
        rows = [make(name) for name in "abcd"]
        order = l.Box("abcd")
        listed = l.T("ul", rows)

        def turn(event: l.Event) -> None:
            rows.reverse()
            listed.clear()
            listed.add(rows)
            order.set(order.get()[::-1])

        # The key leaves the focus where it is, a click would take it away.
        page = l.Page()
        page.body.add(l.T("p", order), listed)
        page.html.add(l.on("turn", turn))
        return page

    return home


@pytest.mark.parametrize("client", ["ours"], indirect=True)
@pytest.mark.parametrize("make", [keyed, component])
@pytest.mark.parametrize("row", ["a", "d"])
def test_focus_selection_scroll_and_typed_text_survive(
    browser: WebDriver, serve: Serve, make: Make, row: str
) -> None:
    app = l.App()
    app.page("/", page_of(make))
    site = serve(app)
    site.visit(browser)
    for name in "abcd":
        browser.find_element(By.CSS_SELECTOR, f"[data-row={name}]").send_keys(f"typed {name}")
    browser.execute_async_script(
        "const [row, done] = arguments;"
        "document.querySelector(`[data-row=${row}]`).focus();"
        "document.activeElement.setSelectionRange(2, 4);"
        "const scroller = document.getElementById(`scroll-${row}`);"
        "scroller.addEventListener('scroll', () => done(), {once: true});"
        "scroller.scrollTop = 77;",
        row,
    )
    browser.execute_script("document.documentElement.dispatchEvent(new Event('turn'))")
    wait_text(browser, "p", "dcba")
    rows = browser.find_elements(By.TAG_NAME, "li")
    assert [each.text[0] for each in rows] == list("dcba")
    typed = [each.find_element(By.TAG_NAME, "input").get_property("value") for each in rows]
    assert typed == ["typed d", "typed c", "typed b", "typed a"]
    assert browser.execute_script(SELECTION) == [row, f"typed {row}", 2, 4]
    scroll = f"return document.getElementById('scroll-{row}').scrollTop"
    assert browser.execute_script(scroll) == 77
    site.wait_same(browser)
    browser.find_element(By.CSS_SELECTOR, f"[data-row={row}]").send_keys("!")
    assert console_errors(browser) == []
