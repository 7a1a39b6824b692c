"""Event bindings: which handler runs for which browser event, and what it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hlive_proto.events import DomEvent

if TYPE_CHECKING:
    from hlive.component import Component
    from hlive.context import Context


@dataclass(frozen=True, slots=True)
class File:
    """A file that a browser tells of, or sends: then `data` has its bytes.

    `size` is in bytes; `index` counts from 0 up to `total` files.
    """

    name: str
    size: int
    type: str
    index: int
    total: int
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """What a handler is told.

    `value` is the element's value ("" where it has none), `values` those of a multiple select,
    `selected` whether a checkbox, radio button or option is. `initial` says that nobody did
    anything: the browser had kept a value over a reload. The key fields belong to key events.
    `extra` has what plugins added.
    """

    binding: Binding
    context: Context = field(repr=False)
    value: str = ""
    values: tuple[str, ...] = ()
    selected: bool = False
    initial: bool = False
    key: str = ""
    char_code: int = 0
    key_code: int = 0
    shift: bool = False
    alt: bool = False
    ctrl: bool = False
    file: File | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Event], object | Awaitable[object]]
"""Called with the event; what a plain function returns is ignored, a coroutine is awaited."""


class Binding:
    """Runs `handler` when the browser event `name` happens on the component it is added to."""

    __slots__ = ("component", "handler", "id", "name", "once", "spent")

    def __init__(self, name: str, handler: Handler, once: bool = False) -> None:
        if not callable(handler):
            raise TypeError(f"the handler of {name!r} can't be called: {handler!r:.60}")
        if not name or any(mark in name for mark in ",| \n"):
            raise ValueError(f"{name!r} can't be the name of an event")
        self.name = name.lower()
        self.handler = handler
        self.once = once
        self.spent = False
        self.id = ""
        self.component: Component | None = None

    def __repr__(self) -> str:
        return f"on({self.name!r}, {getattr(self.handler, '__qualname__', self.handler)})"


def on(name: str, handler: Handler) -> Binding:
    """Binds a browser event such as "click" or "keyup"; add the result to a component."""
    return Binding(name, handler)


def on_once(name: str, handler: Handler) -> Binding:
    """Like `on`, but nothing is heard any more after its handler has run.

    That holds for a component in a `render` too, as long as it stays in the page.
    """
    return Binding(name, handler, once=True)


def event_for(binding: Binding, context: Context, said: DomEvent) -> Event:
    """What the handler of `binding` is told of what the browser said."""
    return Event(
        binding=binding,
        context=context,
        value=said.value or "",
        values=said.values,
        selected=said.selected,
        initial=said.initial,
        key=said.key or "",
        char_code=said.char_code,
        key_code=said.key_code,
        shift=said.shift,
        alt=said.alt,
        ctrl=said.ctrl,
        file=_file(said),
        extra=said.extra,
    )


def _file(said: DomEvent) -> File | None:
    told = said.file
    if told is None:
        return None
    return File(told.name, told.size, told.type, told.index, told.total, said.data)
