"""What changed in a live page, found by going straight there; the tags around wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hlive.component import Component
from hlive.lower import PASSES, Walk, alike
from hlive.memo import Lowered, Memo
from hlive.page import Page
from hlive.tag import Tag
from hlive_proto.dialect import Dialect
from hlive_proto.differ import OPAQUE
from hlive_proto.patch import ROOT
from hlive_proto.tree import FOREIGN, Document, Element, Node, replace_at

Path = tuple[int, ...]

_HTML = (1,)
"""Where the root element is in a document, behind the doctype."""

_FEW = 16
"""So many places are looked at in vain before it is quicker to bring all up to date."""


class Shown:
    """The tree that a browser shows. Elements can be put into it one by one, which costs nothing
    until somebody wants to have the tree."""

    def __init__(self, tree: Document) -> None:
        self._tree = tree
        self._put: dict[Path, Element] = {}
        self._tags: dict[Memo, Element] = {}

    @property
    def tree(self) -> Document:
        """All of it."""
        return replace_at(self._tree, self._put) if self._put else self._tree

    def put(self, change: Change) -> None:
        """There is another element now."""
        steps = change.place.steps
        for inner in [each for each in self._put if each[: len(steps)] == steps]:
            del self._put[inner]
        self._put[steps] = self._tags[change.tag] = change.new

    def has_put(self, tag: Memo) -> bool:
        """Whether the tag is still what was put there for it, wherever it stands."""
        return tag._memo is not None and self._tags.get(tag) is tag._memo.element

    @property
    def is_behind(self) -> bool:
        """Whether so many were put there that it is quicker to make the tree anew."""
        return len(self._put) > _FEW

    def root(self) -> Node | None:
        """The root element; None before there is one."""
        return self._put.get(_HTML) or (self._tree[1] if len(self._tree) > 1 else None)

    def child(self, parent: Node, steps: Path) -> Node:
        """The child of a node that is here, to which these indices lead; what was put into it, at
        the end of longer ones, may be missing."""
        assert isinstance(parent, Element)
        return self._put.get(steps) or parent.children[steps[-1]]

    def complete(self, element: Element, steps: Path) -> Element:
        """The element that is here, to which these indices lead, with what was put into it."""
        depth = len(steps)
        inside: dict[Path, Node] = {
            (0, *path[depth:]): other
            for path, other in self._put.items()
            if len(path) > depth and path[:depth] == steps
        }
        (whole,) = replace_at((element,), inside) if inside else (element,)
        assert isinstance(whole, Element)
        return whole


class Place(NamedTuple):
    """Where an element is: `steps` lead there from the document, `path` from `root`, as patches
    name it."""

    steps: Path
    root: str
    path: Path

    def child(self, tag: Tag, index: int) -> Place:
        """The place of a child of the tag that is here."""
        if isinstance(tag, Component) and tag.id is not None:
            return Place((*self.steps, index), tag.id, (index,))
        return Place((*self.steps, index), self.root, (*self.path, index))


class Change(NamedTuple):
    """The element of a tag is another than the browser shows."""

    tag: Tag
    place: Place
    old: Element
    new: Element


def lower_changes(
    page: Page, dialect: Dialect, enter: Callable[[Component], None], shown: Shown
) -> list[Change] | None:
    """The elements that aren't what is shown any more, in the order of the page.

    None where that can't be told without `lower_page`: the root element itself changed, something
    is computed at each render, or is to be sent in one piece. Raises PageError like that.
    """
    root = shown.root()
    if page.live_pipeline.steps or root is None:
        return None
    for _ in range(PASSES):
        walk = Walk(page, dialect, enter)
        changes = _Search(walk, shown).inside(page.html, root, Place(_HTML, ROOT, _HTML))
        if changes is None or not (walk.disturbed or walk.mounts):
            return changes
    return None


class _Search:
    """One search for changes."""

    def __init__(self, walk: Walk, shown: Shown) -> None:
        self.walk = walk
        self.shown = shown

    def inside(self, tag: Tag, there: Node, place: Place) -> list[Change] | None:
        """What changed below a tag of which the browser shows what is `there`; None where that
        isn't all."""
        known, stale = tag._memo, tag._stale
        if known is not None:
            up_to_date = known.steady and self.walk.is_true_here(known)
            return [] if up_to_date and known.element is there else None
        if stale is None or stale.before is not None or not self.walk.can_renew(stale):
            return None
        news = [change for change in stale.children if not self.shown.has_put(change[0])]
        changed = self.walk.changed_children(news, tag._children)
        if changed is None or tag.name in FOREIGN or tag.name in OPAQUE:
            return None
        changes: list[Change] = []
        for index, child, was in changed:
            here = place.child(tag, index)
            found = self.at(child, was, self.shown.child(there, here.steps), here)
            if found is None:
                return None
            changes += found
        return changes

    def at(self, tag: Tag, was: Lowered | None, there: Node, place: Place) -> list[Change] | None:
        """What changed in a tag or below; None where that matters to the tags around it."""
        inside = self.inside(tag, there, place)
        if inside is not None:
            return inside
        lowered = self.walk.tag(tag)
        if was is None or not isinstance(there, Element) or not alike(was, lowered):
            return None
        return [Change(tag, place, self.shown.complete(there, place.steps), lowered.element)]
