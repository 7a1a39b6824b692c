"""Wrapping a tag as a mountable component, and HTML of single nodes."""

import pytest

import hlive as l
from tests.view.driver import Driver


def test_a_wrapped_tag_can_be_mountable() -> None:
    seen: list[l.Context] = []

    def home() -> l.Page:
        component = l.wrap(l.T("p", "text"), kind=l.CM)
        component.set_mount(seen.append)
        page = l.Page()
        page.body.add(component)
        return page

    driver = Driver(home)
    assert driver.dom(0) == ("p", {"hid": "5"}, "text")
    assert [context.page for context in seen] == [driver.page]


def test_some_nodes_as_html() -> None:
    assert l.html_of("a<b", l.C("p", {"id": "x"}, l.Box(1)), l.HTML("<hr>")) == (
        'a&lt;b<p id="x">1</p><hr>'
    )


def test_what_can_not_be_shown_has_no_html() -> None:
    with pytest.raises(l.PageError, match="can't stand inside <p>"):
        l.html_of(l.T("p", l.T("div")))
