"""Lists of components: items that come, go and change places while the page is live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import hlive as l
from hlive.kit.teardown import tear_down

_NO_ITEMS = (str, int, float, l.Tag, l.Box, l.HTML)


class ComponentListSimple(l.Component):
    """A component whose children are components, its items.

    Each item is itself wherever it moves, so its element keeps its place in the browser if it can.
    `add` takes items, also in groups and lists, and what else a component takes but children.
    Where an item is asked for, its id in the live page does as well.
    Raises TypeError for other children, ValueError for an item that is here already, or isn't.
    """

    def __init__(
        self, name: str, *elements: object, key: object = None, auto_render: bool = True
    ) -> None:
        self._known: set[l.Component] = set()
        super().__init__(name, key=key, auto_render=auto_render)
        self.add(*elements)

    def add(self, *elements: object) -> None:
        """Adds items at the end, and attributes, classes, styles and bindings."""
        given = list(_flat(elements))
        self._welcome(given)
        super().add(*given)

    def insert(self, index: int | l.Component | str, *nodes: object) -> None:
        """Puts items before the one at `index`, or before an item."""
        place = self._place(index)
        given = list(_flat(nodes))
        self._welcome(given)
        super().insert(place, *given)

    def remove(self, *nodes: object) -> None:
        """Takes items out."""
        items = self._items(nodes)
        if len(items) == 1:
            super().remove(*items)
        else:
            leaving = set(items)
            self._arrange([item for item in self if item not in leaving])
        self._known.difference_update(items)

    def clear(self) -> None:
        """Takes all items out."""
        self._known.clear()
        super().clear()

    def move(self, item: l.Component | str, index: int) -> None:
        """Takes an item to the place `index` of the list."""
        (moving,) = self._items([item])
        super().remove(moving)
        super().insert(index, moving)

    def sort(self, *, key: Callable[[Any], Any], reverse: bool = False) -> None:
        """Puts the items into the order of what `key` says of them, as `list.sort` does."""
        self._arrange(sorted(self, key=key, reverse=reverse))

    def get(self, id: str) -> l.Component | None:
        """The item that has this id in the live page, None where there is none."""
        page = self.home() if self.home is not None else None
        component = page.components.get(id) if page is not None else None
        return component if component in self else None

    def index(self, item: l.Component | str) -> int:
        """Where an item stands."""
        (wanted,) = self._items([item])
        return self.children.index(wanted)

    def __iter__(self) -> Iterator[l.Component]:
        return iter(self.children)  # type: ignore[arg-type]  # Nothing else is let in.

    def __len__(self) -> int:
        return len(self.children)

    def __getitem__(self, index: int) -> l.Component:
        return self.children[index]  # type: ignore[return-value]  # As above.

    def __contains__(self, item: object) -> bool:
        return item in self.children

    def _welcome(self, elements: Iterable[object]) -> None:
        """Looks at all that is to be added before any of it is."""
        new: set[l.Component] = set()
        for element in elements:
            if isinstance(element, l.Component):
                if element in self._known or element in new:
                    raise ValueError(f"{element!r} is in the list already: move it, or make two")
                new.add(element)
            elif isinstance(element, _NO_ITEMS) or callable(element):
                raise TypeError(f"a list holds components, not {element!r:.60}: write C(...)")
        self._known |= new

    def _items(self, wanted: Iterable[object]) -> list[l.Component]:
        """The items that are meant, given as items or ids."""
        items = [self.get(each) if isinstance(each, str) else each for each in wanted]
        here = set(self.children) if len(items) > 1 else self
        for item, given in zip(items, wanted, strict=True):
            if item is None or item not in here:
                raise ValueError(f"{given!r} isn't in the list")
        return items  # type: ignore[return-value]  # What is in the list is a component.

    def _place(self, index: int | l.Component | str) -> int:
        return index if isinstance(index, int) else self.index(index)

    def _arrange(self, items: list[l.Component]) -> None:
        """These are the items now, in this order."""
        if items != list(self.children):
            super().clear()
            super().insert(0, *items)


class ComponentList(ComponentListSimple):
    """A list that tears down what is taken out of it, with all that is in it (`tear_down`)."""

    def remove(self, *nodes: object) -> None:
        """Takes items out for good."""
        items = self._items(nodes)
        super().remove(*items)
        tear_down(items)

    def clear(self) -> None:
        """Takes all items out for good."""
        items = self.children
        super().clear()
        tear_down(items)


def _flat(elements: Iterable[object]) -> Iterator[object]:
    """The elements, with what is in groups and lists."""
    for element in elements:
        if isinstance(element, l.Elements):
            yield from _flat(element.items)
        elif isinstance(element, Iterable) and not isinstance(element, str | l.Tag | Mapping):
            yield from _flat(element)
        else:
            yield element
