"""Tags: every way to add something, to change it, and what is refused where it is written."""

import re
from pathlib import Path
from typing import Any

import pytest

import hlive as l
from tests.view.driver import drive


def inner(*elements: object) -> str:
    """The HTML of a page's body with these elements in it."""
    html = drive(*elements).html
    return html[html.index("<body>") + 6 : html.index("</body>")]


@pytest.mark.parametrize(
    "element, html",
    [
        ("text", "text"),
        ("a < b & \"c\" 'd'", "a &lt; b &amp; &#34;c&#34; &#39;d&#39;"),
        (5, "5"),
        (2.0, "2"),
        (None, ""),
        ("", ""),
        (l.T("b"), "<b></b>"),
        (l.HTML("<b>&amp;</b>"), "<b>&amp;</b>"),
        (l.Box("boxed"), "boxed"),
        (l.Box(l.Box(7)), "7"),
        (l.Box(None), ""),
        (l.Box(l.T("b")), "<b></b>"),
        (l.Box(["a", l.T("b"), 1]), "a<b></b>1"),
        (l.Group("a", l.T("b"), None, 2), "a<b></b>2"),
        (l.Elements("a", l.T("b"), {"lang": "x"}), "a<b></b>"),
        (["a", ["b", (l.T("i"), None)]], "ab<i></i>"),
        ((str(n) for n in range(3)), "012"),
        (range(3), "012"),
        (lambda: "computed", "computed"),
        (lambda: [l.T("b"), lambda: 3], "<b></b>3"),
    ],
)
def test_what_can_be_added(element: Any, html: str) -> None:
    tag = l.T("p", element)
    found = re.fullmatch(r"<p[^>]*>(.*)</p>", inner(tag))
    assert found
    assert found[1] == html


@pytest.mark.parametrize("hr", ["hr", "HR"])
def test_a_name_is_lower_case(hr: str) -> None:
    assert l.T(hr).name == "hr"
    assert inner(l.T(hr)) == "<hr>"


@pytest.mark.parametrize("name", ["", "a b", "1a", "<p>", "é", "p>"])
def test_a_name_that_can_not_be_one_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="can't be the name of a tag"):
        l.T(name)
    with pytest.raises(ValueError, match="can't be the name of a tag"):
        l.T("p").rename(name)


def test_custom_elements_have_names_with_a_dash() -> None:
    assert inner(l.T("my-part", "x")) == "<my-part>x</my-part>"


def test_children_are_as_they_were_given() -> None:
    box = l.Box("b")
    assert l.T("p", "a", [box, None]).children == ("a", box)


@pytest.mark.parametrize("child", ["text", l.T("b"), l.Box("x"), lambda: "x", 0, [[l.T("b")]]])
def test_a_void_element_has_no_content(child: Any) -> None:
    with pytest.raises(ValueError, match="<hr> has no content, so it can't hold"):
        l.T("hr", child)
    with pytest.raises(ValueError, match="<hr> has no content"):
        l.T("hr").add(child)


def test_a_void_element_can_be_given_nothing_and_attributes() -> None:
    assert l.T("hr").void
    assert inner(l.T("hr", None, [], {"title": "x"})) == '<hr title="x">'


def test_a_void_element_refuses_an_inserted_child() -> None:
    with pytest.raises(ValueError, match="<br> has no content"):
        l.T("br").insert(0, "x")


@pytest.mark.parametrize(
    "element, advice",
    [
        (True, "write str(value), or `node if condition else None`"),
        (b"x", "decode it first"),
        (l.Page, "make an object of it"),
        (object(), "give text, a number, a tag, a box"),
        (["a", [object()]], "give text"),
    ],
)
def test_what_can_not_be_added_is_refused_where_it_is_written(element: Any, advice: str) -> None:
    with pytest.raises(TypeError, match=re.escape(advice)):
        l.T("p", element)
    with pytest.raises(TypeError, match=re.escape(advice)):
        l.T("p").add(element)


def test_a_plain_tag_can_not_hear_events() -> None:
    with pytest.raises(TypeError, match=r"a plain tag can't hear on\('click', .*\): write C\('p'"):
        l.T("p", l.on("click", print))


@pytest.mark.parametrize("node", [{"a": "b"}, l.Class("x"), l.on("click", print), True])
def test_only_nodes_can_be_inserted(node: Any) -> None:
    with pytest.raises(TypeError, match="can't be shown in a page"):
        l.T("p").insert(0, node)


