"""What is remembered is never out of date, and an event costs what it changes."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import hlive as l
from hlive.lower import Walk
from hlive.memo import Lowered, Stale
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.tree import Document, component_ids, find_component, node_at
from tests.view.driver import Driver, doing, drive, note
from tests.view.oracle import Wrong, lowered, lowered_page

EXAMPLES = int(os.environ.get("HLIVE_EXAMPLES", "30"))
"""How many random runs are made for each dialect and strategy."""

NAMES = st.sampled_from(["div", "section", "span", "b", "ul", "article"])
LEVELS = st.integers(1, 5)
ROOM = 4
TAGS: Bundle[Node] = Bundle("tags")
COMPONENTS: Bundle[Node] = Bundle("components")
HOLDERS: Bundle[Node] = Bundle("holders")
VALUES: Bundle[Node] = Bundle("values")
PARENTS = st.one_of(TAGS, TAGS, COMPONENTS, HOLDERS)
TEXTS = st.sampled_from(["", "a", "b", "<&>", "\n", "long text"])
WORDS = st.sampled_from(["k", "m", "n"])
KEYS = st.sampled_from([None, None, None, None, 1, 2, 3])
PLAIN = st.one_of(TEXTS, st.integers(-3, 3), st.none(), st.just(l.HTML("<hr>")))
AT = st.integers(0, 6)


class Node:
    """Something in the pool; it is only put into what has a lower level, so nothing is cyclic."""

    def __init__(self, it: Any, level: int) -> None:
        self.it = it
        self.level = level

    def __repr__(self) -> str:
        return f"{self.it!r}@{self.level}"


class Rows(l.Component):
    """A component that is rendered from its state."""

    count: int = l.state(2)
    keyed: bool = l.state(False)
    held: object = None

    def render(self) -> object:
        rows = [
            l.C("p", f"{at} of {self.count}", l.on("click", doing(bool)), key=self.key_of(at))
            for at in range(self.count)
        ]
        return [{"title": str(self.count)}, l.T("b", "same"), rows[::-1], self.held]

    def key_of(self, at: int) -> int | None:
        return at if self.keyed else None


class Pages(RuleBasedStateMachine):
    """Two live pages that share tags, boxes and groups are edited at random and rendered."""

    dialect: Dialect = DIALECT_02
    strategy = Strategy.MINIMAL

    tags = TAGS
    components = COMPONENTS
    holders = HOLDERS
    values = VALUES

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[Node] = []
        self.drivers = [self.open(), self.open()]
        self.wrapped: list[l.Tag] = []
        self.edits_together = 0

    def open(self) -> Driver:
        driver = Driver(l.Page, dialect=self.dialect, strategy=self.strategy, development=True)
        self.bodies.append(Node(driver.page.body, 0))
        return driver

    # What there is.

    @initialize(target=tags)
    def first_body(self) -> Node:
        return self.bodies[0]

    @initialize(target=tags)
    def second_body(self) -> Node:
        return self.bodies[1]

    @initialize(target=tags)
    def shared(self) -> Node:
        node = Node(l.T("div", "shared"), 2)
        for body in self.bodies:
            body.it.add(node.it)
        return node

    def put(self, it: Any, parent: Node) -> Node:
        """New things stand somewhere in a page from the start, if there is room."""
        if isinstance(parent.it, l.Box):
            parent.it.set(it)
        elif isinstance(parent.it, l.Group) or len(parent.it.children) < ROOM:
            parent.it.add(it)
        return Node(it, parent.level + 1)

    @rule(target=tags, parent=PARENTS, name=NAMES, text=TEXTS, key=KEYS)
    def make_tag(self, parent: Node, name: str, text: str, key: int | None) -> Node:
        return self.put(l.T(name, text, key=key), parent)

    @rule(target=tags, parent=PARENTS, count=st.integers(1, 3), keyed=st.booleans())
    def make_rows(self, parent: Node, count: int, keyed: bool) -> Node:
        """All children are tags: the short way of lowering can be taken."""
        rows = [l.T("p", str(n), key=n if keyed else None) for n in range(count)]
        return self.put(l.T("div", rows), parent)

    @rule(target=tags, parent=PARENTS, count=st.integers(1, 3))
    def make_table(self, parent: Node, count: int) -> Node:
        inside = Node(l.T("div", "cell"), parent.level + 4)
        rows = [l.T("tr") for _ in range(count)]
        self.put(l.T("table", l.T("tr", l.T("td", inside.it)), rows), parent)
        return inside

    @rule(target=components, parent=PARENTS, name=NAMES, key=KEYS, on=st.booleans())
    def make_component(self, parent: Node, name: str, key: int | None, on: bool) -> Node:
        bindings = [l.on("click", doing(bool))] if on else []
        return self.put(l.C(name, *bindings, "c", key=key), parent)

    @rule(target=components, parent=PARENTS)
    def make_mounted(self, parent: Node) -> Node:
        """Its mount changes itself and the tag at the first page's start, and makes a component."""

        def mount(context: l.Context) -> None:
            component.add(l.C("b", "born"))
            self.bodies[0].it.add({"lang": context.page.title.id})

        component = l.CM("div", mount=mount)
        return self.put(component, parent)

    @rule(target=components, parent=PARENTS, name=NAMES)
    def make_wrapped(self, parent: Node, name: str) -> Node:
        """The tag itself stays out of the page, but it goes on being edited."""
        tag = l.T(name, "wrapped")
        self.wrapped.append(tag)
        return self.put(l.W(tag, l.on("click", doing(bool))), parent)

    @rule(target=holders, parent=PARENTS, value=PLAIN)
    def make_box(self, parent: Node, value: Any) -> Node:
        return self.put(l.Box(value), parent)

    @rule(target=holders, parent=PARENTS, value=TEXTS)
    def make_group(self, parent: Node, value: str) -> Node:
        return self.put(l.Group(value), parent)

    @rule(target=components, parent=PARENTS, keyed=st.booleans(), inside=holders)
    def make_stateful(self, parent: Node, keyed: bool, inside: Node) -> Node:
        """It makes other tags each time, around a tag and components that stay."""
        component = Rows(keyed=keyed)
        component.held = inside.it if inside.level > parent.level + 1 else None
        return self.put(component, parent)

    @rule(component=components, count=st.integers(0, 4))
    def assign(self, component: Node, count: int) -> None:
        if isinstance(component.it, Rows):
            component.it.count = count

    @rule(holder=holders, value=st.booleans())
    def switch(self, holder: Node, value: bool) -> None:
        """Only where the box is just an attribute's value, the page can still be rendered."""
        if isinstance(holder.it, l.Box):
            holder.it.set(value)

    @rule(target=values, node=st.one_of(tags, components, holders))
    def any_node(self, node: Node) -> Node:
        return node

    @rule(target=values, level=LEVELS, nodes=st.lists(values, max_size=3))
    def make_list(self, level: int, nodes: list[Node]) -> Node:
        return Node([node.it for node in nodes if node.level > level], level)

    @rule(target=values, node=values)
    def make_function(self, node: Node) -> Node:
        return Node(lambda: node.it, node.level)

    # What changes.

    @rule(parent=st.one_of(tags, components), node=values)
    def add(self, parent: Node, node: Node) -> None:
        if node.level > parent.level and len(parent.it.children) < ROOM:
            parent.it.add(node.it)

    @rule(parent=st.one_of(tags, components), node=values)
    def put_first(self, parent: Node, node: Node) -> None:
        if node.level > parent.level and len(parent.it.children) < ROOM:
            parent.it.insert(0, node.it)

    @rule(parent=st.one_of(tags, components), at=AT)
    def remove(self, parent: Node, at: int) -> None:
        if at < len(parent.it.children):
            parent.it.remove(parent.it.children[at])

    @rule(old=st.one_of(tags, components), new=st.one_of(tags, components), at=AT)
    def move(self, old: Node, new: Node, at: int) -> None:
        if at < len(old.it.children) and len(new.it.children) < ROOM and old.level >= new.level:
            child = old.it.children[at]
            old.it.remove(child)
            new.it.insert(0, child)

    @rule(tag=st.one_of(tags, components))
    def remove_then_fail(self, tag: Node) -> None:
        if tag.it.children:
            with pytest.raises(ValueError, match="isn't here"):
                tag.it.remove(tag.it.children[0], "not a child")

    @rule(tag=st.one_of(tags, components), text=TEXTS)
    def add_then_fail(self, tag: Node, text: str) -> None:
        if len(tag.it.children) < ROOM:
            with pytest.raises(TypeError, match="bytes"):
                tag.it.add(text, b"")

    @rule(tag=st.one_of(tags, components))
    def clear(self, tag: Node) -> None:
        tag.it.clear()

    @rule(holder=holders, node=values)
    def fill(self, holder: Node, node: Node) -> None:
        if node.level <= holder.level:
            return
        if isinstance(holder.it, l.Box):
            holder.it.set(node.it)
        elif len(holder.it) < ROOM:
            holder.it.add(node.it)

    @rule(holder=holders, value=PLAIN)
    def fill_plainly(self, holder: Node, value: Any) -> None:
        if isinstance(holder.it, l.Box):
            holder.it.set(value)
        elif len(holder.it) < ROOM:
            holder.it.add(value)

    @rule(holder=holders)
    def empty(self, holder: Node) -> None:
        if isinstance(holder.it, l.Box):
            holder.it.set(None)
        else:
            holder.it.clear()

    @rule(tag=st.one_of(tags, components), name=NAMES)
    def rename(self, tag: Node, name: str) -> None:
        if tag not in self.bodies:
            tag.it.rename(name)

    @rule(tag=st.one_of(tags, components), name=WORDS, value=st.one_of(TEXTS, st.none()))
    def attribute(self, tag: Node, name: str, value: str | None) -> None:
        tag.it.add({name: value})

    @rule(tag=st.one_of(tags, components), name=WORDS, on=st.booleans())
    def switch_class(self, tag: Node, name: str, on: bool) -> None:
        tag.it.add(l.ClassBool({name: on}))

    @rule(tag=st.one_of(tags, components), name=WORDS, word=WORDS)
    def style(self, tag: Node, name: str, word: str) -> None:
        tag.it.add(l.Style({name: word}))

    @rule(tag=st.one_of(tags, components), name=WORDS)
    def style_off(self, tag: Node, name: str) -> None:
        tag.it.add(l.StyleOff(name))

    @rule(tag=st.one_of(tags, components), holder=holders, name=WORDS, styled=st.booleans())
    def in_attribute(self, tag: Node, holder: Node, name: str, styled: bool) -> None:
        """If the box gets something else than text later, the page can't be rendered."""
        if isinstance(holder.it, l.Box):
            tag.it.add(l.Style({name: holder.it}) if styled else {name: holder.it})

    @rule(at=AT, name=NAMES, text=TEXTS)
    def edit_wrapped(self, at: int, name: str, text: str) -> None:
        if at < len(self.wrapped):
            self.wrapped[at].rename(name)
            self.wrapped[at].add({"title": text})

    @rule(component=components)
    def bind(self, component: Node) -> None:
        component.it.add(l.on("keyup", doing(bool)))

    @rule(component=components)
    def unbind(self, component: Node) -> None:
        for binding in component.it.bindings[:1]:
            component.it.remove_binding(binding)

    # What is checked.

    @rule(component=components)
    def render_component(self, component: Node) -> None:
        for driver in self.drivers:
            before = driver.live.shown
            if component.it.home is None or component.it.home() is not driver.page:
                continue
            try:
                driver.live.render_component(component.it)
            except l.ContextError:
                assert component.it.id not in ids_of(before)
            except l.PageError:
                assert driver.live.shown == before
            else:
                path = find_component(driver.live.shown, component.it.id)
                assert path is not None
                there = node_at(driver.live.shown, path)
                assert there == lowered(component.it, driver.page, self.dialect)
            driver.check()

    @rule(edits=st.integers(1, 6))
    def several_edits(self, edits: int) -> None:
        """The next ones are rendered together."""
        self.edits_together = edits

    @invariant()
    def render_after_edits(self) -> None:
        self.edits_together -= 1
        if self.edits_together <= 0:
            self.render()

    def render(self) -> None:
        for driver in self.drivers:
            before = driver.live.shown
            notes = render_noting(driver)
            driver.check()
            expected = expected_of(driver)
            if expected is None:
                assert notes != []
                assert driver.live.shown == before
            else:
                assert notes == []
                assert driver.live.shown == expected
                ids = ids_of(expected)
                assert len(ids) == len(set(ids))
                assert set(ids) <= set(driver.page.components)

    def teardown(self) -> None:
        self.render()


