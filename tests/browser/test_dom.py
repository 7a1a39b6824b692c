"""The browser fixtures themselves: a real DOM is read whole, and a difference is found."""

from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.dom import differences, live_dom, tree_dom
from hlive_proto import markup
from hlive_proto.tree import DOCTYPE, Document, Element, Node, Raw, Text
from tests.browser.pages import console_errors, wait_text, wait_until


def page(*body: Node) -> Document:
    return (
        DOCTYPE,
        Element("html", (), (Element("head"), Element("body", (), body))),
    )


def show(browser: WebDriver, html: str) -> None:
    browser.get("data:text/html;charset=utf-8," + quote(html))


def test_a_real_dom_is_read_whole(browser: WebDriver) -> None:
    show(browser, '<!doctype html><title>t</title><p id="a" class="b">x<!--c--><input value="v">')
    doctype, html = live_dom(browser)
    assert doctype == {"type": "doctype", "text": "html"}
    assert html["children"][1]["children"] == [
        {
            "type": "element",
            "name": "p",
            "namespace": "xhtml",
            "attributes": [["id", "a"], ["class", "b"]],
            "value": None,
            "children": [
                {"type": "text", "text": "x"},
                {"type": "comment", "text": "c"},
                {
                    "type": "element",
                    "name": "input",
                    "namespace": "xhtml",
                    "attributes": [["value", "v"]],
                    "value": "v",
                    "children": [],
                },
            ],
        }
    ]


@pytest.mark.parametrize(
    "node",
    [
        Element("p", (("b", "1"), ("a", "<&\">'")), (Text("a < b"), Element("br"), Text("c"))),
        Element("svg", (), (Element("circle", (("r", "1"),)), Element("g"))),
        Element("svg", (), (Element("foreignObject", (), (Element("p"),)),)),
        Element("template", (), (Element("p", (), (Text("x"),)),)),
        Element("noscript", (), (Element("p", (), (Text("x"),)),)),
        Element("textarea", (), (Text("\n one"),)),
        Element("pre", (), (Text("\n two"),)),
        Element("select", (), (Element("option", (("value", "1"),), (Text("one"),)),)),
        Element("table", (), (Element("tbody", (), (Element("tr"),)),)),
        Raw("<!-- said -->"),
        Raw("<ul><li>1</li></ul>"),
    ],
    ids=lambda node: markup.html((node,)),
)
def test_a_page_shows_what_its_tree_says(browser: WebDriver, node: Node) -> None:
    tree = page(node)
    show(browser, markup.html(tree))
    assert differences(tree_dom(tree), live_dom(browser)) == []


@pytest.mark.parametrize(
    "believed, shown, difference",
    [
        ((Text("a"),), (Text("b"),), ">1:html>1:body>0: expected ('text', 'a')"),
        ((), (Text("b"),), ">1:html>1:body>0: expected nothing"),
        ((Text("a"), Text("b")), (Text("ab"),), ">1:html>1:body>0: expected ('text', 'a')"),
        (
            (Element("table", (), (Element("tr"),)),),
            (Element("table", (), (Element("tr"),)),),
            ">1:html>1:body>0:table>0: expected ('element', 'tr', 'xhtml')",
        ),
        (
            (Element("p", (("a", "1"),)),),
            (Element("p", (("a", "2"),)),),
            ">1:html>1:body>0:p: expected {'a': '1'}",
        ),
        (
            (Element("input", (("value", "1"),)),),
            (Element("input", (("value", "2"),)),),
            ">1:html>1:body>0:input: expected value '1'",
        ),
    ],
)
def test_a_difference_is_found(
    browser: WebDriver, believed: tuple[Node, ...], shown: tuple[Node, ...], difference: str
) -> None:
    show(browser, markup.html(page(*shown)))
    found = differences(tree_dom(page(*believed)), live_dom(browser))
    assert found[0].startswith(difference)


def test_an_element_in_the_wrong_namespace_is_found(browser: WebDriver) -> None:
    tree = page(Element("svg", (), (Element("circle"),)))
    show(browser, markup.html(page(Element("svg"))))
    browser.execute_script("document.querySelector('svg').append(document.createElement('circle'))")
    assert differences(tree_dom(tree), live_dom(browser)) == [
        ">1:html>1:body>0:svg>0: expected ('element', 'circle', 'svg'), "
        "the browser has ('element', 'circle', 'xhtml')"
    ]


def test_the_boxes_of_our_client_are_no_part_of_the_page(browser: WebDriver) -> None:
    tree = page()
    show(browser, markup.html(tree))
    for id in ["hlive-status", "hlive-error", "other"]:
        browser.execute_script(
            "const box = document.createElement('div'); box.id = arguments[0];"
            "document.documentElement.append(box)",
            id,
        )
    assert differences(tree_dom(tree), live_dom(browser)) == [
        ">1:html>2: expected nothing, the browser has ('element', 'div', 'xhtml')"
    ]


def test_a_noscript_of_a_patch_is_like_one_of_the_page(browser: WebDriver) -> None:
    tree = page(Element("noscript", (), (Element("p", (), (Text("a < b"),)),)))
    show(browser, markup.html(page()))
    browser.execute_script(
        "const made = document.createElement('template');"
        "made.innerHTML = '<noscript><p>a &lt; b</p></noscript>';"
        "document.body.append(made.content)"
    )
    assert differences(tree_dom(tree), live_dom(browser)) == []


def test_what_somebody_typed_is_no_difference(browser: WebDriver) -> None:
    tree = page(Element("input", (("type", "text"),)))
    show(browser, markup.html(tree))
    browser.find_element(By.TAG_NAME, "input").send_keys("hello")
    live = live_dom(browser)
    assert live[1]["children"][1]["children"][0]["value"] == "hello"
    assert differences(tree_dom(tree), live) == []


def test_console_errors_are_seen_once(browser: WebDriver) -> None:
    show(browser, "<p>before</p><script>console.log('fine')</script>")
    assert console_errors(browser) == []
    browser.execute_script("setTimeout(() => { throw new Error('oh no') })")
    errors = wait_until(lambda: console_errors(browser), "error in the console")
    assert "oh no" in errors[0]
    assert console_errors(browser) == []


def test_waiting_for_a_text_fails_with_what_was_waited_for(browser: WebDriver) -> None:
    show(browser, "<p>now</p>")
    wait_text(browser, "p", "now")
    with pytest.raises(AssertionError, match="no sign of it in 0 s; the last answer was False"):
        wait_until(lambda: False, "sign of it", patience=0)
