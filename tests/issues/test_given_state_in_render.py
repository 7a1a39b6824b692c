"""State that a parent gives at each render is a start: what happened since isn't undone."""

from __future__ import annotations

import hlive as l
from tests.view.driver import drive


class Counter(l.Component):
    count: int = l.state(0)

    def render(self) -> object:
        return self.count


class Parent(l.Component):
    title: str = l.state("a")

    def render(self) -> object:
        return [l.T("b", self.title), Counter(count=3)]


async def test_a_render_of_the_parent_leaves_the_count() -> None:
    parent = Parent()
    driver = drive(parent)
    counter = parent.children[1]
    assert isinstance(counter, Counter)
    counter.count = 7
    parent.title = "b"
    driver.render()
    assert driver.dom(0) == ("div", {"hid": "5"}, ("b", {}, "b"), ("div", {"hid": "6"}, "7"))