def render_noting(driver: Driver) -> list[str]:
    """Renders; the errors that the author is told of."""
    start = len(driver.frames)
    driver.live.render()
    return [note(frame) for frame in driver.frames[start:] if frame.startswith("x|error")]


def expected_of(driver: Driver) -> Document | None:
    """What the page is without any memory; None where it can't be shown."""
    try:
        return lowered_page(driver.page, driver.live.dialect)
    except Wrong:
        return None


def ids_of(document: Document) -> list[str]:
    return [id for node in document for id in component_ids(node)]


def lowered_during(
    monkeypatch: pytest.MonkeyPatch, driver: Driver, change: Callable[[], object]
) -> list[str]:
    """Names (or keys) of the tags whose children are visited to render this change, in order."""
    built: list[str] = []

    def build(walk: Walk, tag: l.Tag) -> Lowered:
        built.append(tag.key or tag.name)
        return original(walk, tag)

    def renew(walk: Walk, tag: l.Tag, stale: Stale | None) -> Lowered | None:
        lowered = original_renew(walk, tag, stale)
        if lowered is not None:
            built.append(f"{tag.key or tag.name} renewed")
        return lowered

    original, original_renew = Walk.build, Walk.renew
    with monkeypatch.context() as patch:
        patch.setattr(Walk, "build", build)
        patch.setattr(Walk, "renew", renew)
        change()
        driver.render()
    assert driver.live.shown == lowered_page(driver.page)
    return built


