"""What is remembered is never out of date, and an event costs what it changes."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

import hlive as l
from hlive.document import first_html, open_page
from hlive.lower import _Walk
from hlive_proto.browser import shown
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from tests.view.driver import CLIENT, Driver, doing, page_of
from tests.view.oracle import lowered, lowered_page

NAMES = st.sampled_from(["div", "section", "span", "b", "ul", "article"])
LEVELS = range(1, 5)
TEXTS = st.sampled_from(["", "a", "b", "<&>", "\n", "long text"])
WORDS = st.sampled_from(["k", "m", "n"])
KEYS = st.sampled_from([None, None, None, None, 1, 2, 3])
PLAIN = st.one_of(TEXTS, st.integers(-3, 3), st.none(), st.just(l.HTML("<hr>")))
AT = st.integers(0, 6)


class Node:
    """Something in the pool; it may only be put into what has a lower level, so nothing is cyclic."""

    def __init__(self, it: Any, level: int) -> None:
        self.it = it
        self.level = level

    def __repr__(self) -> str:
        return f"{self.it!r}@{self.level}"


class Pages(RuleBasedStateMachine):
    """Two live pages that share tags, boxes and groups are edited at random and rendered."""

    dialect: Dialect = DIALECT_02
    strategy = Strategy.MINIMAL

    tags = Bundle("tags")
    components = Bundle("components")
    holders = Bundle("holders")
    values = Bundle("values")

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[Node] = []
        self.drivers = [self.open(), self.open()]
        self.all_tags: list[l.Tag] = [body.it for body in self.bodies]

    def open(self) -> Driver:
        driver = Driver(l.Page, dialect=self.dialect, strategy=self.strategy)
        self.bodies.append(Node(driver.page.body, 0))
        return driver

    # What there is.

    @initialize(target=tags)
    def shared(self) -> Node:
        node = self.remember(l.T("div", "shared"), 2)
        for body in self.bodies:
            body.it.add(node.it)
        return node

    def remember(self, it: Any, level: int) -> Node:
        if isinstance(it, l.Tag):
            self.all_tags.append(it)
        return Node(it, level)

    @initialize(target=tags)
    def first_body(self) -> Node:
        return self.bodies[0]

    @initialize(target=tags)
    def second_body(self) -> Node:
        return self.bodies[1]

    @rule(target=tags, name=NAMES, level=st.sampled_from(LEVELS), text=TEXTS, key=KEYS)
    def make_tag(self, name: str, level: int, text: str, key: int | None) -> Node:
        return self.remember(l.T(name, text, key=key), level)

    @rule(target=tags, level=st.sampled_from(LEVELS), count=st.integers(0, 3))
    def make_rows(self, level: int, count: int) -> Node:
        """All children are tags: the short way of lowering can be taken."""
        return self.remember(l.T("div", [l.T("p", str(n)) for n in range(count)]), level)

    @rule(target=components, name=NAMES, level=st.sampled_from(LEVELS), key=KEYS, on=st.booleans())
    def make_component(self, name: str, level: int, key: int | None, on: bool) -> Node:
        bindings = [l.on("click", doing(bool))] if on else []
        return self.remember(l.C(name, *bindings, key=key), level)

    @rule(target=components, level=st.sampled_from(LEVELS), child=values)
    def make_mounted(self, level: int, child: Node) -> Node:
        """Its mount changes itself, the tag at the page's start, and makes a component."""

        def mount(context: l.Context) -> None:
            component.add(l.C("b", "born"))
            self.all_tags[0].add({"lang": "m"})

        component = l.CM("div", mount=mount)
        if child.level > level:
            component.add(child.it)
        return self.remember(component, level)

    @rule(target=components, tag=tags, name=NAMES)
    def make_wrapped(self, tag: Node, name: str) -> Node:
        """The tag stays out of the page, but both it and the component are edited."""
        inner = self.remember(l.T(name, tag.it), tag.level - 1)
        if isinstance(tag.it, l.Component):
            inner = self.remember(l.T(name, "wrapped"), 2)
        self.outside = inner
        return self.remember(l.W(inner.it, l.on("click", doing(bool))), max(1, inner.level))

    @rule(target=holders, level=st.sampled_from(LEVELS), value=PLAIN)
    def make_box(self, level: int, value: Any) -> Node:
        return Node(l.Box(value), level)

    @rule(target=holders, level=st.sampled_from(LEVELS), value=TEXTS)
    def make_group(self, level: int, value: str) -> Node:
        return Node(l.Group(value), level)

    @rule(target=values, node=st.one_of(tags, components, holders))
    def any_node(self, node: Node) -> Node:
        return node

    @rule(target=values, level=st.sampled_from(LEVELS), nodes=st.lists(values, max_size=3))
    def make_list(self, level: int, nodes: list[Node]) -> Node:
        return Node([node.it for node in nodes if node.level > level], level)

    @rule(target=values, node=values)
    def make_function(self, node: Node) -> Node:
        return Node(lambda: node.it, node.level)

    # What changes.

    @rule(parent=st.one_of(tags, components), node=values)
    def add(self, parent: Node, node: Node) -> None:
        if node.level > parent.level and len(parent.it.children) < 4:
            parent.it.add(node.it)

    @rule(parent=st.one_of(tags, components), node=values)
    def put_first(self, parent: Node, node: Node) -> None:
        if node.level > parent.level and len(parent.it.children) < 4:
            parent.it.insert(0, node.it)

    @rule(parent=st.one_of(tags, components), at=AT)
    def remove(self, parent: Node, at: int) -> None:
        if at < len(parent.it.children):
            parent.it.remove(parent.it.children[at])

    @rule(old=st.one_of(tags, components), new=st.one_of(tags, components), at=AT)
    def move(self, old: Node, new: Node, at: int) -> None:
        if at < len(old.it.children) and len(new.it.children) < 4 and old.level >= new.level:
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
        if len(tag.it.children) < 4:
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
        elif len(holder.it) < 4:
            holder.it.add(node.it)

    @rule(holder=holders, value=PLAIN)
    def fill_plainly(self, holder: Node, value: Any) -> None:
        if isinstance(holder.it, l.Box):
            holder.it.set(value)
        elif len(holder.it) < 4:
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
            if component.it.home is None or component.it.home() is not driver.page:
                continue
            try:
                driver.live.render_component(component.it)
            except l.ContextError:
                assert component.it.id not in shown_ids(driver)
            except l.PageError:
                pass
            else:
                part = lowered(component.it, self.dialect)
                assert part in every_element(driver)
            driver.check()

    @rule()
    def render(self) -> None:
        for driver in self.drivers:
            before = driver.live.shown
            expected = self.expected(driver)
            errors = len(self.errors)
            driver.live.render()
            driver.check()
            if len(self.errors) > errors:
                assert driver.live.shown == before
                assert not self.is_sound(driver), self.errors[-1]
            else:
                assert expected is None or True
                assert driver.live.shown == lowered_page(driver.page, self.dialect)
                assert set(driver.page.components) >= shown_ids(driver)
                assert len(shown_ids(driver)) == len(list_ids(driver))
