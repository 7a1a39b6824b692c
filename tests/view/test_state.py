"""Declared state: typed fields, refused where they are wrong, shown when they are assigned."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

import pytest

import hlive as l
from hlive.state import state_fields
from tests.view.driver import Driver, drive, note, page_of, readable

if TYPE_CHECKING:
    from decimal import Decimal as Unknown


class Color(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Point:
    x: int
    y: int


def even(value: int) -> None:
    if value % 2:
        raise ValueError(f"{value} is odd")


class Counter(l.Component):
    count: int = l.state(0)

    def render(self) -> object:
        return [l.T("p", self.count), l.C("button", "+", l.on("click", self.more))]

    def more(self, event: l.Event) -> None:
        self.count += 1

    @property
    def button(self) -> l.Component:
        button = self.children[1]
        assert isinstance(button, l.Component)
        return button


class Everything(l.Component):
    number: float = l.state(1.5)
    maybe: str | None = l.state(None)
    color: Color = l.state(Color.RED)
    size: Literal["s", "m"] = l.state("s")
    point: Point = l.state(Point(1, 2))
    rows: list[int] = l.state(factory=lambda: [1, 2])
    pairs: dict[str, tuple[int, str]] = l.state(factory=dict)
    halved: int = l.state(2, rule=even)
    open_: object = l.state(None)

    def render(self) -> object:
        return None


# Types.


@pytest.mark.parametrize(
    "field, value, message",
    [
        ("number", "1", "Everything.number must be float, not str '1'"),
        ("number", True, "Everything.number must be float, not bool True"),
        ("maybe", 5, "Everything.maybe must be str | None, not int 5"),
        ("color", "red", "Everything.color must be Color, not str 'red'"),
        ("size", "l", "Everything.size must be Literal['s', 'm'], not str 'l'"),
        ("point", (1, 2), "Everything.point must be Point, not tuple (1, 2)"),
        (
            "point",
            Point("1", 2),  # type: ignore[arg-type]
            "Everything.point must be Point, not Point Point(x='1', y=2)",
        ),
        ("rows", [1, "2"], "Everything.rows must be list[int], not list [1, '2']"),
        ("rows", (1, 2), "Everything.rows must be list[int], not tuple (1, 2)"),
        (
            "pairs",
            {"a": (1, 2)},
            "Everything.pairs must be dict[str, tuple[int, str]], not dict {'a': (1, 2)}",
        ),
        (
            "pairs",
            {"a": (1, "b", 3)},
            "Everything.pairs must be dict[str, tuple[int, str]], not dict {'a': (1, 'b', 3)}",
        ),
        ("open_", 1, "Everything.open_: object is no type that state can have"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_place(
    field: str, value: object, message: str
) -> None:
    component = Everything()
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        setattr(component, field, value)


def test_a_refused_value_changes_nothing() -> None:
    component = Counter()
    with pytest.raises(TypeError):
        component.count = "3"  # type: ignore[assignment]
    assert component.count == 0


def test_a_rule_may_refuse_a_value() -> None:
    component = Everything()
    component.halved = 4
    with pytest.raises(ValueError, match=r"^5 is odd$"):
        component.halved = 5
    assert component.halved == 4


def test_values_that_fit_are_taken() -> None:
    component = Everything()
    component.number = 2
    component.maybe = "text"
    component.color = Color.BLUE
    component.size = "m"
    component.point = Point(3, 4)
    component.rows = []
    component.pairs = {"a": (1, "b")}
    assert (component.number, component.maybe, component.color) == (2, "text", Color.BLUE)
    assert (component.size, component.point, component.rows) == ("m", Point(3, 4), [])
    assert component.pairs == {"a": (1, "b")}


def test_a_default_that_does_not_fit_is_refused() -> None:
    class Wrong(l.Component):
        count: int = l.state("none")  # type: ignore[assignment]

        def render(self) -> object:
            return self.count

    with pytest.raises(TypeError, match=r"^Wrong\.count must be int, not str 'none'$"):
        _ = Wrong().count


def test_a_type_that_can_not_be_found_is_named() -> None:
    class Lost(l.Component):
        price: Unknown | None = l.state(None)

        def render(self) -> object:
            return None

    with pytest.raises(TypeError) as caught:
        _ = Lost().price
    assert str(caught.value) == (
        "the type of Lost.price can't be found: name 'Unknown' is not defined; "
        f"import or define it at the top level of {__name__}"
    )


# Declaring.


def test_there_is_a_default_or_a_factory() -> None:
    message = r"^state\(\) takes a default or a factory: one of them$"
    with pytest.raises(TypeError, match=message):
        l.state()
    with pytest.raises(TypeError, match=message):
        l.state(0, factory=int)


@pytest.mark.parametrize("shared", [[], {}, set()])
def test_a_default_that_can_be_changed_in_place_is_refused(shared: object) -> None:
    message = f"all components would share {shared!r}: write state(factory=lambda: ...)"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        l.state(shared)


def test_a_factory_makes_a_value_for_each_component() -> None:
    one, other = Everything(), Everything()
    assert one.rows == [1, 2] and one.rows is one.rows
    assert one.rows is not other.rows


def test_fields_are_inherited_and_those_of_bases_come_first() -> None:
    class Named(Counter):
        label: str = l.state("")

    class Fixed(Named):
        count = 7

    assert list(state_fields(Named)) == ["count", "label"]
    assert list(state_fields(Fixed)) == ["label"]
    assert isinstance(Named.label, object) and Named(label="x").label == "x"


def test_fields_can_be_given_by_name() -> None:
    assert Counter(count=3).count == 3
    with pytest.raises(TypeError, match=r"^Counter\.count must be int, not str '3'$"):
        Counter(count="3")
    with pytest.raises(TypeError, match=r"^Counter declares no state 'size', but count$"):
        Counter(size=3)
    with pytest.raises(TypeError, match=r"^Component declares no state 'size', but none at all$"):
        l.C("p", size=3)


def test_a_field_can_not_have_the_name_of_something_that_components_have() -> None:
    with pytest.raises(TypeError, match=r"^Person\.name: a component has 'name' already: rename"):

        class Person(l.Component):
            name: str = l.state("")

            def render(self) -> object:
                return self.name


def test_state_without_a_render_is_refused() -> None:
    class Silent(l.Component):
        count: int = l.state(0)

    with pytest.raises(TypeError, match=r"^Silent declares state, but has no render\(\) to show"):
        Silent()


def test_state_is_not_there_before_the_component_is() -> None:
    class Early(Counter):
        def __init__(self) -> None:
            self.count = 1
            super().__init__()

    with pytest.raises(TypeError, match=r"^call super\(\).__init__\(\) before you use Counter.c"):
        Early()


def test_a_component_may_set_its_state_while_it_is_made() -> None:
    class Late(Counter):
        def __init__(self) -> None:
            super().__init__()
            self.count = 5

    assert "<p>5</p>" in drive(Late()).html


# Rendering.


def test_the_first_html_has_the_state() -> None:
    driver = drive(Counter(count=3))
    assert driver.html.endswith("<body><div><p>3</p><button>+</button></div></body></html>")


async def test_render_gives_attributes_bindings_and_children() -> None:
    class Lamp(l.Component):
        tag = "button"
        lit: bool = l.state(False)

        def render(self) -> object:
            yield {"aria-pressed": "true"} if self.lit else None
            yield l.ClassBool({"lit": self.lit})
            yield l.on("click", self.toggle)
            yield "on" if self.lit else "off"

        def toggle(self, event: l.Event) -> None:
            self.lit = not self.lit

    lamp = Lamp(None, {"id": "lamp"})
    driver = drive(lamp)
    assert '<button id="lamp">off</button>' in driver.html
    assert await driver.fire(lamp, "click") == [
        'c 4 >0 a aria-pressed="true"',
        'c 4 >0 a class="lit"',
        "u 5 >0 t on",
    ]
    assert await driver.fire(lamp, "click") == [
        'd 4 >0 a aria-pressed="true"',
        'd 4 >0 a class="lit"',
        "u 5 >0 t off",
    ]


async def test_an_assignment_in_a_handler_makes_one_frame() -> None:
    class Twice(Counter):
        def more(self, event: l.Event) -> None:
            self.count += 1
            self.count += 1

    counter = Twice()
    driver = drive(counter)
    assert await driver.fire(counter.button, "click") == ["u 5 >0>0 t 2"]
    before = len(driver.frames)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(driver.frames) == before


async def test_each_step_of_a_coroutine_handler_is_shown() -> None:
    first, second = asyncio.Event(), asyncio.Event()

    class Slow(Counter):
        async def more(self, event: l.Event) -> None:  # type: ignore[override]
            self.count = 1
            await first.wait()
            self.count = 2
            self.count = 3
            await second.wait()
            self.count = 4

    counter = Slow()
    driver = drive(counter)
    sent = len(driver.frames)

    async def news() -> list[list[str]]:
        nonlocal sent
        for _ in range(4):
            await asyncio.sleep(0)
        driver.check()
        frames = [readable([frame]) for frame in driver.frames[sent:]]
        sent = len(driver.frames)
        return frames

    await driver.fire(counter.button, "click")
    assert await news() == [["u 5 >0>0 t 1"]]
    first.set()
    assert await news() == [["u 5 >0>0 t 3"]]
    second.set()
    assert await news() == [["u 5 >0>0 t 4"]]


async def test_outside_of_handlers_there_is_one_frame_for_each_turn_of_the_loop() -> None:
    one, other = Counter(), Counter()
    driver = drive(one, other)
    before = len(driver.frames)
    one.count = 5
    one.count = 6
    other.count = 7
    assert len(driver.frames) == before
    await asyncio.sleep(0)
    assert [readable([frame]) for frame in driver.frames[before:]] == [
        ["u 5 >0>0 t 6", "u 7 >0>0 t 7"]
    ]
    driver.check()
    one.count = 8
    await asyncio.sleep(0)
    assert readable(driver.frames[before + 1 :]) == ["u 5 >0>0 t 8"]


async def test_without_auto_render_an_assignment_is_still_shown() -> None:
    class Quiet(Counter):
        def render(self) -> object:
            return [self.count, l.on("click", self.more)]

    counter = Quiet(auto_render=False)
    driver = drive(counter)
    assert await driver.fire(counter, "click") == []
    before = len(driver.frames)
    await asyncio.sleep(0)
    assert readable(driver.frames[before:]) == ["u 5 >0 t 1"]


async def test_the_same_value_again_sends_nothing() -> None:
    counter = Counter(count=3)
    driver = drive(counter)
    before = len(driver.frames)
    counter.count = 3
    await asyncio.sleep(0)
    assert len(driver.frames) == before


async def test_a_list_changed_in_place_is_shown_when_it_is_assigned() -> None:
    class Rows(l.Component):
        rows: list[str] = l.state(factory=list)

        def render(self) -> object:
            return [l.T("li", row) for row in self.rows]

    rows = Rows()
    driver = drive(rows)
    rows.rows.append("a")
    assert driver.render() == []
    rows.rows = [*rows.rows, "b"]
    assert driver.render() == ["c 5 >0 h <li>a</li>", "c 5 >1 h <li>b</li>"]
    await asyncio.sleep(0)


async def test_while_no_browser_is_there_an_assignment_waits() -> None:
    counter = Counter()
    driver = drive(counter)
    driver.live.detach()
    counter.count = 4
    await asyncio.sleep(0)
    before = len(driver.frames)
    driver.live.resume(None, driver.take)
    assert readable(driver.frames[before:])[1:] == ["u 5 >0>0 t 4"]
    driver.check()


async def test_after_the_end_an_assignment_is_just_that() -> None:
    counter = Counter()
    driver = drive(counter)
    before = len(driver.frames)
    counter.count = 1
    driver.live.close()
    counter.count = 2
    await asyncio.sleep(0)
    assert len(driver.frames) == before and counter.count == 2


async def test_in_a_thread_an_assignment_is_refused() -> None:
    counter = Counter()
    drive(counter)

    def work() -> None:
        counter.count = 1

    with pytest.raises(l.ContextError, match="can't be assigned in a thread: return to the event"):
        await asyncio.to_thread(work)


async def test_a_mount_may_assign_state_of_any_component() -> None:
    class Child(l.Component):
        seen: bool = l.state(False)
        parent: Counter

        def mount(self, context: l.Context) -> None:
            self.seen = True
            self.parent.count += 1

        def render(self) -> object:
            return str(self.seen)

    parent, child = Counter(), Child()
    child.parent = parent
    driver = drive(parent, child)
    assert driver.dom(0, 0, 0) == "1"
    assert driver.dom(1, 0) == "True"


async def test_a_mount_in_a_component_that_is_rendered_alone_may_assign_state_elsewhere() -> None:
    counter = Counter()

    def count(context: l.Context) -> None:
        counter.count += 1

    group = l.C("section")
    driver = drive(counter, group)
    group.add(l.CM("p", mount=count))
    driver.live.render_component(group)
    driver.check()
    assert driver.dom(0, 0, 0) == "1"


# What goes wrong in a render.


def test_state_can_not_be_assigned_in_a_render() -> None:
    class Restless(Counter):
        def render(self) -> object:
            self.count += 1
            return self.count

    with pytest.raises(l.StateError) as caught:
        drive(Restless())
    assert str(caught.value).startswith("Counter.count can't be assigned while <div> from ")
    assert str(caught.value).endswith(" renders: do it in a handler or mount")


def test_not_even_in_a_generator_that_renders() -> None:
    class Restless(Counter):
        def render(self) -> object:
            yield self.count
            self.count += 1

    with pytest.raises(l.StateError, match="can't be assigned while"):
        drive(Restless())


async def test_nor_can_that_of_another_component() -> None:
    counter = Counter()

    class Meddler(l.Component):
        on: bool = l.state(False)

        def render(self) -> object:
            if self.on:
                counter.count = 1
            return None

    meddler = Meddler()
    driver = drive(counter, meddler, development=True)
    meddler.on = True
    assert [line for line in driver.render() if line.startswith("x")] == ["x|error"]
    assert "Counter.count can't be assigned while" in note(driver.frames[-1])


def test_a_component_that_was_just_made_can_be_given_state_in_a_render() -> None:
    class Parent(l.Component):
        def render(self) -> object:
            child = Counter()
            child.count = 4
            return child

    assert "<p>4</p>" in drive(Parent()).html


async def test_a_render_that_fails_leaves_what_was_shown_and_who_it_was() -> None:
    class Fragile(Counter):
        broken: bool = l.state(False)

        def render(self) -> object:
            yield l.T("p", self.count)
            yield Counter(count=10)
            if self.broken:
                raise ValueError("broken")
            yield l.on("click", self.more)

    fragile = Fragile()
    driver = drive(fragile, development=True)
    inner = fragile.children[1]
    assert isinstance(inner, Counter)
    assert await driver.fire(inner.button, "click") == ["u 6 >0>0 t 11"]
    id = fragile.bindings[0].id

    fragile.broken = True
    fragile.count = 2
    assert driver.render() == ["x|error"]
    assert "ValueError: broken" in note(driver.frames[-1])
    assert fragile.bindings[0].id == id and fragile.children[1] is inner

    fragile.broken = False
    assert driver.render() == ["u 5 >0>0 t 2"]
    assert fragile.bindings[0].id == id and fragile.children[1] is inner


def test_a_page_is_not_made_with_a_render_that_fails() -> None:
    class Broken(Counter):
        def render(self) -> object:
            raise ValueError("broken")

    with pytest.raises(ValueError, match=r"^broken$"):
        Driver(lambda: page_of(Broken()))
