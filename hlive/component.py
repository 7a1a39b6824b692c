"""Components: tags that the browser can address, and that can hear events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

from hlive.attrs import ID, ON
from hlive.bindings import Binding
from hlive.context import Context
from hlive.tag import Tag

if TYPE_CHECKING:
    from hlive.page import Page

Hook = Callable[[Context], object | Awaitable[object]]


class Component(Tag):
    """A tag with an id of its own and event bindings.

    With `auto_render` the page is rendered after each of its handlers. A subclass may override
    `mount`, which runs when the component first becomes part of a live page and may fill it, and
    `unmount`, which runs when the page is closed.
    """

    __slots__ = ("_bindings", "_last_binding", "auto_render", "home", "id")

    def __init__(
        self, name: str, *elements: object, key: object = None, auto_render: bool = True
    ) -> None:
        self.id: str | None = None
        self.home: ref[Page] | None = None
        self.auto_render = auto_render
        self._bindings: list[Binding] = []
        self._last_binding = 0
        super().__init__(name, *elements, key=key)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """The bindings, in the order in which they were added."""
        return tuple(self._bindings)

    def binding(self, id: str) -> Binding | None:
        """The binding with this id, None where there is none."""
        return next((binding for binding in self._bindings if binding.id == id), None)

    def remove_binding(self, binding: Binding) -> None:
        """Stops hearing the event; raises ValueError when it isn't a binding of this component."""
        self._bindings.remove(binding)
        binding.component, binding.id = None, ""
        self._announce_bindings()
        self.changed()

    def mount(self, context: Context) -> object:
        """Runs once, when this component has got its id and before its children are lowered."""

    def unmount(self, context: Context) -> object:
        """Runs when the page is closed."""

    def identify(self, page: Page, leads: bool) -> None:
        """Gives the component its id in a live page; `leads` puts it before all attributes."""
        self.home = ref(page)
        self.id = id = page.next_id()
        attrs = dict(self._attrs)
        self._attrs.clear()
        if leads:
            self._attrs |= {ID: id, **attrs}
        else:
            bound = attrs.pop(ON, "")
            self._attrs |= {**attrs, ID: id, ON: bound}
        self._announce_bindings()

    def _add(self, element: Any) -> None:
        if isinstance(element, Binding):
            self._bind(element)
        else:
            super()._add(element)

    def _bind(self, binding: Binding) -> None:
        if binding.component is not None:
            raise ValueError(f"{binding!r} belongs to {binding.component!r} already")
        binding.component = self
        self._bindings.append(binding)
        self._announce_bindings()

    def _announce_bindings(self) -> None:
        """Writes the attribute that tells the browser what to listen for.

        Before the component has an id, the attribute is empty and only keeps its place.
        """
        if not self._bindings:
            self._attrs.pop(ON, None)
            return
        if self.id is None:
            self._attrs[ON] = ""
            return
        for binding in self._bindings:
            if not binding.id:
                self._last_binding += 1
                binding.id = f"{self.id}-{self._last_binding}"
        self._attrs[ON] = ",".join(f"{each.id}|{each.name}" for each in self._bindings)


class ComponentMountable(Component):
    """A component whose mount and unmount are given as functions."""

    __slots__ = ("_mount", "_unmount")

    def __init__(
        self,
        name: str,
        *elements: object,
        mount: Hook | None = None,
        unmount: Hook | None = None,
        key: object = None,
        auto_render: bool = True,
    ) -> None:
        self._mount = mount
        self._unmount = unmount
        super().__init__(name, *elements, key=key, auto_render=auto_render)

    def set_mount(self, mount: Hook) -> None:
        """Runs `mount` instead of what was to run."""
        self._mount = mount

    def set_unmount(self, unmount: Hook) -> None:
        """Runs `unmount` instead of what was to run."""
        self._unmount = unmount

    def mount(self, context: Context) -> object:
        return self._mount(context) if self._mount else None

    def unmount(self, context: Context) -> object:
        return self._unmount(context) if self._unmount else None


def wrap(tag: Tag, *elements: object) -> Component:
    """A component around an existing tag: both are the same element from now on.

    Raises TypeError for a component, ValueError for a tag that has been wrapped already.
    """
    if isinstance(tag, Component):
        raise TypeError(f"{tag!r} is a component already: add to it")
    if tag._twin is not None:
        raise ValueError(f"{tag!r} has been wrapped already: add to that component")
    component = Component(tag.name, key=tag.key)
    component.source = tag.source
    component._attrs, component._children = tag._attrs, tag._children
    component._classes, component._styles = tag._classes, tag._styles
    component._twin, tag._twin = ref(tag), ref(component)
    component.add(*elements)
    return component
