"""Disables an element in the browser at once, before the server has heard of the event."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import hlive as l
from hlive.kit.plugin import KitAttribute

_ATTRIBUTE = "data-hlive-pre-disable"


def preempt_disable(binding: l.Binding, *, enable: bool = True) -> l.Elements:
    """The element is disabled as soon as the event of this binding happens.

    It is enabled again when the handler has ended, also if that fails; with `enable=False` that is
    left to the handler: `button.remove_attributes("disabled")`.
    """
    handler = binding.handler

    def handle(event: l.Event) -> object | Awaitable[object]:
        with ExitStack() as stack:
            stack.enter_context(_disabled(event, enable))
            result = handler(event)
            if inspect.isawaitable(result):
                return _finish(result, stack.pop_all())
            return result

    binding.handler = handle
    return l.Elements(binding, KitAttribute(_ATTRIBUTE, "preempt", binding.name))


@contextmanager
def _disabled(event: l.Event, enable: bool) -> Iterator[None]:
    component = event.binding.component
    assert component is not None
    id = component.id or ""
    if enable:
        component.hold("disabled")
    else:
        component.add({"disabled": True})
    # The browser shows it already; this frame makes it so in what the server believes of it.
    event.context.render_component(component)
    try:
        yield
    finally:
        # What is around it may have been rendered anew: then another object stands for it now.
        there = event.context.page.components.get(id)
        if enable and there is not None:
            there.release("disabled")
            if not there.auto_render:
                with suppress(l.ContextError):  # It may have left the page.
                    event.context.render_component(there)


async def _finish(result: Awaitable[object], stack: ExitStack) -> None:
    with stack:
        await result
