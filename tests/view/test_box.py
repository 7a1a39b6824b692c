"""Boxes and groups: what they hold, and that the page follows them wherever they are."""

import re
from typing import Any

import pytest

import hlive as l
from tests.view.driver import drive


def test_a_box_gives_what_it_holds() -> None:
    box = l.Box(1)
    assert box.get() == 1
    box.set(2)
    assert box.get() == 2
    box.update(lambda number: number * 10)
    assert box.get() == 20
    assert repr(box) == "Box(20)"


@pytest.mark.parametrize(
    "value, advice",
    [
        (b"x", "decode it first"),
        ({"class": "x"}, "attributes go into a tag itself, not into a box or group"),
        (object(), "give text, a number, a tag, a box"),
        (str, "make an object of it"),
        ([b"x"], "decode it first"),
    ],
)
def test_what_a_box_can_not_hold_is_refused_where_it_is_set(value: Any, advice: str) -> None:
    box: l.Box[Any] = l.Box("before")
    with pytest.raises(TypeError, match=re.escape(advice)):
        l.Box(value)
    with pytest.raises(TypeError, match=re.escape(advice)):
        box.set(value)
    with pytest.raises(TypeError, match=re.escape(advice)):
        box.update(lambda _: value)
    assert box.get() == "before"
    group = l.Group("before")
    with pytest.raises(TypeError, match=re.escape(advice)):
        group.add("after", value)
    assert list(group) == ["before"]


def test_a_truth_value_in_a_box_switches_an_attribute() -> None:
    box: l.Box[Any] = l.Box(True)
    driver = drive(l.T("input", {"disabled": box}))
    assert '<input disabled="">' in driver.html
    box.set(False)
    assert driver.render() == ['d 4 >0 a disabled=""']
    box.set(None)
    assert driver.render() == []
    box.set(True)
    assert driver.render() == ['c 4 >0 a disabled=""']


def test_a_truth_value_in_a_box_can_not_be_shown_as_text() -> None:
    with pytest.raises(l.PageError, match=r"a box in <p> from .*test_box\.py:\d+ holds True"):
        drive(l.T("p", l.Box(True)))


def test_every_tag_that_shows_a_box_follows_it() -> None:
    box: l.Box[Any] = l.Box("1")
    driver = drive(l.T("p", box), l.T("p", {"title": box}), l.T("p", "a", box, "b"))
    box.set("2")
    assert driver.render() == ["u 4 >0>0 t 2", 'u 4 >1 a title="2"', "u 4 >2>0 t a2b"]


def test_a_box_can_change_what_it_holds_from_one_kind_to_another() -> None:
    box: l.Box[Any] = l.Box("text")
    driver = drive(l.T("div", box))
    steps: list[tuple[Any, tuple[Any, ...]]] = [
        (l.T("p", "tag"), (("p", {}, "tag"),)),
        (None, ()),
        (5, ("5",)),
        (["a", l.T("b"), "c"], ("a", ("b", {}), "c")),
        (l.HTML("<i>raw</i>"), (("i", {}, "raw"),)),
        (l.HTML("<i>RAW</i>"), (("i", {}, "RAW"),)),
        (l.Group("x", "y"), ("xy",)),
        (l.Box("inner"), ("inner",)),
        (lambda: "computed", ("computed",)),
    ]
    for value, shown in steps:
        box.set(value)
        driver.render()
        assert driver.dom(0) == ("div", {}, *shown)


def test_a_box_in_a_box_is_followed() -> None:
    inner, other = l.Box("1"), l.Box("other")
    outer: l.Box[Any] = l.Box(inner)
    driver = drive(l.T("p", outer))
    inner.set("2")
    assert driver.render() == ["u 4 >0>0 t 2"]
    outer.set(other)
    driver.render()
    inner.set("unseen")
    assert driver.render() == []
    other.set("seen")
    assert driver.render() == ["u 4 >0>0 t seen"]


def test_a_tag_in_a_box_that_is_also_elsewhere_is_followed_in_both_places() -> None:
    tag = l.T("b", "x")
    box: l.Box[Any] = l.Box(tag)
    driver = drive(l.T("p", box), l.T("p", tag))
    tag.add("y")
    assert driver.render() == ["u 4 >0>0>0 t xy", "u 4 >1>0>0 t xy"]
    box.set("gone")
    driver.render()
    tag.add("z")
    assert driver.render() == ["u 4 >1>0>0 t xyz"]


def test_a_change_that_is_taken_back_sends_nothing() -> None:
    box = l.Box("a")
    driver = drive(l.T("p", box))
    box.set("b")
    box.set("a")
    assert driver.render() == []


def test_a_group_can_grow_and_shrink() -> None:
    group = l.Group("a", l.T("b"))
    first = group
    driver = drive(l.T("p", "<", group, ">"))
    assert driver.dom(0) == ("p", {}, "<a", ("b", {}), ">")
    group.add("c", None, l.T("i"))
    driver.render()
    assert driver.dom(0) == ("p", {}, "<a", ("b", {}), "c", ("i", {}), ">")
    group.remove("a")
    driver.render()
    assert driver.dom(0) == ("p", {}, "<", ("b", {}), "c", ("i", {}), ">")
    group.clear()
    driver.render()
    assert driver.dom(0) == ("p", {}, "<>")
    assert (first is group, len(group), list(group)) == (True, 0, [])


def test_what_is_not_in_a_group_can_not_be_taken_out() -> None:
    with pytest.raises(ValueError, match=r"<p> from .* isn't here"):
        l.Group(l.T("p")).remove(l.T("p"))


def test_a_group_in_several_places_grows_in_all() -> None:
    group = l.Group("a")
    driver = drive(l.T("p", group), l.T("div", l.Box(group)))
    group.add("b")
    assert driver.render() == ["u 4 >0>0 t ab", "u 4 >1>0 t ab"]