def test_a_box_in_one_of_1000_rows_costs_its_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [l.Box(str(number)) for number in range(1000)]
    rows = [l.T("p", l.T("b", box), key=number) for number, box in enumerate(boxes)]
    driver = drive(l.T("div", rows))
    driver.render()
    assert lowered_during(monkeypatch, driver, lambda: boxes[500].set("x")) == ["b"]


def test_two_rows_cost_two_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [l.Box("") for _ in range(1000)]
    driver = drive(l.T("div", [l.T("p", box, key=f"p{at}") for at, box in enumerate(boxes)]))

    def change() -> None:
        boxes[7].set("x")
        boxes[3].set("y")

    built = lowered_during(monkeypatch, driver, change)
    assert built == ["p3", "p7"]


def test_1000_rows_beside_the_changed_tag_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    box = l.Box("")
    rows = l.T("div", [l.T("p", str(number)) for number in range(1000)])
    driver = drive(l.T("h1", box), rows)
    built = lowered_during(monkeypatch, driver, lambda: box.set("x"))
    assert built == ["h1"]


def test_1000_rows_around_the_changed_tag_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    box = l.Box("")
    rows = [l.T("p", str(number)) for number in range(1000)]
    driver = drive(*rows[:500], l.T("h1", box), *rows[500:])
    built = lowered_during(monkeypatch, driver, lambda: box.set("x"))
    assert built == ["h1"]


