"""The local bus: who is told of what, in which order, and what one subscriber does to others."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from contextvars import ContextVar
from typing import Any
from weakref import ref

import pytest

from hlive import pubsub
from hlive.pubsub import Bus, LocalBus, Message


async def turns() -> None:
    """Lets all go on that can without waiting."""
    for _ in range(10):
        await asyncio.sleep(0)


class Heard:
    """Notes the values that it is told of."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __call__(self, message: Message) -> None:
        self.values.append(message.value)


def as_bus(bus: LocalBus) -> Bus:
    """A type checker makes sure that the local bus fills the interface."""
    return bus


async def test_subscribers_of_the_topic_are_told_after_publish_has_returned() -> None:
    bus = as_bus(LocalBus())
    one, two, other = Heard(), Heard(), Heard()
    bus.subscribe("news", one)
    bus.subscribe("news", two)
    bus.subscribe("other", other)
    bus.publish("news", {"n": 1})
    assert one.values == []
    await turns()
    assert one.values == two.values == [{"n": 1}]
    assert other.values == []
    bus.publish("nobody listens", 1)
    await turns()


async def test_a_message_tells_its_topic() -> None:
    bus = LocalBus()
    heard: list[Message] = []
    bus.subscribe("a", heard.append)
    bus.subscribe("b", heard.append)
    bus.publish("b", 1)
    bus.publish("a", 2)
    await turns()
    assert heard == [Message("b", 1), Message("a", 2)]


async def test_the_order_is_that_of_publishing_also_across_topics_and_handlers() -> None:
    bus = LocalBus()
    heard: list[str] = []

    def answer(message: Message) -> None:
        if message.value < 3:
            bus.publish("b", message.value + 1)

    bus.subscribe("a", answer)
    bus.subscribe("b", answer)
    for topic in ["a", "b"]:
        bus.subscribe(topic, lambda message: heard.append(f"{message.topic}{message.value}"))
    bus.publish("a", 1)
    bus.publish("b", 9)
    bus.publish("a", 8)
    await turns()
    assert heard == ["a1", "b9", "a8", "b2", "b3"]


async def test_who_subscribes_after_a_message_does_not_get_it() -> None:
    bus = LocalBus()
    late = Heard()
    bus.subscribe("a", lambda message: bus.subscribe("a", late))
    bus.publish("a", 1)
    bus.subscribe("a", late)
    await turns()
    assert late.values == []


async def test_nothing_comes_after_unsubscribing_not_even_what_was_under_way() -> None:
    bus = LocalBus()
    heard, stays = Heard(), Heard()
    subscription = bus.subscribe("a", heard)
    bus.subscribe("a", stays)
    bus.publish("a", 1)
    await turns()
    bus.publish("a", 2)
    bus.unsubscribe(subscription)
    bus.publish("a", 3)
    await turns()
    assert heard.values == [1]
    assert stays.values == [1, 2, 3]
    assert bus.subscribers("a") == 1
    bus.unsubscribe(subscription)
    assert bus.subscribers("a") == 1


async def test_one_of_several_topics_can_be_left() -> None:
    bus = LocalBus()
    heard = Heard()
    first = bus.subscribe("a", heard)
    bus.subscribe("b", heard)
    bus.unsubscribe(first)
    bus.publish("a", 1)
    bus.publish("b", 2)
    await turns()
    assert heard.values == [2]


@pytest.mark.parametrize("fails_later", [False, True])
async def test_one_that_fails_hurts_no_other_and_goes_on(fails_later: bool) -> None:
    bus = LocalBus()
    heard = Heard()
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))

    def fail(message: Message) -> None:
        raise ValueError(message.value)

    async def fail_later(message: Message) -> None:
        await asyncio.sleep(0)
        fail(message)

    bus.subscribe("a", fail_later if fails_later else fail)
    bus.subscribe("a", heard)
    bus.publish("a", 1)
    bus.publish("a", 2)
    await turns()
    assert heard.values == [1, 2]
    assert [str(context["exception"]) for context in told] == ["1", "2"]
    assert "to 'a'" in told[0]["message"]


