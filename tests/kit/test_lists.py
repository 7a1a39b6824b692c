"""Lists of components: what can be in them, how they change, and what a change costs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

import hlive as l
from hlive import kit, lower
from tests.view.driver import Driver, doing, drive

MANY = 10_000

both = pytest.mark.parametrize("kind", [kit.ComponentList, kit.ComponentListSimple])


def row(text: str) -> l.Component:
    return l.C("li", text)


def texts(items: kit.ComponentListSimple) -> list[object]:
    return [item.children[0] for item in items]


@both
def test_items_attributes_and_bindings_are_added_alike(kind: type[kit.ComponentListSimple]) -> None:
    one, two, three, four = map(row, ["one", "two", "three", "four"])
    items = kind("ul", {"id": "list"}, one, l.Class("wide"), [two, None], key="k")
    items.add(l.Group(three), l.on("click", doing(bool)), l.Elements(four, {"title": "t"}))
    assert list(items) == [one, two, three, four]
    assert len(items) == 4
    assert items[2] is three
    assert items[-1] is four
    assert items.index(two) == 1
    assert two in items
    assert row("two") not in items
    assert items.attribute("id") == "list"
    assert items.attribute("title") == "t"
    assert [binding.name for binding in items.bindings] == ["click"]
    assert items.key == "k"


@pytest.mark.parametrize(
    "child", ["text", 1, 2.5, l.T("li"), l.Box("text"), l.HTML("<li></li>"), lambda: l.C("li")]
)
@both
def test_other_children_are_refused(kind: type[kit.ComponentListSimple], child: object) -> None:
    items = kind("ul")
    with pytest.raises(TypeError, match="a list holds components"):
        items.add(row("one"), child)
    with pytest.raises(TypeError, match="a list holds components"):
        items.insert(0, child)
    assert len(items) == 0


def test_an_item_can_be_there_only_once() -> None:
    one, two = row("one"), row("two")
    items = kit.ComponentList("ul", one)
    with pytest.raises(ValueError, match="in the list already"):
        items.add(two, one)
    with pytest.raises(ValueError, match="in the list already"):
        items.insert(0, two, two)
    assert list(items) == [one]
    items.add(two)
    items.remove(two)
    items.add(two)
    assert list(items) == [one, two]
    items.clear()
    items.add(one)
    assert list(items) == [one]


@both
def test_items_come_and_go_by_index_and_by_item(kind: type[kit.ComponentListSimple]) -> None:
    a, b, c, d, e = map(row, "abcde")
    items = kind("ul", a, b)
    items.insert(1, c)
    items.insert(b, d)
    items.insert(0, l.Group(e))
    assert texts(items) == ["e", "a", "c", "d", "b"]
    items.remove(c)
    items.remove(b, e)
    assert texts(items) == ["a", "d"]
    items.clear()
    assert texts(items) == []


@both
def test_what_is_not_there_cannot_be_removed(kind: type[kit.ComponentListSimple]) -> None:
    a, b = row("a"), row("b")
    items = kind("ul", a)
    for wrong in [(b,), (a, b), ("7",), (a, "7")]:
        with pytest.raises(ValueError, match="isn't in the list"):
            items.remove(*wrong)
    with pytest.raises(ValueError, match="isn't in the list"):
        items.index(b)
    with pytest.raises(ValueError, match="isn't in the list"):
        items.insert(b, row("c"))
    assert list(items) == [a]


def test_move_and_sort() -> None:
    items = kit.ComponentList("ul", *map(row, "dbace"))
    items.move(items[0], 3)
    assert texts(items) == ["b", "a", "c", "d", "e"]
    items.move(items[4], 0)
    assert texts(items) == ["e", "b", "a", "c", "d"]
    items.sort(key=lambda item: item.children[0])
    assert texts(items) == ["a", "b", "c", "d", "e"]
    items.sort(key=lambda item: item.children[0], reverse=True)
    assert texts(items) == ["e", "d", "c", "b", "a"]
    with pytest.raises(ValueError, match="already"):
        items.add(items[0])


def test_items_are_found_by_id_while_they_are_in_the_page() -> None:
    items = kit.ComponentListSimple("ul", *map(row, "abc"))
    a, b, c = items
    assert items.get("1") is None
    driver = drive(items)
    assert [item.id for item in items] == ["6", "7", "8"]
    assert items.get("7") is b
    assert items.get("5") is None
    assert items.get("99") is None
    items.insert("8", row("d"))
    items.move("6", 3)
    items.remove("7")
    assert texts(items) == ["d", "c", "a"]
    assert items.get("7") is None
    driver.render()
    items.add(b)
    driver.render()
    assert items.get("7") is b
    assert c in items and a in items


def test_what_a_change_sends() -> None:
    items = kit.ComponentList("ul", *(row(letter * 30) for letter in "abcd"))
    driver = drive(items)
    assert items.id == "5"
    items.remove(items[1])
    assert driver.render() == ["d 5 >1"]
    items.insert(1, row("x"))
    assert driver.render() == ['c 5 >1 h <li hid="10">x</li>']
    items.move(items[0], 3)
    assert driver.render() == ["d 5 >0", f'c 5 >3 h <li hid="6">{"a" * 30}</li>']
    items.remove(items[0])
    assert driver.render() == ["d 5 >0"]
    items.sort(key=lambda item: item.children[0])
    assert driver.render() == ["d 5 >2", f'c 5 >0 h <li hid="6">{"a" * 30}</li>']
    items.sort(key=lambda item: item.children[0])
    assert driver.render() == []
    items.remove(items[0], items[1])
    assert driver.render() == ["d 5 >1", "d 5 >0"]
    items.clear()
    assert driver.render() == ["d 5 >0"]


async def test_a_handler_removes_its_own_row() -> None:
    items = kit.ComponentList("ul")

    def add(text: str) -> None:
        item = row(text)
        item.add(l.on("click", lambda e: items.remove(item)))
        items.add(item)

    for text in "abc":
        add(text)
    driver = drive(items)
    assert await driver.fire(items[1], "click") == ["d 5 >1"]
    assert await driver.fire(items[1], "click") == ["d 5 >1"]
    assert texts(items) == ["a"]


# What it costs.


def long_table() -> tuple[Driver, kit.ComponentList]:
    rows = kit.ComponentList("tbody", [l.C("tr", l.T("td", str(n))) for n in range(MANY)])
    return drive(l.T("table", rows)), rows


@pytest.fixture(scope="module")
def table() -> tuple[Driver, kit.ComponentList]:
    return long_table()


@contextmanager
def counting_builds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the tags that are built anew."""
    built: list[str] = []
    build = lower.Walk.build

    def counted(walk: lower.Walk, tag: l.Tag) -> Any:
        built.append(tag.name)
        return build(walk, tag)

    with monkeypatch.context() as patch:
        patch.setattr(lower.Walk, "build", counted)
        yield built


