"""Event bindings: which handler runs for which browser event, and what it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack, overload

from hlive.commands import Command
from hlive.options import Options, check_options, keys_of, told_options
from hlive_proto.events import DomEvent
from hlive_proto.values import value

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


@value
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


Heard = Handler | Command
"""What a binding does: a handler on the server, or commands that the browser runs alone."""


class Binding:
    """Runs `handler` when the browser event `name` happens on the component it is added to.

    `keys` are those that are heard, if not all are; `told` is what our browser client is told of
    the options. Raises TypeError or ValueError for what can't be a name, handler or option.
    """

    __slots__ = ("component", "handler", "id", "keys", "name", "once", "spent", "told")

    def __init__(self, name: str, handler: Heard, **options: Unpack[Options]) -> None:
        if not callable(handler) and not isinstance(handler, Command):
            raise TypeError(f"the handler of {name!r} can't be called: {handler!r:.60}")
        if not name or any(mark in name for mark in ",| \n"):
            raise ValueError(f"{name!r} can't be the name of an event")
        check_options(name, options)
        self.name = name.lower()
        self.once = options.get("once", False)
        self.keys = keys_of(options)
        self.handler: Handler
        if isinstance(handler, Command):
            self.handler = _only_commands(name, handler, options)
            options["first"] = handler
        else:
            self.handler = handler
        self.told = told_options(options, commands_only=isinstance(handler, Command))
        self.spent = False
        self.id = ""
        self.component: Component | None = None

    def hears(self, said: DomEvent) -> bool:
        """Whether this event is meant; not every client has looked at the key."""
        return not self.keys or said.key in self.keys

    def __repr__(self) -> str:
        return f"on({self.name!r}, {getattr(self.handler, '__qualname__', self.handler)})"


class Shorthand:
    """`on.click(handler, ...)`: binds one event."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, handler: Heard, **options: Unpack[Options]) -> Binding:
        return Binding(self.name, handler, **options)


class KeyShorthand:
    """`on.keydown("Enter", handler, ...)`: binds a key event, for some keys or for all."""

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __call__(self, handler: Heard, /, **options: Unpack[Options]) -> Binding: ...

    @overload
    def __call__(
        self, keys: str | Sequence[str], handler: Heard, /, **options: Unpack[Options]
    ) -> Binding: ...

    def __call__(
        self,
        keys: str | Sequence[str] | Heard,
        handler: Heard | None = None,
        /,
        **options: Unpack[Options],
    ) -> Binding:
        if handler is None:
            return Binding(self.name, keys, **options)  # type: ignore[arg-type]  # It looks itself.
        if "keys" in options:
            raise TypeError("the keys are given twice")
        options["keys"] = keys  # type: ignore[typeddict-item]  # Binding looks at them.
        return Binding(self.name, handler, **options)


class On:
    """Binds browser events: `on("click", handler)`, or in short `on.click(handler)`."""

    animationend = Shorthand("animationend")
    beforeinput = Shorthand("beforeinput")
    blur = Shorthand("blur")
    change = Shorthand("change")
    click = Shorthand("click")
    contextmenu = Shorthand("contextmenu")
    copy = Shorthand("copy")
    cut = Shorthand("cut")
    dblclick = Shorthand("dblclick")
    drag = Shorthand("drag")
    dragend = Shorthand("dragend")
    dragenter = Shorthand("dragenter")
    dragleave = Shorthand("dragleave")
    dragover = Shorthand("dragover")
    dragstart = Shorthand("dragstart")
    drop = Shorthand("drop")
    focus = Shorthand("focus")
    focusin = Shorthand("focusin")
    focusout = Shorthand("focusout")
    input = Shorthand("input")
    invalid = Shorthand("invalid")
    keydown = KeyShorthand("keydown")
    keypress = KeyShorthand("keypress")
    keyup = KeyShorthand("keyup")
    load = Shorthand("load")
    mousedown = Shorthand("mousedown")
    mouseenter = Shorthand("mouseenter")
    mouseleave = Shorthand("mouseleave")
    mousemove = Shorthand("mousemove")
    mouseout = Shorthand("mouseout")
    mouseover = Shorthand("mouseover")
    mouseup = Shorthand("mouseup")
    paste = Shorthand("paste")
    pointerdown = Shorthand("pointerdown")
    pointerenter = Shorthand("pointerenter")
    pointerleave = Shorthand("pointerleave")
    pointermove = Shorthand("pointermove")
    pointerup = Shorthand("pointerup")
    reset = Shorthand("reset")
    scroll = Shorthand("scroll")
    select = Shorthand("select")
    submit = Shorthand("submit")
    toggle = Shorthand("toggle")
    touchend = Shorthand("touchend")
    touchmove = Shorthand("touchmove")
    touchstart = Shorthand("touchstart")
    transitionend = Shorthand("transitionend")
    upload = Shorthand("upload")
    wheel = Shorthand("wheel")

    def __call__(self, name: str, handler: Heard, **options: Unpack[Options]) -> Binding:
        """Binds a browser event such as "click" or "keyup"; add the result to a component.

        `handler` is a function, or commands for the browser alone. For the options see `Options`.
        """
        return Binding(name, handler, **options)

    if not TYPE_CHECKING:  # A type checker finds unknown names by itself.

        def __getattr__(self, name):
            raise AttributeError(f"there is no short form on.{name}: write on({name!r}, handler)")


on = On()
"""Binds a browser event; add the result to a component."""


def on_once(name: str, handler: Heard, **options: Unpack[Options]) -> Binding:
    """Like `on`, but nothing is heard any more after its handler has run.

    That holds for a component in a `render` too, as long as it stays in the page.
    """
    options["once"] = True
    return Binding(name, handler, **options)


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


def _only_commands(name: str, command: Command, options: Options) -> Handler:
    """The handler where the browser does all by itself: other clients tell the server of it."""
    if not command.steps:
        raise ValueError(f"the command of {name!r} does nothing: write command.show(...) or such")
    if "first" in options:
        raise TypeError("`first` goes with a handler; commands alone can be chained")

    def handler(event: Event) -> None:
        """The browser has done it."""

    handler.__qualname__ = repr(command)
    return handler
