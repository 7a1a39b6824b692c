"""Publish and subscribe: messages go by topic to all who want to hear them, in whatever page."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Protocol

log = logging.getLogger("hlive.pubsub")

WAITING_LIMIT = 1000
"""How many messages wait for a subscriber that is slower than its topic."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a subscriber is told: something was published under `topic`."""

    topic: str
    value: Any


MessageHandler = Callable[[Message], object | Awaitable[object]]
"""Called with the message; what a plain function returns is ignored, a coroutine is awaited."""


class Bus(Protocol):
    """Brings messages from publishers to subscribers.

    A value is plain data (what JSON can hold), so that it can travel to other processes. Each
    subscriber is told of one message at a time, in the order in which they were published.
    """

    def publish(self, topic: str, value: Any) -> None:
        """Sends a message to those who are subscribed now; returns before they are told."""

    def subscribe(self, topic: str, handler: MessageHandler) -> Subscription:
        """Calls `handler` for each message of the topic, until `unsubscribe`."""

    def unsubscribe(self, subscription: Subscription) -> None:
        """Ends a subscription at once: messages that are under way don't arrive any more."""


class Subscription:
    """One handler that listens to one topic; made by a bus.

    The handler runs in the event loop and with the context variables of whoever subscribed. If it
    is a coroutine, further messages wait until it has ended; if more than `WAITING_LIMIT` wait,
    the oldest is dropped. What it raises goes to the event loop's exception handler.
    Raises RuntimeError where no event loop runs.
    """

    def __init__(self, topic: str, handler: MessageHandler) -> None:
        self.topic = topic
        self.handler = handler
        self.ended = False
        self._loop = asyncio.get_running_loop()
        self._variables = copy_context()
        self._task: asyncio.Task[None] | None = None
        self._waiting: deque[Message] = deque(maxlen=WAITING_LIMIT)

    def offer(self, message: Message) -> bool:
        """Hands over a message, from any thread; False when nobody can ever take it."""
        if self._loop.is_closed():
            return False
        if _running_loop() is self._loop:
            self._loop.call_soon(self._take, message, context=self._variables)
        else:
            self._loop.call_soon_threadsafe(self._take, message, context=self._variables)
        return True

    def end(self) -> None:
        """Takes no more messages, and cancels what a slow handler still does."""
        self.ended = True
        self._waiting.clear()
        if self._task is not None and self._task is not asyncio.current_task(self._loop):
            self._task.cancel()

    def _take(self, message: Message) -> None:
        if self.ended:
            return
        if self._task is not None:
            self._keep(message)
            return
        result = self._call(message)
        if inspect.isawaitable(result):
            self._task = self._loop.create_task(self._finish(result))

    def _keep(self, message: Message) -> None:
        if len(self._waiting) == WAITING_LIMIT:
            log.warning("%r is slower than its topic: a message was dropped", self)
        self._waiting.append(message)

    def _call(self, message: Message) -> object:
        try:
            return self.handler(message)
        except Exception as error:
            self._report(error)
            return None

    async def _finish(self, result: Awaitable[object]) -> None:
        """Waits for the handler, then goes on with the messages that came meanwhile."""
        await self._await(result)
        while self._waiting:
            further = self._call(self._waiting.popleft())
            if inspect.isawaitable(further):
                await self._await(further)
        self._task = None

    async def _await(self, result: Awaitable[object]) -> None:
        try:
            await result
        except Exception as error:
            self._report(error)

    def _report(self, error: Exception) -> None:
        told = {"message": f"error in {self!r}", "exception": error}
        self._loop.call_exception_handler(told)

    def __repr__(self) -> str:
        name = getattr(self.handler, "__qualname__", self.handler)
        return f"<Subscription of {name} to {self.topic!r}>"


class LocalBus:
    """A bus within one process; all subscribers of a message get the same object."""

    def __init__(self) -> None:
        self._topics: dict[str, dict[Subscription, None]] = {}

    def publish(self, topic: str, value: Any) -> None:
        """Sends a message; may be called from any thread."""
        message = Message(topic, value)
        for subscription in tuple(self._topics.get(topic, ())):
            if not subscription.offer(message):
                self.unsubscribe(subscription)

    def subscribe(self, topic: str, handler: MessageHandler) -> Subscription:
        """Calls `handler` for each message of the topic that is published from now on."""
        subscription = Subscription(topic, handler)
        self._topics.setdefault(topic, {})[subscription] = None
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Ends a subscription; one that has ended already doesn't matter."""
        subscription.end()
        subscribers = self._topics.get(subscription.topic, {})
        subscribers.pop(subscription, None)
        if not subscribers:
            self._topics.pop(subscription.topic, None)

    def subscribers(self, topic: str) -> int:
        """How many subscriptions the topic has."""
        return len(self._topics.get(topic, ()))


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs in this thread."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
