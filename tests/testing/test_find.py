"""Finding and reading elements, and what a test is told when it doesn't find them."""

import pytest

import hlive as l
from hlive import testing
from hlive.testing import selector
from hlive.testing.walk import ways
from hlive_proto.dom import DomElement, parse

HTML = (
    '<main id="top"><ul class="list wide"><li id="a">One</li><li class="odd">Two <b>!</b></li></ul>'
    '<form><input type="text" name="who[first]"><input type="checkbox" disabled></form></main>'
    "<ul><li>Three</li></ul>"
)


def matching(css: str) -> list[str]:
    """The matching elements, each by its way from the top."""
    document = DomElement("#document", {}, parse(HTML))
    matches = selector.compile(css)
    return [" ".join(each.name for each in way[1:]) for way in ways((document,)) if matches(way)]


@pytest.mark.parametrize(
    "css, expected",
    [
        ("b", ["main ul li b"]),
        ("LI", ["main ul li", "main ul li", "ul li"]),
        ("#a", ["main ul li"]),
        (".odd", ["main ul li"]),
        (".list.wide", ["main ul"]),
        (".lis", []),
        ("main li", ["main ul li", "main ul li"]),
        ("main > li", []),
        ("main>ul > li", ["main ul li", "main ul li"]),
        ("ul b", ["main ul li b"]),
        ("main ul > li b", ["main ul li b"]),
        ("form *", ["main form input", "main form input"]),
        ("[disabled]", ["main form input"]),
        ("[type=text]", ["main form input"]),
        ('input[name="who[first]"]', ["main form input"]),
        ("[name^='who'][name$=\"]\"][name*=first]", ["main form input"]),
        ("[class~=wide]", ["main ul"]),
        ("[name^='']", []),
        ("li:first-child", ["main ul li", "ul li"]),
        ("li:last-child", ["main ul li", "ul li"]),
        ("li:nth-child(2)", ["main ul li"]),
        ("li:nth-child(3)", []),
        ("#a, b,form", ["main ul li", "main ul li b", "main form"]),
    ],
)
def test_selectors(css: str, expected: list[str]) -> None:
    assert matching(css) == expected


@pytest.mark.parametrize(
    "css", ["", "a,", "> a", "a > > b", "a:hover", "a + b", "[a", "li:nth-child(0)"]
)
def test_selectors_that_cannot_be_read(css: str) -> None:
    with pytest.raises(ValueError, match=r"known: tag, \*, #id, \.class"):
        selector.compile(css)


def home() -> l.Page:
    """A page with something of everything."""
    page = l.Page(title="Shop")
    page.head.add(l.T("style", "p { color: red }"))
    page.body.add(
        l.T("h1", "All  our\n things"),
        l.T("p", l.Class("price low"), "1 ", l.T("b", "€"), " only"),
        l.C("button", {"type": "button"}, "Buy", l.on("click", print), l.on("focus", print)),
        l.C("button", {"type": "button", "disabled": True}, "Buy all", l.on("click", print)),
        l.T("input", {"type": "text", "name": "name", "value": "Ada"}),
        l.T("input", {"type": "checkbox", "checked": True}),
        l.T("select", l.T("option", "red"), l.T("option", {"selected": True}, "blue")),
        l.T("textarea", "x" * 100),
        l.HTML("<!-- the end -->"),
    )
    return page


TREE = f"""\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title> "Shop"
    <script>
    <style> …
  <body>
    <h1> "All  our\\n things"
    <p class="price low">
      "1 "
      <b> "€"
      " only"
    <button type="button"> "Buy" (hears click, focus)
    <button type="button" disabled> "Buy all" (hears click)
    <input type="text" name="name" value="Ada">
    <input type="checkbox" checked> (checked)
    <select>
      <option> "red"
      <option selected> "blue"
    <textarea> "{"x" * 69}…"
    <!-- the end -->"""


def test_the_page_as_a_readable_tree() -> None:
    assert testing.open(home).tree() == TREE


def test_the_tree_tells_what_the_visitor_did() -> None:
    view = testing.open(home)
    view.find("[name=name]").type("!")
    view.find("[type=checkbox]").uncheck()
    assert view.find("[name=name]").tree() == (
        '<input type="text" name="name" value="Ada"> (value "Ada!")'
    )
    assert view.find("[type=checkbox]").tree() == '<input type="checkbox" checked> (focused)'


def test_nothing_matches() -> None:
    with pytest.raises(testing.ViewError) as failure:
        testing.open(home).find("button", text="Sell")
    assert str(failure.value) == f"nothing matches 'button', text='Sell' in this page:\n{TREE}"


def test_several_match() -> None:
    with pytest.raises(testing.ViewError) as failure:
        testing.open(home).text("button", has_text="Buy")
    assert str(failure.value) == (
        "2 elements match 'button', has_text='Buy':\n"
        '  <button type="button"> "Buy" (hears click, focus)\n'
        '  <button type="button" disabled> "Buy all" (hears click)\n'
        f"in this page:\n{TREE}"
    )


def test_text_is_told_from_part_of_it() -> None:
    view = testing.open(home)
    assert view.find("button", text="Buy").text == "Buy"
    assert view.find("button", has_text="all").text == "Buy all"
    assert view.exists("h1", text="All our things")
    assert not view.exists("h1", text="All our")
    assert view.text("h1") == "All  our\n things"
    assert [each.text for each in view.find_all("button")] == ["Buy", "Buy all"]


def test_finding_in_an_element() -> None:
    view = testing.open(home)
    body = view.find("body")
    assert body.find("p").find("b").text == "€"
    assert body.find("body b").name == "b"
    assert not view.find("p").exists("p")


def test_reading_an_element() -> None:
    view = testing.open(home)
    price = view.find("p")
    assert (price.name, price.text) == ("p", "1 € only")
    assert price.classes == {"price", "low"}
    assert price.attr("class") == "price low"
    assert price.attr("id") is None
    assert price.value is None
    assert price.html() == '<p class="price low">1 <b>€</b> only</p>'
    assert repr(price.find("b")) == '<b> "€"'
    assert view.find("[name=name]").value == "Ada"
    assert view.find("[type=checkbox]").checked
    assert view.find("[type=checkbox]").value == "on"
    assert view.find("select").value == "blue"
    assert view.find("select").values == ["blue"]
    assert view.find("textarea").value == "x" * 100


def test_an_element_that_has_gone() -> None:
    def vanishing() -> l.Page:
        page = l.Page()
        button = l.C("button", "Go", l.on("click", lambda e: page.body.remove(button)))
        page.body.add(button)
        return page

    view = testing.open(vanishing)
    button = view.find("button")
    button.click()
    with pytest.raises(testing.ViewError, match=r'<button> "Go" .* isn.t in the page any more'):
        button.click()
    with pytest.raises(testing.ViewError, match="find it again"):
        assert button.text
