"""Tells the server when the browser shows a change."""

from __future__ import annotations

import hlive as l
from hlive.bindings import Handler
from hlive.kit.plugin import KitAttribute

_EVENT = "diffapply"
_ATTRIBUTE = "data-hlive-on-diffapply"


def on_diff_applied(handler: Handler) -> l.Elements:
    """Runs `handler` whenever the browser has applied changes, whatever they were.

    The first time is when the binding itself has arrived. A handler that changes the page each
    time makes an animation; one that changes nothing ends it.
    """
    return l.Elements(l.on(_EVENT, handler), KitAttribute(_ATTRIBUTE, "diff_applied"))


def on_diff_applied_once(handler: Handler) -> l.Elements:
    """Runs `handler` once, when the browser shows what is sent together with this."""
    return l.Elements(l.on_once(_EVENT, handler), KitAttribute(_ATTRIBUTE, "diff_applied"))