def test_a_changed_row_is_lowered_alone(
    table: tuple[Driver, kit.ComponentList], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, rows = table
    cell = rows[5000].children[0]
    assert isinstance(cell, l.Tag)
    with counting_builds(monkeypatch) as built:
        cell.add("!")
        driver.live.render()
    assert built == ["table", "td"]  # A table always looks at its few children, for a tbody.


def test_rows_that_stay_are_not_lowered_again(
    table: tuple[Driver, kit.ComponentList], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, rows = table
    with counting_builds(monkeypatch) as built:
        rows.remove(rows[5000])
        driver.live.render()
        rows.insert(2500, l.C("tr", l.T("td", "new")))
        driver.live.render()
        rows.move(rows[10], 9000)
        driver.live.render()
    assert built.count("tr") == built.count("td") == 1
    assert len(built) < 20


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of Python run meanwhile."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return lines


def test_one_row_is_added_inserted_found_and_removed_without_a_look_at_all(
    table: tuple[Driver, kit.ComponentList],
) -> None:
    _, rows = table
    new = [l.C("tr") for _ in range(2)]
    middle = rows[5000]
    assert middle.id is not None
    assert lines_run(lambda: rows.add(new[0])) < 200
    assert lines_run(lambda: rows.insert(middle, new[1])) < 200
    assert lines_run(lambda: rows.get(middle.id or "")) < 200
    assert lines_run(lambda: rows.index(middle)) < 200
    assert lines_run(lambda: rows.remove(middle)) < 200
    assert lines_run(lambda: rows.move(rows[10], 9000)) < 200


def test_many_rows_are_removed_in_one_go(table: tuple[Driver, kit.ComponentList]) -> None:
    _, rows = table
    leaving = list(rows)[1::2]
    assert lines_run(lambda: rows.remove(*leaving)) < 40 * MANY
    assert len(rows) in range(MANY // 2 - 5, MANY // 2 + 5)
