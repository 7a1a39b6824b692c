"""A component in two places of a page was sent twice, and later patches hit the first of them."""

import pytest

import hlive as l
from tests.view.driver import drive, note


def test_it_is_refused_in_the_first_html() -> None:
    component = l.C("p")
    with pytest.raises(l.PageError, match="stands in the page twice"):
        drive(l.T("div", component), l.T("div", component))


def test_it_is_refused_when_it_comes_later() -> None:
    component = l.C("p", "x")
    group = l.Group()
    driver = drive(component, group, development=True)
    group.add(l.T("div", component))
    assert driver.render() == ["x|error"]
    assert "would stand in the page twice" in note(driver.frames[-1])


def test_the_same_tag_with_a_component_twice_in_one_parent_is_refused() -> None:
    tag = l.T("div", l.C("p"))
    driver = drive(tag, development=True)
    driver.page.body.add(tag)
    assert driver.render() == ["x|error"]


async def test_a_component_that_moved_into_one_that_is_rendered_alone_can_still_be_called() -> None:
    """It was taken for gone when its old place was rendered."""
    calls: list[str] = []
    component = l.C("b", l.on("click", lambda e: calls.append("click")))
    old, new = l.C("div", component), l.C("div")
    driver = drive(old, new)
    old.remove(component)
    new.add(component)
    with pytest.raises(l.PageError, match="if it only moved, render the whole page"):
        driver.live.render_component(new)
    driver.render()
    await driver.fire(component, "click")
    assert calls == ["click"]
