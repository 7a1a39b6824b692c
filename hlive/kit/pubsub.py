"""Components that listen to a bus for as long as they are part of a live page."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable

import hlive as l
from hlive.kit.teardown import Teardown
from hlive.pubsub import Bus, Message, MessageHandler, Subscription


def subscribe(component: Teardown, bus: Bus, topic: str, handler: MessageHandler) -> Subscription:
    """Calls `handler` for each message of the topic, then shows what changed in the page.

    Call it when the component is mounted, or later. The subscription ends when the component is
    torn down or its page is closed, or with `bus.unsubscribe(subscription)`. Several messages that
    come at once make one frame; a component without `auto_render` renders by itself.
    Raises ContextError before the component is part of a live page: nobody would end it.
    """
    page = component.home() if component.home is not None else None
    if page is None or page.renderer is None:
        raise l.ContextError(f"{component!r} isn't live yet: subscribe in its mount")
    subscription = bus.subscribe(topic, lambda message: _hear(component, handler, message))

    def end(context: l.Context) -> None:
        bus.unsubscribe(subscription)

    def leave() -> None:
        bus.unsubscribe(subscription)
        page.hooks.close.remove(end)

    page.hooks.close.append(end)
    component.add_teardown(leave)
    return subscription


def _hear(component: Teardown, handler: MessageHandler, message: Message) -> object:
    try:
        result = handler(message)
    except Exception:
        _render(component)
        raise
    if inspect.isawaitable(result):
        return _finish(component, result)
    _render(component)
    return None


async def _finish(component: Teardown, result: Awaitable[object]) -> None:
    try:
        await result
    finally:
        _render(component)


def _render(component: Teardown) -> None:
    page = component.home() if component.home is not None else None
    if component.auto_render and page is not None and page.renderer is not None:
        page.renderer.render_soon()