def test_text_among_the_rows_makes_their_parent_look_at_them_but_not_into_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = l.Box("")
    driver = drive("text", [l.T("p", l.T("i")) for _ in range(1000)], l.T("h1", box))
    built = lowered_during(monkeypatch, driver, lambda: box.set("x"))
    assert built == ["body", "h1"]


def test_a_row_put_first_is_the_only_one_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    table = l.T("div", [l.T("p", str(number), key=number) for number in range(1000)])
    driver = drive(table)
    new = l.T("p", "new", key="new")
    built = lowered_during(monkeypatch, driver, lambda: table.insert(0, new))
    assert built == ["new", "div renewed"]


def test_a_row_put_first_costs_no_row_that_changed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [l.Box("") for _ in range(1000)]
    table = l.T("div", [l.T("p", box, key=f"p{at}") for at, box in enumerate(boxes)])
    driver = drive(table)
    for box in boxes[:3]:
        box.set("x")
        assert len(driver.render()) == 1
    first = l.T("p", "first of all", key="first")
    built = lowered_during(monkeypatch, driver, lambda: table.insert(0, first))
    assert built == ["first", "div renewed"]


def test_what_was_told_of_an_element_is_in_what_is_told_of_the_one_around_it() -> None:
    inner, outer = l.Box("a"), l.Box("a")
    driver = drive(l.T("div", {"title": outer}, l.T("p", inner)))
    for changed in ([inner], [inner, outer], [inner], [outer], [inner]):
        for box in changed:
            box.set(box.get() + "b")
        assert len(driver.render()) == len(changed)
    assert driver.live.shown == lowered_page(driver.page)


