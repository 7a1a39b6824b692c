"""Author tree to browser tree, in one walk: components get their ids, boxes are opened, what a
browser would do to the markup is done beforehand, and what has not changed is not built again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any
from weakref import ref

from hlive.attrs import ID, ON, AttributePlugin, attribute_value, class_text, style_text
from hlive.box import Box, Group
from hlive.component import Component
from hlive.content import Content, Nodes
from hlive.errors import PageError
from hlive.memo import Lowered, Memo, Stale
from hlive.nodes import check_node, plain_text
from hlive.page import Page
from hlive.shared import find, known_text, let_go, recipe_of, share
from hlive.tag import Tag
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.nesting import seen
from hlive_proto.tree import Document, Element, Node, Raw, common_ends

PASSES = 10
"""How often a page is lowered again because plugins or mounts changed it on the way."""

_HIDDEN = "data-hlive"
"""How attributes start that dialect 0.1 leaves out of the first HTML."""

_UNDER_WAY = Lowered(Element(""))
"""Stands for a tag's memory while it is lowered: if it is gone afterwards, the tag changed."""

_INGREDIENTS = frozenset({str, int, Raw, Lowered})
"""What stands in a tag as it will be shown."""

_OF_ONE_ELEMENT = (Tag, Lowered)

_KEY = attrgetter("key")

_MANY = 32
"""If more children of a tag changed, it is quicker to visit all than to look for each of them."""


def lower_page(
    page: Page, dialect: Dialect = DIALECT_02, enter: Callable[[Component], None] | None = None
) -> Document:
    """The browser tree of a whole page.

    `enter` is called for each component that is lowered in a live page, before its children;
    without it the page is lowered for its first HTML, in which components have no ids.
    Raises PageError, naming the author's line, for what a browser would not show as written.
    """
    return (page.doctype, _settled(page.html, page, dialect, enter))


def lower_component(
    component: Component, page: Page, dialect: Dialect, enter: Callable[[Component], None]
) -> Element:
    """The browser tree of one component of a live page; raises PageError like `lower_page`."""
    return _settled(component, page, dialect, enter)


def _settled(
    tag: Tag, page: Page, dialect: Dialect, enter: Callable[[Component], None] | None
) -> Element:
    """Lowers again what mounts and plugins changed while it was lowered."""
    for _ in range(PASSES):
        walk = Walk(page, dialect, enter)
        element = walk.tag(tag).element
        if not walk.disturbed:
            return element
    raise PageError("the page changes each time it is rendered: a mount or a plugin never settles")


