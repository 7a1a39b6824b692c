"""A component whose children are what a function says at each render."""

from __future__ import annotations

from collections.abc import Callable

import hlive as l


class ComponentComputed(l.Component):
    """Has the children that `compute` returns, asked at each render.

    A function is a child of any tag, so `l.C("ul", rows)` does the same; this one is for classes
    that override `compute`. `elements` are the attributes, bindings and so on.
    """

    def __init__(
        self,
        name: str,
        compute: Callable[[], object] | None = None,
        *elements: object,
        key: object = None,
        auto_render: bool = True,
    ) -> None:
        self._compute = compute
        super().__init__(name, *elements, self.compute, key=key, auto_render=auto_render)

    def compute(self) -> object:
        """The children now: anything that a tag can hold, or a list of that."""
        return self._compute() if self._compute is not None else None