def test_what_was_told_is_taken_back_together_with_a_change_around_it() -> None:
    inner, outer = l.Box("a"), l.Box("a")
    driver = drive(l.T("div", {"title": outer}, l.T("p", inner)))
    inner.set("b")
    assert driver.render() == ["u 4 >0>0>0 t b"]
    inner.set("a")
    outer.set("b")
    assert driver.render() == ['u 4 >0 a title="b"', "u 4 >0>0>0 t a"]


def test_many_elements_that_changed_one_by_one() -> None:
    boxes = [l.Box(0) for _ in range(100)]
    driver = drive(l.T("div", [l.T("p", box) for box in boxes]))
    for box in boxes:
        box.set(1)
        assert len(driver.render()) == 1
    assert driver.live.shown == lowered_page(driver.page)


def test_a_row_taken_out_costs_no_other_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [l.T("p", str(number)) for number in range(1000)]
    table = l.T("div", rows)
    driver = drive(table)
    built = lowered_during(monkeypatch, driver, lambda: table.remove(rows[500]))
    assert built == ["div renewed"]


def test_an_attribute_costs_no_children(monkeypatch: pytest.MonkeyPatch) -> None:
    row = l.T("p", [l.T("b", str(number)) for number in range(1000)], key="row")
    driver = drive(row)
    built = lowered_during(monkeypatch, driver, lambda: row.add({"title": "x"}))
    assert built == ["row"]


def test_components_cost_as_little_as_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [l.Box("") for _ in range(1000)]
    rows = [l.C("p", box, l.on("click", doing(bool)), key=f"c{at}") for at, box in enumerate(boxes)]
    driver = drive(l.C("div", rows))
    built = lowered_during(monkeypatch, driver, lambda: boxes[999].set("x"))
    assert built == ["c999"]


def test_nothing_changed_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = drive(l.T("p", "text"), l.C("p", "text"))
    assert lowered_during(monkeypatch, driver, lambda: None) == []


def test_only_what_is_around_a_function_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = drive(l.T("h1", lambda: "now"), l.T("div", [l.T("p") for _ in range(1000)]))
    assert lowered_during(monkeypatch, driver, lambda: None) == ["html", "body", "h1"]


def test_a_tag_in_two_places_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    box = l.Box("")
    twice = l.T("p", box)
    driver = drive(l.T("div", twice), l.T("ul", twice))
    built = lowered_during(monkeypatch, driver, lambda: box.set("x"))
    assert built == ["p"]


def test_many_changed_rows_are_not_looked_for_one_by_one() -> None:
    """Looking for each would take time that grows with the square of their number."""
    boxes = [l.Box(0) for _ in range(3000)]
    driver = drive(l.T("div", [l.T("p", box) for box in boxes]))
    for box in boxes:
        box.set(1)
    assert len(driver.render()) == 3000


def test_shared_tags_do_not_keep_pages_alive() -> None:
    shared = l.T("nav", l.T("p", l.Box("shared")), key="nav")
    box = l.Box("all pages")
    visit(shared, box)
    gc.collect()
    before = len(gc.get_objects())
    pages = [weakref.ref(visit(shared, box)) for _ in range(1000)]
    gc.collect()
    assert [page for page in pages if page() is not None] == []
    assert len(gc.get_objects()) - before < 1100  # the list of weak references and its items
    visit(shared, box)
    assert len(shared._holders) <= 3
    assert len(box._holders) <= 3


def visit(*elements: object) -> l.Page:
    driver = drive(*elements, l.C("p", l.on("click", doing(bool))))
    driver.live.close()
    return driver.page


def test_a_tag_that_was_dropped_is_freed_although_a_box_was_in_it() -> None:
    box = l.Box("x")
    body = l.T("div", l.T("p", box))
    driver = drive(body)
    dropped = weakref.ref(body.children[0])
    body.clear()
    driver.render()
    gc.collect()
    assert dropped() is None


@pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("strategy", Strategy, ids=lambda strategy: strategy.value)
async def test_what_is_remembered_is_what_would_be_made_anew(
    dialect: Dialect, strategy: Strategy, caplog: pytest.LogCaptureFixture
) -> None:
    machine = type("Edits", (Pages,), {"dialect": dialect, "strategy": strategy})
    caplog.set_level("CRITICAL", "hlive")
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
