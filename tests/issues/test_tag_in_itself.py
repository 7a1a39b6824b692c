"""A tag inside itself ended in a RecursionError that said nothing about the page."""

import pytest

import hlive as l
from tests.view.driver import drive


def test_it_is_refused_with_its_line() -> None:
    outer, inner = l.T("div"), l.T("p")
    outer.add(inner)
    inner.add(l.Box(outer))
    with pytest.raises(
        l.PageError, match=r"<div> from .*in_itself\.py:\d+ can't stand inside itself"
    ):
        drive(outer)


def test_a_page_can_get_over_it() -> None:
    tag = l.T("div")
    driver = drive(tag, development=True)
    tag.add(tag)
    assert driver.render() == ["x|error"]
    tag.clear()
    tag.add("x")
    assert driver.render() == ["c 4 >0>0 t x"]
