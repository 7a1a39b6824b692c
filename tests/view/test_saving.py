"""A page is saved as bytes and loaded into a new one; what can't be is refused, with its place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

import hlive as l
from tests.view.driver import Driver, drive, page_of


class Counter(l.Component):
    count: int = l.state(0)

    def render(self) -> object:
        return [l.T("p", self.count), l.on("click", self.more)]

    def more(self, event: l.Event) -> None:
        self.count += 1


@dataclass
class Task:
    text: str
    due: date | None = None


class Tasks(l.Component):
    tasks: list[Task] = l.state(factory=list)
    reverse: bool = l.state(False)

    def render(self) -> object:
        shown = self.tasks[::-1] if self.reverse else self.tasks
        return [l.T("li", task.text, Counter(), key=task.text) for task in shown]

    def counter(self, index: int) -> Counter:
        row = self.children[index]
        assert isinstance(row, l.Tag)
        counter = row.children[1]
        assert isinstance(counter, Counter)
        return counter


class Prices(l.Component):
    """Its state was `price`, a whole number, in version 1."""

    version = 3
    cents: int = l.state(0)

    def render(self) -> object:
        return f"{self.cents} ct"

    @classmethod
    def migrate(cls, version: int, state: dict[str, Any]) -> dict[str, Any]:
        if version == 1:
            return {"cents": state["price"] * 100}
        return super().migrate(version, state)


class Loose(l.Component):
    value: Any = l.state(None)

    def render(self) -> object:
        return repr(self.value)


class Even(l.Component):
    number: int = l.state(0, rule=lambda value: _refuse_odd(value))

    def render(self) -> object:
        return self.number


def _refuse_odd(value: int) -> None:
    if value % 2:
        raise ValueError(f"{value} is odd")


def saved(*elements: object) -> Any:
    """The content of what is saved of a page with these elements."""
    return json.loads(page_of(*elements).save())


def state_of(component: l.Component, state: object, version: int = 1) -> bytes:
    """Saved state for the first component of its class in a page."""
    place = f"/{type(component).__qualname__}#0"
    content = {"hlive": 1, "components": {place: {"version": version, "state": state}}, "boxes": {}}
    return json.dumps(content).encode()


# What is saved.


def test_the_saved_bytes_are_literally_these() -> None:
    tasks = Tasks(tasks=[Task("a", date(2024, 2, 29)), Task("b")])
    page = page_of(l.T("section", tasks), l.T("p", l.Box("hä?", name="said")))
    assert page.save().decode() == (
        '{"hlive":1,"components":{'
        '"/Tasks#0":{"version":1,"state":{"tasks":[{"text":"a","due":"2024-02-29"},'
        '{"text":"b","due":null}],"reverse":false}},'
        '"/Tasks#0/Counter#0":{"version":1,"state":{"count":0}},'
        '"/Tasks#0/Counter#1":{"version":1,"state":{"count":0}}},'
        '"boxes":{"said":"hä?"}}'
    )
    assert page.save() == page.save()


def test_a_place_is_made_of_classes_keys_and_turns() -> None:
    row = l.T("div", Counter(key="a"), l.G(Counter()))
    other = l.T("div", Counter(key="a"), l.Box(Counter()), [Counter(key="a#1")])
    assert list(saved(Counter(), row, other)["components"]) == [
        "/Counter#0",
        "/Counter['a']#0",
        "/Counter#1",
        "/Counter['a']#1",
        "/Counter#2",
        "/Counter['a#1']#0",
    ]


def test_boxes_in_attributes_and_styles_are_saved_by_name() -> None:
    tag = l.T("a", {"title": l.Box("t", name="one")}, l.Style({"color": l.Box("red", name="two")}))
    again = l.Box(True, name="three")
    assert saved(tag, l.T("input", {"disabled": again}), l.T("input", {"checked": again})) == {
        "hlive": 1,
        "components": {},
        "boxes": {"one": "t", "two": "red", "three": True},
    }


def test_a_page_with_nothing_declared_can_not_be_saved() -> None:
    with pytest.raises(l.StateError) as caught:
        page_of(l.T("p", "text")).save()
    assert str(caught.value) == (
        "this page can't be saved: it declares no state. Make its parts components with "
        "state() fields and render(), or give its boxes names"
    )


def test_a_box_without_a_name_can_not_be_saved() -> None:
    line = l.T("p", l.Box("lost"))
    with pytest.raises(l.StateError) as caught:
        page_of(Counter(), line).save()
    assert str(caught.value) == (
        f"this page can't be saved: Box('lost') in {line!r} has no name. Write "
        'Box(..., name="...") or declare state in a component'
    )
    assert re.search(r"test_saving\.py:\d+ has no name", str(caught.value))


def test_two_boxes_can_not_have_one_name() -> None:
    page = page_of(l.Box("a", name="x"), l.Box("b", name="x"))
    with pytest.raises(
        l.StateError, match=r"^two boxes are named 'x': a name must be the only one"
    ):
        page.save()


def test_a_box_with_something_that_is_no_data_can_not_be_saved() -> None:
    page = page_of(l.Box(l.T("b"), name="x"))
    with pytest.raises(l.StateError) as caught:
        page.save()
    assert str(caught.value).startswith("this page can't be saved: box 'x': Tag <b> from ")
    assert str(caught.value).endswith(" can't be saved where no type says what it is")


def test_a_value_that_is_no_data_can_not_be_saved() -> None:
    loose = Loose(value={1, 2})
    with pytest.raises(l.StateError) as caught:
        page_of(l.T("div", loose)).save()
    assert str(caught.value) == (
        f"the state of {loose!r} can't be saved: /Loose#0.value: set {{1, 2}} can't be saved "
        "where no type says what it is"
    )


def test_half_a_surrogate_pair_comes_back() -> None:
    page = page_of(Loose(value="\ud800"))
    loose = Loose()
    page_of(loose).load(page.save())
    assert loose.value == "\ud800"


# There and back.


async def test_a_live_page_goes_on_in_a_new_one() -> None:
    def home() -> l.Page:
        tasks = Tasks(tasks=[Task("a"), Task("b")])
        return page_of(tasks, l.T("p", l.Box("?", name="said")))

    driver = Driver(home)
    tasks = driver.page.body.children[0]
    assert isinstance(tasks, Tasks)
    await driver.fire(tasks.counter(1), "click")
    tasks.reverse = True
    driver.render()
    await driver.fire(tasks.counter(0), "click")
    data = driver.page.save()

    page = home()
    page.load(data)
    assert page.save() == data
    again = Driver(lambda: page)
    assert again.html.partition("<body>")[2] == (
        "<div>"
        "<li>b<div><p>2</p></div></li>"
        "<li>a<div><p>0</p></div></li>"
        "</div><p>?</p></body></html>"
    )


def test_state_inside_of_state_is_found_again_by_its_place() -> None:
    class Pair(l.Component):
        keyed: bool = l.state(True)

        def render(self) -> object:
            return [Counter(key=key if self.keyed else None) for key in ("a", "b")]

    pair = Pair()
    page = page_of(pair)
    page.save()
    for at, counter in enumerate(pair.children):
        assert isinstance(counter, Counter)
        counter.count = at + 1
    content = json.loads(page.save())["components"]
    places = [place.rpartition("/")[2] for place in content]
    assert places[1:] == ["Counter['a']#0", "Counter['b']#0"]

    other = Pair()
    page_of(other).load(page.save())
    assert [counter.count for counter in other.children if isinstance(counter, Counter)] == [1, 2]


def test_what_a_parent_gave_does_not_undo_what_was_loaded() -> None:
    class Parent(l.Component):
        title: str = l.state("x")

        def render(self) -> object:
            return [self.title, Counter(count=3)]

    def child(parent: Parent) -> Counter:
        counter = parent.children[1]
        assert isinstance(counter, Counter)
        return counter

    parent = Parent()
    page = page_of(parent)
    page.save()
    child(parent).count = 8
    data = page.save()
    new = Parent()
    page = page_of(new)
    page.load(data)
    new.title = "y"
    page.save()
    assert child(new).count == 8


def test_named_boxes_are_found_again() -> None:
    box, switch = l.Box("", name="said"), l.Box(False, name="off")
    page = page_of(l.T("p", box), l.T("input", {"disabled": switch}))
    page.load(b'{"hlive":1,"components":{},"boxes":{"said":"hello","off":true,"gone":1}}')
    assert (box.get(), switch.get()) == ("hello", True)


def test_what_is_new_keeps_its_start_and_what_is_gone_is_left_out() -> None:
    counter, loose = Counter(count=1), Loose(value=2)
    page_of(counter, loose).load(state_of(loose, {"value": 5, "was": 1}))
    assert (counter.count, loose.value) == (1, 5)


# Versions.


def test_older_state_goes_through_migrate() -> None:
    prices = Prices()
    page = page_of(prices)
    page.load(state_of(prices, {"price": 4}))
    assert prices.cents == 400
    assert json.loads(page.save())["components"]["/Prices#0"] == {
        "version": 3,
        "state": {"cents": 400},
    }


@pytest.mark.parametrize(
    "component, version, state, message",
    [
        (Prices, 2, {}, "the saved state of /Prices#0 doesn't fit: Prices 3 can't read version 2"),
        (Prices, 1, {}, "the saved state of /Prices#0 doesn't fit: 'price'"),
        (
            Counter,
            1,
            {"count": "3"},
            "the saved state of /Counter#0 doesn't fit: /Counter#0.count: '3' is no int: '3' is no",
        ),
        (Counter, 1, 5, "the saved state of /Counter#0 doesn't fit: 'int' object is not iterable"),
        (Even, 1, {"number": 3}, "the saved state of /Even#0 doesn't fit: 3 is odd"),
    ],
)
def test_state_that_does_not_fit_is_refused(
    component: type[l.Component], version: int, state: object, message: str
) -> None:
    item = component()
    with pytest.raises(l.StateError, match=f"^{re.escape(message)}"):
        page_of(item).load(state_of(item, state, version))


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "this is no saved page: JSONDecodeError("),
        (b"\xff\xfe\xfd", "this is no saved page: UnicodeDecodeError("),
        (b"[]", "this is no saved page: TypeError("),
        (b"{}", "this is no saved page: KeyError('hlive')"),
        (b'{"hlive":1,"components":{}}', "this is no saved page: KeyError('boxes')"),
        (b'{"hlive":1,"components":[],"boxes":{}}', "this is no saved page: TypeError("),
        (b'{"hlive":1,"components":{},"boxes":5}', "this is no saved page: TypeError("),
        (
            b'{"hlive":2,"components":{},"boxes":{}}',
            "this page was saved in format 2, not 1",
        ),
        (
            b'{"hlive":1,"components":{"/Counter#0":5},"boxes":{}}',
            "the saved state of /Counter#0 doesn't fit: 'int' object is not subscriptable",
        ),
        (
            b'{"hlive":1,"components":{},"boxes":{"said":{"a":1}}}',
            "what was saved of box 'said' doesn't fit: dict {'a': 1} can't be shown in a page",
        ),
    ],
)
def test_bytes_that_are_no_saved_page_are_refused(data: bytes, message: str) -> None:
    page = page_of(Counter(), l.Box("", name="said"))
    with pytest.raises(l.StateError, match=f"^{re.escape(message)}"):
        page.load(data)


async def test_saving_does_not_disturb_a_live_page() -> None:
    counter = Counter()
    driver = drive(counter)
    counter.count = 2
    driver.page.save()
    assert driver.render() == ["u 5 >0>0 t 2"]
