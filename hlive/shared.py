"""Content that many pages have is one object in all of them: what plain tags became, by how they
were written."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakValueDictionary, ref

from hlive.memo import Lowered, Memo
from hlive_proto.tree import Raw

if TYPE_CHECKING:
    from hlive.tag import Tag

Ingredient = str | int | Raw | Lowered
"""A child in a recipe: text, a number, markup, or what a plain tag became."""

RECENT = 100_000
"""So many nodes are kept for a page that comes again when no page shows them any more."""


class Recipe(NamedTuple):
    """All that was written in a plain tag: tags of one recipe become one element."""

    kind: type[Tag]
    name: str
    key: str | None
    describes: bool
    attrs: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]
    styles: tuple[tuple[str, str], ...]
    children: tuple[Ingredient, ...]


_known: WeakValueDictionary[Recipe, Lowered] = WeakValueDictionary()
_recent: deque[Lowered] = deque()
_room = [RECENT]

find = _known.get
"""What tags of a recipe became, None where that isn't known (any more)."""


def share(recipe: Recipe, lowered: Lowered) -> None:
    """Keeps what a tag became as long as a page holds it, and a while longer."""
    lowered.recipe = recipe
    _known[recipe] = lowered
    _recent.append(lowered)
    _room[0] -= _size(lowered)
    while _room[0] < 0:
        _room[0] += _size(_recent.popleft())


def _size(lowered: Lowered) -> int:
    return 1 + len(lowered.element.children)


def recipe_of(tag: Tag, children: list[Ingredient]) -> Recipe | None:
    """How a tag with these children was written; None where there is more to the tag than that."""
    kind = type(tag)
    if kind not in _PLAIN or tag._twin is not None:
        return None
    attrs, styles = _texts(tag._attrs), _texts(tag._styles)
    if attrs is None or styles is None:
        return None
    classes = tuple(tag._classes)
    return _made((kind, tag.name, tag.key, tag.describes, attrs, classes, styles, tuple(children)))


_made = Recipe._make


def known_text(tag: Tag) -> Lowered | None:
    """What a plain tag became that holds one text and nothing else, where that is known.

    Most tags of a page are such.
    """
    children = tag._children
    if len(children) != 1 or type(children[0]) is not str or tag._attrs or tag._styles:
        return None
    kind = type(tag)
    if kind not in _PLAIN or tag._twin is not None:
        return None
    classes = tuple(tag._classes)
    # Equal to the recipe, and made sooner.
    recipe: Any = (kind, tag.name, tag.key, tag.describes, (), classes, (), (children[0],))
    return find(recipe)


def _texts(values: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """What attributes or styles say; None where some of it isn't just text."""
    if not values:
        return ()
    return tuple(values.items()) if {str}.issuperset(map(type, values.values())) else None


_PLAIN: set[type] = set()
"""The classes of which a tag has nothing that isn't in a recipe."""

K = TypeVar("K", bound="Tag")


def plain(kind: type[K]) -> type[K]:
    """Says of a class that its tags, though not those of its subclasses, are plain."""
    _PLAIN.add(kind)
    return kind


def let_go(parent: Tag, holder: ref[Memo]) -> None:
    """Plain children that nobody else has can't change any more: what they became takes their
    places. `holder` is `parent`, as it is known to its children.
    """
    children: list[Any] = parent._children
    if _PLAIN.isdisjoint(map(type, children)):
        return
    for index in range(len(children)):
        child = children[index]
        if type(child) in _PLAIN and _is_alone(child, holder):
            there = ref(child)
            children[index], child = child._memo, None
            child = there()
            if child is not None:
                children[index] = child


def _is_alone(tag: Tag, holder: ref[Memo]) -> bool:
    """Whether no other tag shows this one, and nobody has a tag that is in it."""
    return (
        tag._memo is not None
        and tag._memo.recipe is not None
        and tag._holders == (holder,)
        and _PLAIN.isdisjoint(map(type, tag._children))
    )


def take_back(parent: Tag) -> None:
    """Somebody wants to have the children that were let go, after all."""
    for index, child in enumerate(parent._children):
        if isinstance(child, Lowered):
            tag = _as_tag(child)
            tag.held_by(ref(parent))
            parent._children[index] = tag


def _as_tag(lowered: Lowered) -> Tag:
    recipe = lowered.recipe
    assert recipe is not None
    tag = recipe.kind(recipe.name, key=recipe.key)
    tag._fill_from(recipe)
    tag.source = lowered.source
    tag._memo = lowered
    return tag
