"""Tells the server when an element comes into view and leaves it."""

from __future__ import annotations

from collections.abc import Awaitable

import hlive as l
from hlive.bindings import Handler
from hlive.kit.plugin import KitAttribute

_EVENT = "helementvisible"
_ATTRIBUTE = "data-helementVisible"


def on_visibility(handler: Handler) -> l.Elements:
    """Runs `handler` when the element comes into view, when it leaves, and at the start.

    `event.extra` tells "isIntersecting" ("true" or "false") and "intersectionRatio" (0 to 1).
    """
    return l.Elements(l.on(_EVENT, handler), KitAttribute(_ATTRIBUTE, "visible"))


def on_visible(handler: Handler) -> l.Elements:
    """Runs `handler` each time the element comes into view."""

    def handle(event: l.Event) -> object | Awaitable[object]:
        return handler(event) if _is_visible(event) else None

    return on_visibility(handle)


def on_visible_once(handler: Handler) -> l.Elements:
    """Runs `handler` the first time the element comes into view."""

    def handle(event: l.Event) -> object | Awaitable[object]:
        component = event.binding.component
        if component is None or not _is_visible(event):
            return None
        component.remove_binding(event.binding)
        return handler(event)

    return on_visibility(handle)


def _is_visible(event: l.Event) -> bool:
    return event.extra.get("isIntersecting") == "true"
