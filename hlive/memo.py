"""Remembering what something was last lowered to, until it or something inside it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

from hlive_proto.tree import Element

if TYPE_CHECKING:
    from hlive.page import Page
    from hlive.pipeline import Step
    from hlive.shared import Recipe
    from hlive.source import Source


class Lowered:
    """What a tag became; each is equal to nothing but itself.

    `shows` is what the element does to those around it (`nesting.seen`). `steady` says that the
    same will come out again as long as nothing is told to forget, `aligned` that the children of
    the tag and of the element stand at the same indices. `home` is the only page in which it is
    true (a component, or a plugin's attribute, is in it); None where it is true in any. `steps`
    are those of the pipeline that it went through. `recipe` says how a tag was written in which
    there is nothing but plain tags and text: such a tag is the same in all pages.
    """

    __slots__ = (
        "__weakref__",
        "aligned",
        "element",
        "home",
        "recipe",
        "shows",
        "source",
        "steady",
        "steps",
    )

    def __init__(
        self,
        element: Element,
        shows: int = 0,
        *,
        steady: bool = False,
        aligned: bool = False,
        home: ref[Page] | None = None,
        steps: tuple[Step, ...] = (),
        recipe: Recipe | None = None,
        source: Source | None = None,
    ) -> None:
        self.element = element
        self.shows = shows
        self.steady = steady
        self.aligned = aligned
        self.home = home
        self.steps = steps
        self.recipe = recipe
        self.source = source

    def but(self, element: Element, *, steady: bool, shows: int | None = None) -> Lowered:
        """The same of another element."""
        return Lowered(
            element,
            self.shows if shows is None else shows,
            steady=steady,
            aligned=self.aligned,
            home=self.home,
            steps=self.steps,
            source=self.source,
        )

    def __repr__(self) -> str:
        return f"<{self.element.name}> from {self.source}"


class Stale(NamedTuple):
    """What a tag was lowered to, and what those of its children were that have changed since.

    `before` are the children that it had then, where it has others now or in another order.
    """

    lowered: Lowered
    children: list[tuple[Memo, Lowered | None]]
    before: tuple[object, ...] | None = None


class Memo:
    """Base of everything inside a page that can change: tags, groups and boxes.

    Whoever relied on its value while lowering is a holder. A change forgets the memory of all
    holders, and nothing else; a holder that has forgotten has told its own holders already.
    """

    __slots__ = ("__weakref__", "_holders", "_memo")

    def __init__(self) -> None:
        self._memo: Lowered | None = None
        self._holders: tuple[ref[Memo], ...] = ()

    def held_by(self, holder: ref[Memo]) -> None:
        """Notes that the tag behind `holder` relies on this from now on."""
        if not self._holders:
            self._holders = (holder,)
        elif holder not in self._holders:
            alive = [known for known in self._holders if known() is not None]
            self._holders = (*alive, holder)

    def forget(self) -> None:
        """Forgets what this was lowered to, here and in everything that holds it."""
        was, self._memo = self._memo, None
        holders, self._holders = self._holders, ()
        for holder in holders:
            held = holder()
            if held is not None:
                held.forget_child(self, was)

    def forget_child(self, child: Memo, was: Lowered | None) -> None:
        """Told by a child that it changed; `was` is what it had been lowered to."""
        self.forget()
