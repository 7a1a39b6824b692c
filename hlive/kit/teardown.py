"""Tearing down: what a component does when it has left its page for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import hlive as l


class Teardown(l.Component):
    """A component that can be told what to do when it is torn down; also to be mixed in."""

    _teardowns: tuple[Callable[[], object], ...] = ()

    def add_teardown(self, callback: Callable[[], object]) -> None:
        """Calls `callback` when this component is torn down, after those that were added before."""
        self._teardowns = (*self._teardowns, callback)

    def teardown(self) -> None:
        """Calls the callbacks, once; all of them, also if one raises, and then raises that."""
        callbacks, self._teardowns = self._teardowns, ()
        with ExitStack() as stack:
            for callback in reversed(callbacks):
                stack.callback(callback)


class ComponentTeardown(Teardown, l.ComponentMountable):
    """A component whose mount and unmount are functions, and that can be torn down."""


def tear_down(node: object) -> None:
    """Tears down all components in a node that has left its page for good, itself included.

    They aren't unmounted later, when the page is closed. Raises what their callbacks raise, when
    all were called. What a function in the node returns isn't looked at.
    """
    with ExitStack() as stack:
        for component in reversed(list(_components(node))):
            stack.callback(_tear_down_one, component)


def _tear_down_one(component: l.Component) -> None:
    page = component.home() if component.home is not None else None
    if page is not None:
        page.mounted.pop(component, None)
    if isinstance(component, Teardown):
        component.teardown()


def _components(node: object) -> Iterator[l.Component]:
    """All components in a node, in document order."""
    if isinstance(node, l.Component):
        yield node
    for inner in _inside(node):
        yield from _components(inner)


def _inside(node: object) -> Iterator[object]:
    if isinstance(node, l.Tag):
        yield from node._children
    elif isinstance(node, l.Box):
        yield node.get()
    elif isinstance(node, l.Group | list | tuple):
        yield from node
