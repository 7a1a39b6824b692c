"""Attributes, classes and styles: how they are written, their order, and what is refused."""

import re
from typing import Any

import pytest

import hlive as l
from hlive_proto import markup
from tests.view.driver import drive


def tag_html(*elements: object) -> str:
    """The start tag of an `i` with these elements."""
    driver = drive(l.T("i", *elements))
    found = re.search(r"<i[^>]*>", driver.html)
    assert found
    return found[0]


def test_attributes_stand_in_the_order_of_adding() -> None:
    assert tag_html({"title": "1", "lang": "2"}, {"dir": "3"}) == '<i title="1" lang="2" dir="3">'


def test_a_changed_attribute_keeps_its_place() -> None:
    assert tag_html({"title": "1", "lang": "2"}, {"title": "3"}) == '<i title="3" lang="2">'


def test_an_attribute_that_was_away_goes_to_the_end() -> None:
    tag = tag_html({"title": "1", "lang": "2"}, l.AttrsOff("title"), {"title": "3"})
    assert tag == '<i lang="2" title="3">'


@pytest.mark.parametrize(
    "value, written",
    [
        ("x", '<i a="x">'),
        ("", '<i a="">'),
        (5, '<i a="5">'),
        (2.50, '<i a="2.5">'),
        (True, '<i a="">'),
        (False, "<i>"),
        (None, "<i>"),
        (l.Box("boxed"), '<i a="boxed">'),
        (l.Box(7), '<i a="7">'),
        (l.Box(True), '<i a="">'),
        (l.Box(False), "<i>"),
        (l.Box(None), "<i>"),
        ("a \"b\" <c> & 'd'", '<i a="a &#34;b&#34; &lt;c&gt; &amp; &#39;d&#39;">'),
    ],
)
def test_attribute_values(value: Any, written: str) -> None:
    assert tag_html({"a": value}) == written


def test_false_and_none_take_an_attribute_away() -> None:
    assert tag_html({"a": "1", "b": "2"}, {"a": False, "b": None}) == "<i>"


def test_attrs_off_takes_away_and_does_not_mind_what_is_not_there() -> None:
    assert tag_html({"a": "1", "b": "2"}, l.AttrsOff("A", "c")) == '<i b="2">'


def test_names_are_lower_case_but_as_svg_spells_them() -> None:
    assert tag_html({"TITLE": "a", "viewbox": "b", "VIEWBOX": "c"}) == '<i title="a" viewBox="c">'


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a=b", 'a"', "a'", "a>", "a<", "a/", "\n", "\x7f"]
)
def test_a_name_that_can_not_be_one_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="can't be the name of an attribute"):
        l.T("i", {name: "x"})


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="5 can't be the name of an attribute"):
        l.T("i", {5: "x"})


@pytest.mark.parametrize(
    "name", ["hid", "hon", "HID", "data-hlive-id", "data-hlive-on", "data-hlive-hash"]
)
def test_the_protocols_own_attributes_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"'{name.lower()}' is one of HLive's own attributes"):
        l.T("i", {name: "x"})
    with pytest.raises(ValueError, match="HLive's own"):
        l.T("i", l.AttrsOff(name))
    with pytest.raises(ValueError, match="HLive's own"):
        l.T("i").remove_attributes(name)


@pytest.mark.parametrize("value", [["a"], b"a", {"a": "b"}, l.T("b"), l.Group(), object(), print])
def test_a_value_that_can_not_be_one_is_refused(value: Any) -> None:
    with pytest.raises(
        TypeError, match=r"attribute 'title' can't be .*: give text, a number, True"
    ):
        l.T("i", {"title": value})


@pytest.mark.parametrize("value", [l.T("b"), l.Group(), l.HTML("<b>"), print, l.Box("inner")])
def test_a_box_in_an_attribute_that_holds_no_text_names_the_tag(value: Any) -> None:
    tag = l.T("i", {"title": l.Box(value)})
    wrong = r"'title' of <i> from .*test_attrs\.py:\d+ needs text, but its box holds"
    with pytest.raises(l.PageError, match=wrong):
        drive(tag)


def test_a_box_in_a_style_needs_text() -> None:
    box: l.Box[Any] = l.Box(True)
    style = l.Style({"color": box})
    with pytest.raises(
        l.PageError, match=r"style 'color' of <i> from .* needs text, its box holds"
    ):
        drive(l.T("i", style))