def test_a_tag_knows_where_it_was_written() -> None:
    tag = l.T("p")
    assert re.fullmatch(r"<p> from .*test_tag\.py:\d+", repr(tag))
    line = int(repr(tag).rsplit(":")[-1])
    assert "tag = l.T" in Path(__file__).read_text().splitlines()[line - 1]


class Card(l.Component):
    """A component of the author's own."""

    def __init__(self) -> None:
        super().__init__("div", "card")


def test_a_component_class_of_the_author_is_where_it_was_written() -> None:
    line = int(repr(Card()).rsplit(":")[-1])
    assert 'super().__init__("div", "card")' in Path(__file__).read_text().splitlines()[line - 1]


# Changes.


def test_add_appends() -> None:
    tag = l.T("p", l.T("b"))
    driver = drive(tag)
    tag.add("x", l.T("i"))
    assert driver.render() == ["c 4 >0>1 t x", "c 4 >0>2 h <i></i>"]


def test_insert_puts_before() -> None:
    tag = l.T("p", l.T("b", key=1), l.T("i", key=2))
    driver = drive(tag)
    tag.insert(1, l.T("u", key=3))
    assert driver.render() == ["c 4 >0>1 h <u></u>"]
    assert driver.dom(0) == ("p", {}, ("b", {}), ("u", {}), ("i", {}))


def test_remove_knows_children_by_identity() -> None:
    first, second = l.T("b", key=1), l.T("b", key=2)
    tag = l.T("p", first, second)
    driver = drive(tag)
    tag.remove(second)
    assert driver.render() == ["d 4 >0>1"]
    with pytest.raises(ValueError, match=r"<b> from .* isn't here"):
        tag.remove(second)


def test_clear_takes_out_everything_but_attributes() -> None:
    tag = l.T("p", l.T("b"), "x", l.T("i"), {"title": "t"})
    driver = drive(tag)
    tag.clear()
    assert driver.render() == ["d 4 >0>2", "d 4 >0>1", "d 4 >0>0"]
    assert driver.dom(0) == ("p", {"title": "t"})


def test_rename_makes_another_element_of_it() -> None:
    tag = l.T("b", {"title": "t"}, "x")
    driver = drive(tag)
    tag.rename("EM")
    assert driver.render() == ['u 4 >0 h <em title="t">x</em>']


def test_a_tag_with_content_can_not_become_void() -> None:
    with pytest.raises(ValueError, match="<hr> has no content, so <p> can't become one"):
        l.T("p", "x").rename("hr")
    empty = l.T("p")
    empty.rename("hr")
    assert inner(empty) == "<hr>"


def test_a_moved_tag_leaves_its_old_place() -> None:
    child = l.T("b", "x")
    old, new = l.T("div", child), l.T("div")
    driver = drive(old, new)
    old.remove(child)
    new.add(child)
    driver.render()
    assert driver.body() == (("div", {}), ("div", {}, ("b", {}, "x")))


def test_a_tag_can_stand_in_several_places() -> None:
    child = l.T("b", "x")
    driver = drive(l.T("div", child, child), l.T("p", child))
    child.add("y")
    assert driver.render() == ["u 4 >0>0>0 t xy", "u 4 >0>1>0 t xy", "u 4 >1>0>0 t xy"]


def test_a_tag_can_be_changed_before_and_after_it_is_taken_out_and_put_back() -> None:
    child = l.T("b", "x")
    tag = l.T("p", child)
    driver = drive(tag)
    tag.remove(child)
    driver.render()
    child.add("y")
    driver.render()
    tag.add(child)
    assert driver.render() == ["c 4 >0>0 h <b>xy</b>"]


def test_elements_can_be_collected_and_added_together() -> None:
    bound: list[str] = []
    elements = l.Elements({"title": "t"}, "a")
    elements.add(l.T("b"), l.on("click", lambda e: bound.append(e.value)))
    component = l.C("p", elements)
    assert inner(component) == '<p title="t">a<b></b></p>'
    assert [binding.name for binding in component.bindings] == ["click"]


# Keys.


def test_a_key_tells_a_child_from_its_siblings() -> None:
    rows = [l.T("p", f"row {n}", key=n) for n in range(3)]
    tag = l.T("div", rows)
    driver = drive(tag)
    tag.remove(rows[0])
    assert driver.render() == ["d 4 >0>0"]


def test_two_children_can_not_have_the_same_key() -> None:
    with pytest.raises(l.PageError, match=r"two children have the key '7' \(in <div> from .*\)"):
        drive(l.T("div", l.T("p", key=7), l.Group(l.T("p", key="7"))))


def test_the_same_key_can_stand_in_different_parents() -> None:
    drive(l.T("div", l.T("p", key=7)), l.T("div", l.T("p", key=7)))
