"""Components whose children are computed at each render, in both forms."""

from __future__ import annotations

import pytest

import hlive as l
from hlive import kit
from tests.view.driver import drive


def test_the_children_are_what_the_function_says_now() -> None:
    names = ["a"]
    component = kit.ComponentComputed(
        "ul", lambda: [l.T("li", name) for name in names], {"id": "names"}
    )
    driver = drive(component)
    assert driver.dom(0) == ("ul", {"id": "names", "hid": "5"}, ("li", {}, "a"))
    names.append("b")
    assert driver.render() == ["c 5 >1 h <li>b</li>"]
    names.pop(0)
    assert driver.render() == ["u 5 >0>0 t b", "d 5 >1"]
    assert driver.render() == []


class Numbers(kit.ComponentComputed):
    """Shows the numbers up to a limit."""

    limit = 2

    def compute(self) -> object:
        return [l.T("li", number) for number in range(self.limit)]


async def test_a_class_computes_its_children() -> None:
    numbers = Numbers("ol", None)

    def grow(event: l.Event) -> None:
        numbers.limit += 1

    numbers.add(l.on("click", grow))
    driver = drive(numbers)
    assert await driver.fire(numbers, "click") == ["c 5 >2 h <li>2</li>"]
    assert await driver.fire(numbers, "click") == ["c 5 >3 h <li>3</li>"]


async def test_a_function_is_a_child_of_any_component() -> None:
    clicks = [0]

    def click(event: l.Event) -> None:
        clicks[0] += 1

    button = l.C("button", l.on("click", click), lambda: clicks[0])
    driver = drive(button)
    assert await driver.fire(button, "click") == ["u 5 >0 t 1"]


def test_components_that_a_function_keeps_stay_what_they_are() -> None:
    items = [l.C("li", "a"), l.C("li", "b")]
    driver = drive(kit.ComponentComputed("ul", lambda: list(items)))
    items.reverse()
    assert driver.render() == ["d 5 >1", 'c 5 >0 h <li hid="7">b</li>']


def test_what_cannot_be_shown_is_told() -> None:
    component = kit.ComponentComputed("p", lambda: {"no": "child"})
    with pytest.raises(l.PageError, match="attributes go into a tag itself"):
        drive(component)