async def test_a_slow_subscriber_holds_up_nobody_and_keeps_its_own_order() -> None:
    bus = LocalBus()
    go_on = asyncio.Event()
    slow: list[int] = []
    heard = Heard()

    async def take_time(message: Message) -> None:
        if message.value == 1:
            await go_on.wait()
        slow.append(message.value)

    bus.subscribe("a", take_time)
    bus.subscribe("a", heard)
    for value in [1, 2, 3]:
        bus.publish("a", value)
    await turns()
    assert (slow, heard.values) == ([], [1, 2, 3])
    go_on.set()
    await turns()
    assert slow == [1, 2, 3]
    bus.publish("a", 4)
    await turns()
    assert slow == [1, 2, 3, 4]


async def test_a_subscriber_that_is_too_slow_misses_the_oldest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pubsub, "WAITING_LIMIT", 2)
    caplog.set_level(logging.WARNING, "hlive.pubsub")
    bus = LocalBus()
    go_on = asyncio.Event()
    slow: list[int] = []

    async def take_time(message: Message) -> None:
        await go_on.wait()
        slow.append(message.value)

    bus.subscribe("a", take_time)
    for value in [1, 2, 3, 4]:
        bus.publish("a", value)
    await turns()
    go_on.set()
    await turns()
    assert slow == [1, 3, 4]
    assert caplog.messages == [
        "<Subscription of test_a_subscriber_that_is_too_slow_misses_the_oldest.<locals>.take_time "
        "to 'a'> is slower than its topic: a message was dropped"
    ]


async def test_unsubscribing_stops_a_slow_handler() -> None:
    bus = LocalBus()
    log: list[str] = []

    async def take_time(message: Message) -> None:
        log.append("starts")
        try:
            await asyncio.Event().wait()
        finally:
            log.append("ends")

    subscription = bus.subscribe("a", take_time)
    bus.publish("a", 1)
    bus.publish("a", 2)
    await turns()
    bus.unsubscribe(subscription)
    await turns()
    assert log == ["starts", "ends"]


async def test_a_slow_handler_may_unsubscribe_itself() -> None:
    bus = LocalBus()
    log: list[int] = []

    async def once(message: Message) -> None:
        await asyncio.sleep(0)
        bus.unsubscribe(subscription)
        await asyncio.sleep(0)
        log.append(message.value)

    subscription = bus.subscribe("a", once)
    bus.publish("a", 1)
    bus.publish("a", 2)
    await turns()
    assert log == [1]


async def test_a_handler_has_the_context_variables_of_its_subscriber() -> None:
    who: ContextVar[str] = ContextVar("who")
    bus = LocalBus()
    heard: list[str] = []

    async def later(message: Message) -> None:
        await asyncio.sleep(0)
        heard.append(who.get())

    who.set("subscriber")
    bus.subscribe("a", lambda message: heard.append(who.get()))
    bus.subscribe("a", later)
    who.set("publisher")
    bus.publish("a", 1)
    await turns()
    assert heard == ["subscriber", "subscriber"]


async def test_any_thread_may_publish() -> None:
    bus = LocalBus()
    came = asyncio.Event()
    heard: list[tuple[Any, bool]] = []

    def hear(message: Message) -> None:
        heard.append((message.value, threading.current_thread() is threading.main_thread()))
        came.set()

    bus.subscribe("a", hear)
    await asyncio.to_thread(bus.publish, "a", 1)
    await asyncio.wait_for(came.wait(), 5)
    assert heard == [(1, True)]


def test_subscribers_whose_event_loop_is_over_are_dropped() -> None:
    bus = LocalBus()

    async def subscribe() -> None:
        bus.subscribe("a", Heard())

    asyncio.run(subscribe())
    assert bus.subscribers("a") == 1
    bus.publish("a", 1)
    assert bus.subscribers("a") == 0


def test_subscribing_needs_an_event_loop() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        LocalBus().subscribe("a", Heard())


async def test_nothing_is_kept_of_who_has_left() -> None:
    bus = LocalBus()
    heard = Heard()
    gone = ref(heard)
    subscription = bus.subscribe("a", heard)
    bus.publish("a", 1)
    await turns()
    bus.unsubscribe(subscription)
    del heard, subscription
    gc.collect()
    assert gone() is None
    assert bus._topics == {}