class Walk:
    """One walk over a page."""

    def __init__(
        self, page: Page, dialect: Dialect, enter: Callable[[Component], None] | None
    ) -> None:
        self.page = page
        self.home = ref(page)
        self.names = {ID: dialect.id_attr, ON: dialect.on_attr}
        self.enter = enter
        self.hides = dialect.hides_in_html and enter is None
        self.steps = (page.html_pipeline if enter is None else page.live_pipeline).steps
        self.visited: set[Component] = set()
        self.disturbed = False
        self.mounts = False

    def tag(self, tag: Tag) -> Lowered:
        """What the tag is in the browser; from memory where nothing in it changed."""
        known = tag._memo
        if known is None:
            simple = None if self.steps else known_text(tag)
            if simple is not None:
                tag._memo = simple
                return simple
        elif known.steady and self.is_true_here(known):
            return known
        elif known is _UNDER_WAY:
            raise PageError(f"{tag!r} can't stand inside itself")
        if isinstance(tag, Component):
            self.component(tag)
        stale, tag._stale = tag._stale, None
        tag._memo = _UNDER_WAY
        try:
            lowered = self.renew(tag, stale) or self.build(tag)
        except BaseException:
            tag._memo = None
            raise
        return self.remember(tag, known, lowered)

    def is_true_here(self, lowered: Lowered) -> bool:
        return lowered.home in (None, self.home) and lowered.steps == self.steps

    def component(self, component: Component) -> None:
        """A component has one place in one page; in a live page it gets its id now."""
        if component.home not in (None, self.home):
            raise PageError(f"{component!r} belongs to another page: make it in the page function")
        if self.enter is not None:
            self.mounts = self.mounts or component.id is None
            self.enter(component)
        elif component in self.visited:
            raise PageError(f"{component!r} stands in the page twice: make two components")
        else:
            self.visited.add(component)
        component.refresh()

    def build(self, tag: Tag) -> Lowered:
        """The long way: all children are visited."""
        content = self.content(tag)
        recipe = recipe_of(tag, content.items) if content.fixed and not self.steps else None
        lowered = find(recipe) if recipe is not None else None
        if lowered is None:
            lowered = self.made(tag, content)
            if recipe is not None and lowered.home is None:
                share(recipe, lowered)
        let_go(tag, content.holder)
        return lowered

    def made(self, tag: Tag, content: Content) -> Lowered:
        """The element of a tag that has this content."""
        nodes = Nodes(content)
        element = Element(
            tag.name,
            self.attributes(tag, content.holder),
            tuple(nodes.nodes),
            tag.id if isinstance(tag, Component) else None,
            tag.key,
        )
        for step in self.steps:
            element = step(tag, element)
        return Lowered(
            element,
            seen(tag.name, nodes.shows),
            steady=content.steady and not (self.enter is None and self.differs_live(tag)),
            aligned=tag.name != "table"
            and all(isinstance(child, _OF_ONE_ELEMENT) for child in tag._children),
            home=self.home if _is_of_a_page(tag) else content.home,
            steps=self.steps,
            source=tag.source,
        )

    def differs_live(self, tag: Tag) -> bool:
        """Whether the first HTML of a tag isn't what it will be in the live page."""
        return isinstance(tag, Component) or (
            self.hides and any(name.startswith(_HIDDEN) for name in tag._attrs)
        )

    def renew(self, tag: Tag, stale: Stale | None) -> Lowered | None:
        """The short way where only some child tags changed, or some came, went or moved: the other
        children aren't visited. None where it can't be taken: all is built again then.
        """
        if stale is None or not self.can_renew(stale):
            return None
        element, shows = stale.lowered.element, stale.lowered.shows
        nodes = list(element.children)
        if not self.replace(tag, stale, nodes):
            return None
        if stale.before is not None:
            came = self.rearrange(tag, stale.lowered, stale.before, nodes)
            if came is None:
                return None
            shows |= came
        renewed = Element(element.name, element.attrs, tuple(nodes), element.id, element.key)
        return stale.lowered.but(renewed, steady=True, shows=shows)

    def can_renew(self, stale: Stale) -> bool:
        """Whether the children and the element's nodes still go together, and few have changed."""
        known = stale.lowered
        few = len(stale.children) <= _MANY
        return few and known.aligned and not self.steps and self.is_true_here(known)

    def replace(self, tag: Tag, stale: Stale, nodes: list[Node]) -> bool:
        """Puts what changed children are now in the places of what they were."""
        siblings = tag._children if stale.before is None else stale.before
        changed = self.changed_children(stale.children, siblings)
        if changed is None:
            return False
        holder: ref[Memo] = ref(tag)
        for index, child, was in changed:
            # Where others come as well, all new components get their ids in the order of the page.
            if stale.before is not None and child._memo is None:
                return False
            lowered = self.tag(child)
            if stale.before is None or child in tag._children:
                child.held_by(holder)
            if was is None or not alike(was, lowered):
                return False
            nodes[index] = lowered.element
        return True

    def changed_children(
        self, children: Sequence[tuple[Memo, Lowered | None]], siblings: Sequence[object]
    ) -> list[tuple[int, Tag, Lowered | None]] | None:
        """The changed child tags, and where they are among their siblings, in the order of the
        page, in which new components get their ids; None where a child isn't there once."""
        changed: list[tuple[int, Tag, Lowered | None]] = []
        for child, was in children:
            if not isinstance(child, Tag) or siblings.count(child) != 1:
                return None
            changed.append((siblings.index(child), child, was))
        changed.sort(key=itemgetter(0))
        return changed

    def rearrange(
        self, tag: Tag, was: Lowered, before: tuple[object, ...], nodes: list[Node]
    ) -> int | None:
        """Puts `nodes`, which were those of `before`, into the order of the children now.

        Returns what those that came show to the elements around; None if all is to be built.
        """
        now = tag._children
        start, stop = common_ends(before, now)
        content = Content(tag, ref(tag))
        for child in now[start : len(now) - stop]:
            if isinstance(child, Tag):
                self.child(child, content)
            elif isinstance(child, Lowered):
                content.add(child)
            else:
                return None
        some_went = start + stop < len(before)
        if not content.steady or content.home not in (None, was.home):
            return None
        if some_went and was.shows != seen(tag.name, 0):
            return None
        came = Nodes(content)
        nodes[start : len(before) - stop] = []
        if not came.keys.isdisjoint(map(_KEY, nodes)):
            return None
        nodes[start:start] = came.nodes
        return seen(tag.name, came.shows)

    def remember(self, tag: Tag, known: Lowered | None, lowered: Lowered) -> Lowered:
        """Keeps what a tag became, unless it was changed meanwhile: then all is done again."""
        if tag._memo is not _UNDER_WAY:
            self.disturbed = True
            return lowered.but(lowered.element, steady=False)
        if known is not None and lowered.recipe is None and known.element == lowered.element:
            lowered = lowered.but(known.element, steady=lowered.steady)
        tag._memo = lowered if self.enter is not None or lowered.steady else None
        return lowered

    def content(self, tag: Tag) -> Content:
        content = Content(tag, ref(tag))
        # The steps of a pipeline are shown every tag, also those that were let go.
        for child in tag.children if self.steps else tag._children:
            if isinstance(child, Tag):
                self.child(child, content)
            elif type(child) in _INGREDIENTS:
                content.items.append(child)  # type: ignore[arg-type]  # Its type was looked at.
            else:
                content.fixed = False
                self.node(child, content)
        return content

    def child(self, tag: Tag, content: Content) -> None:
        lowered = self.tag(tag)
        tag.held_by(content.holder)
        content.add(lowered)

    def node(self, node: Any, content: Content) -> None:
        """Adds what is in a child, or in what it holds, to the content of its parent."""
        if isinstance(node, str | Raw):
            content.items.append(node)
        elif isinstance(node, Tag):
            self.child(node, content)
        elif isinstance(node, Box):
            node.held_by(content.holder)
            self.node(node.get(), content)
        elif isinstance(node, bool):
            raise PageError(f"a box in {content.parent!r} holds {node}: it can't be shown as text")
        elif isinstance(node, int | float):
            content.items.append(plain_text(node))
        elif isinstance(node, Group):
            node.held_by(content.holder)
            self.nodes(node, content)
        elif isinstance(node, list | tuple):
            self.nodes(node, content)
        elif node is not None:
            self.computed(node, content)

    def nodes(self, nodes: Iterable[object], content: Content) -> None:
        for node in nodes:
            self.node(node, content)

    def computed(self, compute: Callable[[], object], content: Content) -> None:
        """A function is asked at every render, so nothing around it can be remembered."""
        content.steady = False
        value = compute()
        try:
            check_node(value)
        except TypeError as error:
            raise PageError(f"{error} (from {compute!r}, in {content.parent!r})") from None
        self.node(value, content)

    def attributes(self, tag: Tag, holder: ref[Memo]) -> tuple[tuple[str, str], ...]:
        """In the order of adding, then class, then style."""
        if not (tag._attrs or tag._classes or tag._styles):
            return ()  # Nothing is held either: then there would be an id.
        attrs: dict[str, str] = {}
        for name, value in tag._attrs.items():
            text = self.attribute(tag, name, value, holder)
            hidden = self.hides and name.startswith(_HIDDEN)
            if text is not None and not hidden and (text or name != ON):
                attrs[self.names.get(name, name)] = text
        if isinstance(tag, Component) and tag._held:
            attrs |= tag._held
        if tag._classes:
            attrs["class"] = class_text(attrs.get("class"), tag._classes)
        if tag._styles:
            styles = [
                (name, self.style(tag, name, value, holder)) for name, value in tag._styles.items()
            ]
            attrs["style"] = style_text(attrs.get("style"), styles)
        return tuple(attrs.items())

    def attribute(self, tag: Tag, name: str, value: Any, holder: ref[Memo]) -> str | None:
        """The value as text, None where the attribute is to be absent."""
        if isinstance(value, str):
            return value
        if isinstance(value, AttributePlugin):
            if self.page.first_time(value.name):
                value.initialize(self.page)
                self.disturbed = True
                if self.page.renderer is not None:
                    # If only a component is rendered now, the page follows.
                    self.page.renderer.render()
            return value.value
        value.held_by(holder)
        held = value.get()
        if isinstance(held, Memo | Raw) or callable(held):
            raise PageError(f"{name!r} of {tag!r} needs text, but its box holds {held!r:.60}")
        try:
            text = attribute_value(name, held)
        except (TypeError, ValueError) as error:
            raise PageError(f"{error} (in {tag!r})") from None
        assert text is None or isinstance(text, str)
        return text

    def style(self, tag: Tag, name: str, value: Any, holder: ref[Memo]) -> str:
        if isinstance(value, str):
            return value
        value.held_by(holder)
        held = value.get()
        if isinstance(held, bool) or not isinstance(held, str | int | float):
            raise PageError(f"style {name!r} of {tag!r} needs text, its box holds {held!r:.60}")
        return plain_text(held)


def alike(was: Lowered, now: Lowered) -> bool:
    """Whether one can take the other's place without a look at the parent and the siblings."""
    return (
        now.steady
        and now.shows == was.shows
        and now.home == was.home
        and now.element.name == was.element.name
        and now.element.key == was.element.key
    )


def _is_of_a_page(tag: Tag) -> bool:
    """Whether lowering it has an effect on the page, or depends on it."""
    if isinstance(tag, Component):
        return True
    for name, value in tag._attrs.items():
        if isinstance(value, AttributePlugin) or name.startswith(_HIDDEN):
            return True
    return False
