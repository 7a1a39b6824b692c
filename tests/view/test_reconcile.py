"""Who is who after a render: by key, by turn, or because the author keeps the object."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import hlive as l
from hlive_proto import inbound
from hlive_proto.events import DomEvent
from tests.view.driver import Driver, doing, drive, note


class Counter(l.Component):
    label: str = l.state("")
    count: int = l.state(0)

    def mount(self, context: l.Context) -> None:
        MOUNTED.append(self)

    def render(self) -> object:
        return [f"{self.label}{self.count}", l.on("click", self.more)]

    def more(self, event: l.Event) -> None:
        self.count += 1


class Parent(l.Component):
    """Shows what `content` makes; renders again when `turn` changes."""

    turn: int = l.state(0)

    def __init__(self, content: Callable[[Parent], object]) -> None:
        super().__init__()
        self.content = content

    def render(self) -> object:
        return self.content(self)


MOUNTED: list[l.Component] = []


def opened(content: Callable[[Parent], object]) -> tuple[Driver, Parent]:
    MOUNTED.clear()
    parent = Parent(content)
    return drive(parent, development=True), parent


def again(driver: Driver, parent: Parent) -> list[str]:
    """Renders the parent anew; the lines that were sent."""
    parent._outdated = True
    parent.changed()
    return driver.render()


def inner(tag: l.Tag, *path: int) -> Any:
    for index in path:
        child = tag.children[index]
        assert isinstance(child, l.Tag)
        tag = child
    return tag


# By turn, by key.


async def test_a_component_is_known_by_its_turn_among_its_like() -> None:
    driver, parent = opened(
        lambda at: [
            "text" if at.turn else None,
            Counter(),
            l.T("hr") if at.turn else None,
            Counter(),
        ]
    )
    first, second = inner(parent, 0), inner(parent, 1)
    await driver.fire(first, "click")
    await driver.fire(second, "click")
    await driver.fire(second, "click")
    assert (first.id, second.id) == ("6", "7")
    parent.turn = 1
    driver.render()
    assert (first.id, second.id) == ("6", "7")
    assert parent.children[1] is first and parent.children[3] is second
    assert driver.dom(0, 1, 0) == "1" and driver.dom(0, 3, 0) == "2"
    assert list(MOUNTED) == [first, second]


async def test_a_component_is_known_by_its_key() -> None:
    driver, parent = opened(
        lambda at: [Counter(label=f"{key}:", key=key) for key in ("abc" if at.turn == 0 else "cab")]
    )
    a, b, c = (inner(parent, at) for at in range(3))
    await driver.fire(b, "click")
    parent.turn = 1
    driver.render()
    assert parent.children == (c, a, b)
    assert [driver.dom(0, at, 0) for at in range(3)] == ["c:0", "a:0", "b:1"]
    assert len(MOUNTED) == 3


async def test_a_component_in_plain_tags_is_known_by_theirs() -> None:
    driver, parent = opened(
        lambda at: l.T(
            "ul", [l.T("li", Counter(), key=key) for key in ("ab" if not at.turn else "ba")]
        )
    )
    b = inner(parent, 0, 1, 0)
    await driver.fire(b, "click")
    parent.turn = 1
    driver.render()
    assert inner(parent, 0, 0, 0) is b
    assert driver.dom(0, 0, 0, 0, 0) == "1" and driver.dom(0, 0, 1, 0, 0) == "0"


async def test_a_component_in_a_group_is_known_by_its_turn() -> None:
    driver, parent = opened(lambda at: [l.G("x" if at.turn else None, Counter()), l.G(Counter())])
    group = parent.children[1]
    assert isinstance(group, l.Group)
    (counter,) = group
    await driver.fire(counter, "click")  # type: ignore[arg-type]
    parent.turn = 1
    driver.render()
    group = parent.children[1]
    assert isinstance(group, l.Group) and list(group) == [counter]


async def test_another_class_or_tag_is_somebody_else() -> None:
    class Other(Counter):
        pass

    driver, parent = opened(lambda at: Counter(key="a") if not at.turn else Other(key="a"))
    counter = inner(parent, 0)
    await driver.fire(counter, "click")
    parent.turn = 1
    driver.render()
    assert inner(parent, 0) is not counter and driver.dom(0, 0, 0) == "0"
    assert len(MOUNTED) == 2


async def test_what_is_gone_is_gone() -> None:
    driver, parent = opened(lambda at: None if at.turn == 1 else Counter())
    counter = inner(parent, 0)
    await driver.fire(counter, "click")
    id, bound = counter.id, counter.bindings[0].id
    assert driver.page.components[id] is counter
    parent.turn = 1
    assert driver.render() == ["d 5 >0"]
    assert id not in driver.page.components
    assert await driver.send(inbound.encode(DomEvent((bound,)))) == ["x|refused"]
    assert note(driver.frames[-1]) == f"there is no binding '{bound}' (any more)"
    parent.turn = 2
    driver.render()
    assert inner(parent, 0) is not counter and driver.dom(0, 0, 0) == "0"
    assert inner(parent, 0).id not in (id, None)


def test_two_children_with_one_key_are_refused() -> None:
    driver, parent = opened(lambda at: [Counter(key="a"), Counter(key="b" if not at.turn else "a")])
    parent._state["turn"] = 1
    assert again(driver, parent) == ["x|error"]
    assert "two children have the key 'a' (in <div> from" in note(driver.frames[-1])


# Bindings and ids of plain components.


async def test_bindings_keep_their_ids_and_get_the_new_handler() -> None:
    heard: list[int] = []

    def content(at: Parent) -> object:
        turn = at.turn
        return l.C("button", l.on("click", doing(lambda: heard.append(turn))))

    driver, parent = opened(content)
    bound = inner(parent, 0).bindings[0].id
    frame = inbound.encode(DomEvent((bound,)))
    await driver.send(frame)
    parent.turn = 5
    assert driver.render() == []
    assert inner(parent, 0).bindings[0].id == bound
    await driver.send(frame)
    assert heard == [0, 5]


async def test_a_binding_that_goes_leaves_the_ids_of_the_others() -> None:
    said: list[str] = []

    def hears(name: str, what: str) -> l.Binding:
        return l.on(name, doing(lambda: said.append(what)))

    driver, parent = opened(
        lambda at: l.C(
            "input",
            hears("keydown", "down") if not at.turn else None,
            hears("input", "input"),
            hears("blur", "blur") if at.turn else None,
        )
    )
    down, typed = (binding.id for binding in inner(parent, 0).bindings)
    parent.turn = 1
    driver.render()
    assert inner(parent, 0).bindings[0].id == typed
    assert await driver.send(inbound.encode(DomEvent((down,)))) == ["x|refused"]
    await driver.send(inbound.encode(DomEvent((typed,))))
    assert said == ["input"]
    assert len({down, typed, *(each.id for each in inner(parent, 0).bindings)}) == 3


async def test_own_bindings_of_a_component_survive_its_renders() -> None:
    clicks: list[str] = []
    counter = Counter(None, {"class": "big"}, l.on("dblclick", lambda e: clicks.append("double")))
    driver = drive(counter)
    ids = [each.id for each in counter.bindings]
    assert await driver.fire(counter, "click") == ["u 5 >0 t 1"]
    assert [each.id for each in counter.bindings] == ids == ["5-1", "5-2"]
    await driver.fire(counter, "dblclick")
    assert clicks == ["double"]


async def test_a_binding_that_is_kept_can_be_rendered_again_and_again() -> None:
    class Kept(l.Component):
        count: int = l.state(0)

        def __init__(self) -> None:
            super().__init__()
            self.click = l.on("click", doing(self.more))

        def more(self) -> None:
            self.count += 1

        def render(self) -> object:
            return [l.on("click", doing(bool)) if self.count else None, self.click, self.count]

    kept = Kept()
    driver = drive(kept)
    id = kept.click.id
    for _ in range(3):
        await driver.send(inbound.encode(DomEvent((id,))))
    assert kept.count == 3 and kept.click.id == id
    assert len({each.id for each in kept.bindings}) == 2


async def test_once_is_once_though_the_binding_is_made_anew() -> None:
    heard: list[str] = []

    class Loader(l.Component):
        tag = "button"
        loaded: int = l.state(0)

        def render(self) -> object:
            yield self.loaded
            yield l.on_once("click", self.load)
            yield l.C("b", l.on_once("click", lambda e: heard.append("inner")))

        def load(self, event: l.Event) -> None:
            self.loaded += 1
            l.render()

    loader = Loader()
    driver = drive(loader)
    outer, bold = loader.bindings[0].id, inner(loader, -1).bindings[0].id
    for _ in range(2):
        await driver.send(inbound.encode(DomEvent((outer,))))
        await driver.send(inbound.encode(DomEvent((bold,))))
    assert loader.loaded == 1 and heard == ["inner"]
    assert loader.bindings == () and inner(loader, -1).bindings == ()
    loader.loaded = 5
    driver.render()
    assert driver.dom(0) == ("button", {"hid": "5"}, "5", ("b", {"hid": "6"}))


async def test_a_plain_component_mounts_once() -> None:
    said: list[str] = []
    driver, parent = opened(
        lambda at: l.CM(
            "p",
            at.turn,
            mount=lambda context: said.append("mount"),
            unmount=lambda context: said.append("unmount"),
        )
    )
    for turn in (1, 2):
        parent.turn = turn
        assert driver.render() == [f"u 6 >0 t {turn}"]
    assert said == ["mount"]
    driver.live.close()
    assert said == ["mount", "unmount"]


# What a parent gives.


async def test_what_a_parent_gives_anew_is_taken() -> None:
    driver, parent = opened(lambda at: Counter(label=f"{at.turn}:"))
    counter = inner(parent, 0)
    await driver.fire(counter, "click")
    parent.turn = 1
    assert driver.render() == ["u 6 >0 t 1:1"]
    assert inner(parent, 0) is counter


async def test_what_a_parent_gives_again_does_not_undo_what_happened_since() -> None:
    driver, parent = opened(
        lambda at: Counter(label=f"{at.turn}:", count=10 if at.turn < 2 else 20)
    )
    counter = inner(parent, 0)
    await driver.fire(counter, "click")
    parent.turn = 1
    assert driver.render() == ["u 6 >0 t 1:11"]
    parent.turn = 2
    assert driver.render() == ["u 6 >0 t 2:20"]


async def test_a_parent_may_give_content_and_who_is_in_it_stays() -> None:
    class Card(l.Component):
        open: bool = l.state(False)

        def render(self) -> object:
            return {"class": "open"} if self.open else None

    driver, parent = opened(
        lambda at: Card(None, l.T("h1", at.turn), Counter(), l.on("click", doing(bool)))
    )
    card = inner(parent, 0)
    counter = inner(card, 1)
    await driver.fire(counter, "click")
    parent.turn = 1
    assert driver.render() == ["u 6 >0>0 t 1"]
    card.open = True
    driver.render()
    parent.turn = 2
    assert driver.render() == ["u 6 >0>0 t 2"]
    assert inner(parent, 0) is card and inner(card, 1) is counter
    assert driver.dom(0, 0, 1, 0) == "1"


# What the author keeps.


async def test_kept_components_are_who_they_are_wherever_they_stand() -> None:
    kept = [Counter(label="a"), Counter(label="b")]
    driver, parent = opened(lambda at: kept if at.turn % 2 == 0 else kept[::-1])
    await driver.fire(kept[0], "click")
    for turn in (1, 2):
        parent.turn = turn
        driver.render()
        assert parent.children == tuple(kept[:: -1 if turn == 1 else 1])
    assert driver.dom(0, 0, 0) == "a1" and driver.dom(0, 1, 0) == "b0"


async def test_one_kept_component_in_the_place_of_another() -> None:
    tabs = [Counter(label="a"), Counter(label="b"), l.C("p", "c", l.on("click", doing(bool)))]
    more = l.C("p", "d", l.on("click", doing(bool)))
    driver, parent = opened(
        lambda at: [*tabs, more] if at.turn == 9 else [*tabs, more][at.turn % 4]
    )
    shown = []
    for turn in (0, 1, 2, 3, 0, 1, 2, 3, 9):
        parent.turn = turn
        driver.render()
        shown.append("".join(str(driver.dom(0, at, 0)) for at in range(len(parent.children))))
    assert shown == ["a0", "b0", "c", "d", "a0", "b0", "c", "d", "a0b0cd"]
    assert len({each.id for each in (*tabs, more)}) == 4
    assert list(MOUNTED) == tabs[:2]


async def test_what_is_in_kept_tags_stays_there() -> None:
    tabs = [l.T("section", Counter(label="a")), l.T("section", Counter(label="b"))]
    driver, parent = opened(lambda at: tabs[at.turn % 2])
    await driver.fire(inner(tabs[0], 0), "click")
    shown = []
    for turn in (1, 2, 3):
        parent.turn = turn
        driver.render()
        shown.append(driver.dom(0, 0, 0, 0))
    assert shown == ["b0", "a1", "b0"]


async def test_a_component_made_by_a_render_and_then_kept() -> None:
    class Lazy(l.Component):
        turn: int = l.state(0)

        def __init__(self) -> None:
            super().__init__()
            self.kept: Counter | None = None

        def render(self) -> object:
            self.kept = self.kept or Counter(label="kept")
            new = Counter(label="new")
            return [[self.kept, new], [new, self.kept], new, [self.kept, new]][self.turn]

    lazy = Lazy()
    driver = drive(lazy)
    assert lazy.kept is not None
    await driver.fire(lazy.kept, "click")
    shown = []
    for turn in (1, 2, 3):
        lazy.turn = turn
        driver.render()
        shown.append([driver.dom(0, at, 0) for at in range(len(lazy.children))])
    assert shown == [["new0", "kept1"], ["new0"], ["kept1", "new0"]]
    assert len({each.id for each in lazy.children if isinstance(each, l.Component)}) == 2


# Any order of any keys.

KEYS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


class Rows(l.Component):
    keys: list[str] = l.state(factory=list)
    wrapped: bool = l.state(False)

    def render(self) -> object:
        for key in self.keys:
            if self.wrapped:
                yield l.T("li", l.C("b", key, l.on("click", doing(bool))), Counter(), key=key)
            else:
                yield Counter(key=key)

    def counters(self) -> dict[str, Counter]:
        found = [inner(self, at, *([1] if self.wrapped else [])) for at in range(len(self.keys))]
        return dict(zip(self.keys, found, strict=True))


@settings(deadline=None)
@given(wrapped=st.booleans(), orders=st.lists(KEYS, min_size=1, max_size=6), clicked=st.data())
def test_state_stays_with_its_key_as_long_as_that_is_shown(
    wrapped: bool, orders: list[list[str]], clicked: st.DataObject
) -> None:
    asyncio.run(_reorder(wrapped, orders, clicked))


async def _reorder(wrapped: bool, orders: list[list[str]], clicked: st.DataObject) -> None:
    rows = Rows(wrapped=wrapped)
    driver = drive(rows)
    counts: dict[str, int] = {}
    who: dict[str, tuple[Counter, str | None]] = {}
    for keys in orders:
        rows.keys = keys
        driver.render()
        counters = rows.counters()
        counts = {key: counts.get(key, 0) for key in keys}
        for key, (counter, id) in who.items():
            if key in counters:
                assert counters[key] is counter and counter.id == id
        if keys:
            key = clicked.draw(st.sampled_from(keys))
            counts[key] += 1
            await driver.fire(counters[key], "click")
        assert {key: each.count for key, each in counters.items()} == counts
        who = {key: (each, each.id) for key, each in counters.items()}
        shown = [driver.dom(0, at, *((1, 0) if wrapped else (0,))) for at in range(len(keys))]
        assert shown == [str(counts[key]) for key in keys]
        assert len(driver.page.components) == 4 + 1 + len(keys) * (2 if wrapped else 1)


async def test_what_is_added_to_a_component_with_a_render_stays() -> None:
    counter = Counter()
    counter.add(l.on("dblclick", doing(bool)), l.T("b", "added"), {"title": "t"})
    driver = drive(counter)
    counter.add(l.T("i", "later"))
    driver.render()
    await driver.fire(counter, "click")
    assert driver.dom(0) == (
        "div",
        {"title": "t", "hid": "5", "hon": "5-1|dblclick,5-2|click"},
        ("b", {}, "added"),
        ("i", {}, "later"),
        "1",
    )
