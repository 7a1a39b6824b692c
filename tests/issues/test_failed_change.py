"""A tag that was changed by a call which then raised was remembered as it had been before."""

import pytest

import hlive as l
from tests.view.driver import drive


def test_what_was_removed_before_the_error_is_gone() -> None:
    rows = [l.T("p", str(number)) for number in range(4)]
    tag = l.T("div", rows)
    driver = drive(tag)
    with pytest.raises(ValueError, match="isn't here"):
        tag.remove(rows[0], l.T("p"))
    driver.render()
    rows[3].add("!")
    driver.render()
    assert driver.dom(0) == ("div", {}, ("p", {}, "1"), ("p", {}, "2"), ("p", {}, "3!"))


def test_what_was_added_before_the_error_is_there() -> None:
    tag = l.T("div")
    driver = drive(tag)
    with pytest.raises(TypeError):
        tag.add("x", b"bytes")
    assert driver.render() == ["c 4 >0>0 t x"]


def test_attributes_removed_before_the_error_are_gone() -> None:
    tag = l.T("div", {"title": "x"})
    driver = drive(tag)
    with pytest.raises(ValueError, match="HLive's own"):
        tag.remove_attributes("title", "hid")
    assert driver.render() == ['d 4 >0 a title="x"']
