"""The nesting rules against a real parser: what they accept stays, what they refuse is moved."""

from urllib.parse import quote

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.dom import differences, live_dom, tree_dom
from hlive_proto import markup
from hlive_proto.nesting import problem
from hlive_proto.tree import DOCTYPE, Document, Element, Text
from tests.proto.strategies import nested
from tests.proto.test_nesting import MOVE, STAY, chains

TEXT = Text("x")

AROUND = {
    "tbody": "table",
    "thead": "table",
    "tfoot": "table",
    "caption": "table",
    "colgroup": "table",
    "col": "table > colgroup",
    "tr": "table > tbody",
    "td": "table > tbody > tr",
    "th": "table > tbody > tr",
    "optgroup": "select",
    "rb": "ruby",
    "rp": "ruby",
    "rt": "ruby",
    "rtc": "ruby",
}
"""Where an element can stand that can't stand in a body."""

MOVED_ELSEWHERE = {
    "p > noscript > p": "where scripts don't run",
    # The parser that allows more in a select came to Chromium 135; older ones drop the tags.
    "select > div": "in browsers before customizable selects",
    "select > style": "in browsers before customizable selects",
    "optgroup > div": "in browsers before customizable selects",
    "option > b": "in browsers before customizable selects",
}
"""What this browser leaves where it is, and where it would be moved."""


def page(chain: str) -> Document:
    """A page with these elements in each other."""
    first = chain.partition(" > ")[0]
    if first in AROUND:
        chain = f"{AROUND[first]} > {chain}"
    element = with_text(nested(chain))
    if first == "html":
        (child,) = element.children
        head = () if isinstance(child, Element) and child.name == "head" else (Element("head"),)
        body = () if isinstance(child, Element) and child.name == "body" else (Element("body"),)
        return (DOCTYPE, Element("html", (), (*head, child, *body)))
    if first == "head":
        return (DOCTYPE, Element("html", (), (element, Element("body"))))
    body_element = element if first == "body" else Element("body", (), (element, TEXT))
    return (DOCTYPE, Element("html", (), (Element("head"), body_element)))


def with_text(element: Element) -> Element:
    """With text wherever it may stand, so that nothing can be moved unseen."""
    inside = tuple(with_text(child) for child in element.children if isinstance(child, Element))
    may_hold_text = problem(element.name, TEXT, 0) is None
    if element.name == "template" and inside:
        may_hold_text = False  # a part of a table decides how the rest is parsed
    return Element(element.name, (), (*inside, TEXT) if may_hold_text else inside)


def moved(browser: WebDriver, chain: str) -> list[str]:
    tree = page(chain)
    browser.get("data:text/html;charset=utf-8," + quote(markup.html(tree)))
    return differences(tree_dom(tree), live_dom(browser))


@pytest.mark.parametrize("text", STAY.strip().split("\n"))
def test_what_is_accepted_stays(browser: WebDriver, text: str) -> None:
    assert {chain: found for chain in chains(text) if (found := moved(browser, chain))} == {}


@pytest.mark.parametrize("text", MOVE.strip().split("\n"))
def test_what_is_refused_is_moved(browser: WebDriver, text: str) -> None:
    stayed = [chain for chain in chains(text) if not moved(browser, chain)]
    assert stayed == [chain for chain in chains(text) if chain in MOVED_ELSEWHERE]