def test_a_list_in_a_box_in_an_attribute_names_the_tag() -> None:
    with pytest.raises(
        l.PageError, match=r"attribute 'a' can't be list .* \(in <i> from .*attrs.py:"
    ):
        drive(l.T("i", {"a": l.Box(["a"])}))


def test_attribute_of_a_tag_can_be_read() -> None:
    box = l.Box("x")
    tag = l.T("i", {"A": box, "b": 5}, l.prevent_default())
    assert tag.attribute("a") == "x"
    assert tag.attribute("B") == "5"
    assert tag.attribute("c") is None
    assert tag.attribute("data-hlive-pd") == ""


# Classes and styles.


def test_class_and_then_style_stand_last() -> None:
    tag = tag_html(l.Style({"color": "red"}), l.Class("a"), {"title": "t"})
    assert tag == '<i title="t" class="a" style="color:red;">'


def test_classes_stand_in_order_and_once() -> None:
    assert tag_html(l.Class("b a"), l.ClassList("c", "b")) == '<i class="b a c">'


def test_classes_are_taken_away() -> None:
    off = [l.ClassOff("a c"), l.ClassListOff("d", "x")]
    assert tag_html(l.Class("a b c d e"), off) == '<i class="b e">'


def test_class_bool_switches_in_its_order() -> None:
    switches = l.ClassBool({"a": False, "c": True, "d": False})
    assert tag_html(l.Class("a b"), switches) == '<i class="b c">'


def test_without_classes_there_is_no_class_attribute() -> None:
    assert tag_html(l.Class("a"), l.ClassOff("a")) == "<i>"


def test_a_class_that_was_away_goes_to_the_end() -> None:
    assert tag_html(l.Class("a b"), l.ClassOff("a"), l.Class("a")) == '<i class="b a">'


def test_class_given_both_ways_is_written_once() -> None:
    assert tag_html({"class": "x", "a": "1"}, l.Class("y")) == '<i class="x y" a="1">'


def test_styles_stand_in_order_and_a_changed_one_keeps_its_place() -> None:
    tag = tag_html(l.Style({"color": "red", "top": "0"}), l.Style({"color": "blue"}))
    assert tag == '<i style="color:blue;top:0;">'


def test_styles_are_taken_away() -> None:
    assert tag_html(l.Style({"color": "red", "top": "0"}), l.StyleOff("color", "x")) == (
        '<i style="top:0;">'
    )


def test_style_given_both_ways_is_written_once() -> None:
    assert tag_html({"style": "top:0;"}, l.Style({"color": "red"})) == (
        '<i style="top:0;color:red;">'
    )


def test_style_values_may_be_numbers_or_boxes() -> None:
    assert tag_html(l.Style({"opacity": 0.5, "z-index": 3, "color": l.Box("red")})) == (
        '<i style="opacity:0.5;z-index:3;color:red;">'
    )


@pytest.mark.parametrize("value", [None, True, ["a"], b"a"])
def test_a_style_value_that_can_not_be_one_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="style 'color' can't be"):
        l.Style({"color": value})


@pytest.mark.parametrize("value", [None, "yes", 1, l.Box("x")])
def test_a_class_is_on_or_off(value: Any) -> None:
    with pytest.raises(TypeError, match="class 'a' is on or off: give True or False"):
        l.ClassBool({"a": value})


def test_attributes_change_in_the_browser() -> None:
    box, color = l.Box("1"), l.Box("red")
    tag = l.T("i", {"title": box, "lang": "en"}, l.Class("a"), l.Style({"color": color}))
    driver = drive(tag)
    box.set("2 & 3")
    assert driver.render() == ['u 4 >0 a title="2 & 3"']
    color.set("blue")
    assert driver.render() == ['u 4 >0 a style="color:blue;"']
    tag.add(l.Class("b"), l.AttrsOff("lang"))
    assert driver.render() == ['u 4 >0 a class="a b"', 'd 4 >0 a lang="en"']
    tag.add(l.ClassOff("a b"), l.StyleOff("color"))
    assert driver.render() == ['d 4 >0 a class="a b"', 'd 4 >0 a style="color:blue;"']
    tag.remove_attributes("TITLE", "none")
    assert driver.render() == [f'd 4 >0 a title="{markup.escape("2 & 3")}"']
    assert driver.dom(0) == ("i", {})
