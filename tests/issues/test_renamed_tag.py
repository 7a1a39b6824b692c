"""A tag with content could be renamed to a void element, which showed other children than the
server believed; and a wrapped tag that was renamed kept its old name in the page."""

import pytest

import hlive as l
from tests.view.driver import drive


def test_a_tag_with_content_can_not_become_void() -> None:
    with pytest.raises(ValueError, match="<hr> has no content"):
        l.T("p", "x").rename("hr")


def test_a_wrapped_tag_is_renamed_in_the_page() -> None:
    tag = l.T("p", "x")
    component = l.W(tag)
    driver = drive(component)
    tag.rename("div")
    driver.render()
    assert driver.dom(0) == ("div", {"hid": "5"}, "x")
    component.rename("b")
    assert tag.name == "b"
