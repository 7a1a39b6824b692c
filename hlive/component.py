"""Components: tags that the browser can address, and that can hear events."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, overload
from weakref import ref

from hlive.attrs import ID, ON, OPTIONS, AttributeValue
from hlive.bindings import Binding
from hlive.box import Box
from hlive.context import Context
from hlive.describing import described, describing
from hlive.errors import StateError
from hlive.reconcile import lend_ids, reconcile
from hlive.state import state_fields
from hlive.tag import Tag

if TYPE_CHECKING:
    from hlive.page import Page

K = TypeVar("K", bound="Component")

Hook = Callable[[Context], object | Awaitable[object]]


class _Parts(NamedTuple):
    """What is replaced when a component renders itself."""

    children: list[object]
    bindings: list[Binding]
    attrs: dict[str, AttributeValue]
    classes: dict[str, None]
    styles: dict[str, str | Box[str]]


class Component(Tag):
    """A tag with an id of its own and event bindings.

    With `auto_render` the page is rendered after each of its handlers. A subclass may override
    `mount`, which runs when the component first becomes part of a live page and may fill it, and
    `unmount`, which runs when the page is closed.

    A subclass may declare fields of state (`count: int = state(0)`) and override `render`; its
    tag is then `tag`, and fields can be given by name: `Counter(count=3, key="a")`. Given in
    another `render`, they are set again whenever something else is given.
    Raises TypeError for a field that isn't declared, or a value that doesn't fit its type.
    """

    __slots__ = (
        "_bindings",
        "_given",
        "_held",
        "_last_binding",
        "_outdated",
        "_own",
        "_state",
        "auto_render",
        "home",
        "id",
    )

    tag: ClassVar[str] = "div"
    version: ClassVar[int] = 1
    """Of the declared state; raise it when saved state has to be migrated."""

    def __init__(
        self,
        name: str | None = None,
        *elements: object,
        key: object = None,
        auto_render: bool = True,
        **state: object,
    ) -> None:
        self.id: str | None = None
        self.home: ref[Page] | None = None
        self.auto_render = auto_render
        self._held: dict[str, str] | None = None
        self._bindings: list[Binding] = []
        self._last_binding = 0
        self._own = elements if self.keeps_itself else ()
        self._state: dict[str, Any] = {}
        self._given = state
        self._outdated = self.keeps_itself
        super().__init__(self.tag if name is None else name, *elements, key=key)
        if state_fields(type(self)) and not self.keeps_itself:
            raise TypeError(f"{type(self).__name__} declares state, but has no render() to show it")
        for field, value in state.items():
            self._give(field, value)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in state_fields(cls):
            if hasattr(Component, name):
                raise TypeError(
                    f"{cls.__name__}.{name}: a component has {name!r} already: rename it"
                )

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """The bindings, in the order in which they were added."""
        return tuple(binding for binding in self._bindings if not binding.spent)

    def binding(self, id: str) -> Binding | None:
        """The binding with this id, None where there is none."""
        for binding in self._bindings:
            if binding.id == id and not binding.spent:
                return binding
        return None

    def remove_binding(self, binding: Binding) -> None:
        """Stops hearing the event; raises ValueError when it isn't a binding of this component."""
        self._bindings.remove(binding)
        binding.component, binding.id = None, ""
        self._announce_bindings()
        self.changed()

    def add(self, *elements: object) -> None:
        super().add(*elements)
        if self.keeps_itself:
            self._own = (*self._own, *elements)
            self._outdated = True

    def spend(self, binding: Binding) -> None:
        """Stops hearing a binding of its own that was to be heard once; live pages call this.

        Where a `render` will make it anew, it stays, to be recognized then.
        """
        if self.describes or self.keeps_itself:
            binding.spent = True
            self._announce_bindings()
            self.changed()
        else:
            self.remove_binding(binding)

    def mount(self, context: Context) -> object:
        """Runs once, when this component has got its id and before its children are lowered."""

    def unmount(self, context: Context) -> object:
        """Runs when the page is closed."""

    def render(self) -> object:
        """What the component holds, from its state: children, attributes, bindings, a list of
        these. Called when it is first shown, and again after a field of its state was assigned."""

    @classmethod
    def migrate(cls, version: int, state: dict[str, Any]) -> dict[str, Any]:
        """Saved state of another `version` as plain data that fits this one; override it.

        Raises ValueError where that can't be done, as it does here.
        """
        raise ValueError(f"{cls.__name__} {cls.version} can't read version {version}")

    @property
    def keeps_itself(self) -> bool:
        """Whether it renders itself, and so stays the same object when what is around it does."""
        return type(self).render is not Component.render

    def state_changes(self, where: str) -> None:
        """A field of the state is to be assigned.

        Raises StateError in a `render`, unless this component was made there just now.
        """
        renders = described()
        made_there = self.describes and self.id is None and renders is not self
        if renders is not None and not made_there:
            raise StateError(
                f"{where} can't be assigned while {renders!r} renders: do it in a handler or mount"
            )

    def state_changed(self) -> None:
        """A field of the state has another value: renders again, at once or with what runs now."""
        self._outdated = self.keeps_itself
        self.changed()
        page = self.home() if self.home is not None else None
        if page is not None and page.renderer is not None:
            page.renderer.render_soon()

    def refresh(self) -> None:
        """Calls `render` if the state changed since, and makes the result the content."""
        if not self._outdated:
            return
        before = self._parts()
        for binding in self._bindings:
            binding.component = None
        try:
            with describing(self):
                self._fill([*self._own, self.render()])
        except BaseException:
            self._set_parts(before)
            raise
        self._outdated = False
        self._go_on(before)

    def take_from(self, newer: Tag) -> None:
        """What is around it was rendered again and would have made `newer` in its place."""
        assert isinstance(newer, Component)
        if self._own or newer._own:
            self._own = newer._own
            for binding in newer._bindings:
                binding.component = None
            self._outdated = True
            self.changed()
        before, self._given = self._given, newer._given
        for field, value in newer._given.items():
            if field not in before or before[field] != value:
                self._give(field, value)

    def go_on_from(self, old: Tag) -> None:
        super().go_on_from(old)
        if isinstance(old, Component) and old.id is not None and self.id is None:
            lend_ids(old._bindings, self._bindings)
            self.id, self.home, self._last_binding = old.id, old.home, old._last_binding
            self._place_id(leads=next(iter(old._attrs)) == ID)
            self._held = old._held
            old.id, old.home = None, None
            page = self.home() if self.home is not None else None
            if page is not None:
                # A page may be saved, and an event come, before it is rendered.
                page.components[self.id] = self

    def _give(self, field: str, value: object) -> None:
        fields = state_fields(type(self))
        if field not in fields:
            known = ", ".join(fields) or "none at all"
            raise TypeError(f"{type(self).__name__} declares no state {field!r}, but {known}")
        setattr(self, field, value)

    def _parts(self) -> _Parts:
        return _Parts(self._children, self._bindings, self._attrs, self._classes, self._styles)

    def _set_parts(self, parts: _Parts) -> None:
        """Everything in the tag, but not who it is in the browser."""
        self._children, self._bindings, self._attrs, self._classes, self._styles = parts
        for binding in self._bindings:
            binding.component = self

    def _fill(self, content: list[object]) -> None:
        self._set_parts(_Parts([], [], {}, {}, {}))
        self._add_all(content)

    def _go_on(self, before: _Parts) -> None:
        """Rendered anew, it is the same component to the browser, and so is what is in it."""
        lend_ids(before.bindings, self._bindings)
        if self.id is not None:
            self._place_id(leads=next(iter(before.attrs)) == ID)
        reconcile(before.children, self._children)

    def hold(self, name: str, value: str = "") -> None:
        """Keeps an attribute on the element, however it is rendered meanwhile, until `release`."""
        self._held = {**(self._held or {}), name: value}
        self.changed()

    def attribute(self, name: str) -> str | None:
        held = (self._held or {}).get(name.lower())
        return super().attribute(name) if held is None else held

    def release(self, name: str) -> None:
        """Lets go of an attribute that is held; one that isn't doesn't matter."""
        self._held = {held: value for held, value in (self._held or {}).items() if held != name}
        self.changed()

    def identify(self, page: Page, leads: bool) -> None:
        """Gives the component its id in a live page; `leads` puts it before all attributes."""
        self.home = ref(page)
        self.id = page.next_id()
        self._place_id(leads)

    def take_id(self, id: str, heard: Sequence[tuple[str, str]], leads: bool) -> None:
        """Goes by the id that a browser knows for it, and so do its bindings: `heard` has the id
        and the event of each that the browser listens for."""
        left = list(heard)
        for binding in self._bindings:
            was = next((each for each in left if each[1] == binding.name), None)
            binding.id = was[0] if was else ""
            if was:
                left.remove(was)
        numbers = (int(each.rpartition("-")[2]) for each, _ in heard)
        self._last_binding = max(numbers, default=0)
        self.id = id
        self._place_id(leads)
        self.changed()

    def _place_id(self, leads: bool) -> None:
        attrs = dict(self._attrs)
        self._attrs.clear()
        if leads:
            self._attrs |= {ID: self.id or "", **attrs}
        else:
            bound = attrs.pop(ON, "")
            self._attrs |= {**attrs, ID: self.id or "", ON: bound}
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
        """Writes the attributes that tell the browser what to listen for, and how.

        Before the component has an id, the first is empty and only keeps its place.
        """
        self._attrs.pop(OPTIONS, None)
        if not self.bindings:
            self._attrs.pop(ON, None)
            return
        if self.id is None:
            self._attrs[ON] = ""
            return
        for binding in self._bindings:
            if not binding.id:
                self._last_binding += 1
                binding.id = f"{self.id}-{self._last_binding}"
        self._attrs[ON] = ",".join(f"{each.id}|{each.name}" for each in self.bindings)
        told = {each.id: each.told for each in self.bindings if each.told}
        if told:
            self._attrs[OPTIONS] = json.dumps(told, ensure_ascii=False, separators=(",", ":"))


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


@overload
def wrap(tag: Tag, *elements: object) -> Component: ...
@overload
def wrap(tag: Tag, *elements: object, kind: type[K]) -> K: ...
def wrap(tag: Tag, *elements: object, kind: type[K] | None = None) -> K | Component:
    """A component around an existing tag: both are the same element from now on.

    `kind` is the class of the component, such as ComponentMountable. Raises TypeError for a
    component, ValueError for a tag that has been wrapped already.
    """
    if isinstance(tag, Component):
        raise TypeError(f"{tag!r} is a component already: add to it")
    if tag._twin is not None:
        raise ValueError(f"{tag!r} has been wrapped already: add to that component")
    component = (kind or Component)(tag.name, key=tag.key)
    component.source = tag.source
    component._attrs, component._children = tag._attrs, tag._children
    component._classes, component._styles = tag._classes, tag._styles
    component._twin, tag._twin = ref(tag), ref(component)
    component.add(*elements)
    return component
