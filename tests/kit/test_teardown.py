"""Tearing down: what is called when a component has left its page for good, and how often."""

from __future__ import annotations

import gc
from weakref import ref

import pytest

import hlive as l
from hlive import kit
from tests.view.driver import drive


class Row(kit.Teardown):
    """A row that notes its end."""

    def __init__(self, name: str, log: list[str], *elements: object) -> None:
        super().__init__("li", *elements)
        self.add_teardown(lambda: log.append(name))


def test_callbacks_are_called_in_order_and_once() -> None:
    log: list[str] = []
    component = kit.ComponentTeardown("div")
    component.add_teardown(lambda: log.append("first"))
    component.add_teardown(lambda: log.append("second"))
    component.teardown()
    component.teardown()
    assert log == ["first", "second"]


def test_all_callbacks_are_called_when_one_raises() -> None:
    log: list[str] = []
    component = kit.ComponentTeardown("div")
    component.add_teardown(lambda: [][0])
    component.add_teardown(lambda: log.append("second"))
    with pytest.raises(IndexError):
        component.teardown()
    assert log == ["second"]


def test_everything_inside_is_torn_down() -> None:
    log: list[str] = []
    inner = [Row(name, log) for name in "abcd"]
    node = Row("top", log, l.T("p", inner[0]), l.Box(inner[1]), l.Group(inner[2]), "text")
    kit.tear_down([node, (inner[3],), None])
    assert log == ["top", "a", "b", "c", "d"]


def test_a_list_tears_down_what_is_taken_out() -> None:
    log: list[str] = []
    a, b, c, d = [Row(name, log) for name in "abcd"]
    items = kit.ComponentList("ul", a, b, c, d)
    items.move(a, 3)
    items.sort(key=lambda item: item is b)
    assert log == []
    items.remove(b)
    assert log == ["b"]
    items.remove(c, a)
    assert log == ["b", "c", "a"]
    items.clear()
    assert log == ["b", "c", "a", "d"]


def test_a_simple_list_does_not() -> None:
    log: list[str] = []
    a, b = [Row(name, log) for name in "ab"]
    items = kit.ComponentListSimple("ul", a, b)
    items.remove(a)
    items.clear()
    assert log == []


def test_the_others_are_torn_down_when_one_raises() -> None:
    log: list[str] = []
    broken = kit.ComponentTeardown("li")
    broken.add_teardown(lambda: [][0])
    items = kit.ComponentList("ul", broken, Row("b", log))
    with pytest.raises(IndexError):
        items.clear()
    assert log == ["b"]
    assert len(items) == 0


def test_a_component_that_was_torn_down_is_not_unmounted_at_the_end() -> None:
    log: list[str] = []

    def item(name: str) -> kit.ComponentTeardown:
        return kit.ComponentTeardown(
            "li",
            mount=lambda context: log.append(f"{name} mounted"),
            unmount=lambda context: log.append(f"{name} unmounted"),
        )

    items = kit.ComponentList("ul", item("a"), item("b"), item("c"))
    driver = drive(items)
    items.remove(items[1])
    driver.render()
    driver.live.close()
    assert log == ["a mounted", "b mounted", "c mounted", "a unmounted", "c unmounted"]


def test_a_live_page_forgets_what_was_torn_down() -> None:
    items = kit.ComponentList("ul")
    driver = drive(items)
    items.add(kit.ComponentTeardown("li", unmount=lambda context: None))
    driver.render()
    gone = ref(items[0])
    items.clear()
    driver.render()
    driver.render()
    gc.collect()
    assert gone() is None
