"""What a page lets others do at the turns of its life: lists of functions, called in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hlive.bindings import Event
from hlive.context import Context
from hlive_proto.patch import Patch

ContextHook = Callable[[Context], object]


@dataclass(slots=True)
class Hooks:
    """Append a function to hear of something, remove it to hear no more.

    `before_event` and `after_event` get the event; what a `before_event` hook returns, unless it
    is None, is what the handler gets. `error` gets what the author's code raised, and where.
    `after_render` gets the context and the patches of every
    render, even if there are none. The others get the context: `before_mount` and `mount` around
    the first live render, `unmount` when the browser's connection is gone, `close` at the end.
    """

    before_event: list[Callable[[Event], Event | None]] = field(default_factory=list)
    after_event: list[Callable[[Event], object]] = field(default_factory=list)
    error: list[Callable[[Exception, str], object]] = field(default_factory=list)
    after_render: list[Callable[[Context, list[Patch]], object]] = field(default_factory=list)
    before_mount: list[ContextHook] = field(default_factory=list)
    mount: list[ContextHook] = field(default_factory=list)
    unmount: list[ContextHook] = field(default_factory=list)
    close: list[ContextHook] = field(default_factory=list)
