"""Steps that every element goes through when a page is lowered: named, ordered, removable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hlive.errors import PageError
from hlive_proto.tree import Element

if TYPE_CHECKING:
    from hlive.tag import Tag

Step = Callable[["Tag", Element], Element]
"""Gets what the author wrote and what it was lowered to; returns what is to be shown instead.

It must give the same answer for the same element: elements that have not changed are remembered.
"""


@dataclass(frozen=True, slots=True)
class _Named:
    """A step with the name under which it was added; equal to the same step in another page."""

    name: str
    run: Step

    def __call__(self, tag: Tag, element: Element) -> Element:
        shown = self.run(tag, element)
        if not isinstance(shown, Element):
            raise PageError(
                f"step {self.name!r} must return an Element, not {shown!r:.60} (for {tag!r})"
            )
        return shown


class Pipeline:
    """The steps of one kind of rendering of a page, in the order in which they run."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self.steps: tuple[Step, ...] = ()

    def add(
        self, name: str, step: Step, *, before: str | None = None, after: str | None = None
    ) -> None:
        """Adds a step at the end, or before or after another one.

        Raises ValueError when the name is taken, or the other step isn't here, TypeError for a
        step that can't be called, or both `before` and `after`.
        """
        if not callable(step):
            raise TypeError(f"step {name!r} can't be called: {step!r:.60}")
        if before is not None and after is not None:
            raise TypeError("a step is added before another one or after one, not both")
        if name in self._names:
            raise ValueError(f"there is a step {name!r} already: remove it first")
        index = len(self._names)
        if before is not None:
            index = self._index(before)
        elif after is not None:
            index = self._index(after) + 1
        self._names.insert(index, name)
        self.steps = (*self.steps[:index], _Named(name, step), *self.steps[index:])

    def remove(self, name: str) -> None:
        """Takes a step out; raises ValueError when it isn't here."""
        index = self._index(name)
        del self._names[index]
        self.steps = (*self.steps[:index], *self.steps[index + 1 :])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def _index(self, name: str) -> int:
        if name not in self._names:
            raise ValueError(f"there is no step {name!r}, only {self._names}")
        return self._names.index(name)
