"""Pages that listen to a bus: several visitors see what one of them does."""

from __future__ import annotations

import asyncio
import gc
from weakref import ref

import pytest

import hlive as l
from hlive import kit, testing
from hlive.bindings import Handler
from tests.view.driver import Driver, readable

bus = kit.LocalBus()
"""As in an app, it outlives pages; the tests leave nobody behind in it."""


@pytest.fixture(autouse=True)
def _nobody_is_left() -> object:
    yield
    assert bus._topics == {}


class Chat(kit.Teardown):
    """Shows what is said in a room."""

    def __init__(self, room: str, said: tuple[str, ...] = ()) -> None:
        super().__init__("ul", *[l.T("li", text) for text in said])
        self.room = room

    def mount(self, context: l.Context) -> None:
        kit.subscribe(self, bus, self.room, self.hear)

    def hear(self, message: kit.Message) -> None:
        if message.value == "bad":
            raise ValueError("bad")
        self.add(l.T("li", message.value))


def say(room: str, *texts: str) -> Handler:
    def handle(event: l.Event) -> None:
        for text in texts:
            bus.publish(room, text)

    return handle


def chat_page() -> l.Page:
    page = l.Page()
    page.body.add(
        l.C("button", "hello", l.on("click", say("room", "hello"))),
        l.C("button", "many", l.on("click", say("room", "a", "b", "c"))),
        Chat("room"),
    )
    return page


def test_all_visitors_hear_what_one_says() -> None:
    with testing.open(chat_page) as ann, testing.open(chat_page, beside=ann) as bob:
        ann.find("button", text="hello").click()
        assert ann.text("ul") == "hello"
        assert bob.text("ul") == "hello"
        bob.find("button", text="many").click()
        assert [item.text for item in ann.find_all("li")] == ["hello", "a", "b", "c"]
        assert [item.text for item in bob.find_all("li")] == ["hello", "a", "b", "c"]


def test_messages_that_come_at_once_make_one_frame() -> None:
    with testing.open(chat_page) as ann, testing.open(chat_page, beside=ann) as bob:
        ann.find("button", text="many").click()
        assert [len(frame) for frame in bob.frames] == [3]
        assert [len(frame) for frame in ann.frames] == [3]


def test_who_is_closed_hears_no_more() -> None:
    with testing.open(chat_page) as ann:
        bob = testing.open(chat_page, beside=ann)
        assert bus.subscribers("room") == 2
        bob.close()
        assert bus.subscribers("room") == 1
        ann.find("button", text="hello").click()
        assert (ann.text("ul"), bob.text("ul")) == ("hello", "")


def test_who_was_away_sees_it_when_back() -> None:
    with testing.open(chat_page) as ann, testing.open(chat_page, beside=ann) as bob:
        bob.drop()
        ann.find("button", text="hello").click()
        assert bob.text("ul") == ""
        bob.reconnect()
        assert bob.text("ul") == "hello"


def test_the_first_html_subscribes_to_nothing() -> None:
    html = testing.open(chat_page)
    assert bus.subscribers("room") == 1
    html.close()


def test_what_is_published_outside_of_any_page_is_heard() -> None:
    with testing.open(chat_page) as ann:
        bus.publish("room", "from a task")
        ann.settle()
        assert ann.text("ul") == "from a task"


def test_a_page_may_publish_in_its_mount_and_is_shown_the_result() -> None:
    """What the reference has an after-mount hook for: here a mount can publish and render."""

    class Entering(Chat):
        def mount(self, context: l.Context) -> None:
            super().mount(context)
            bus.publish(self.room, "somebody came")

    def page() -> l.Page:
        page = l.Page()
        page.body.add(Entering("room"))
        return page

    with testing.open(page) as ann, testing.open(page, beside=ann) as bob:
        ann.settle()
        assert [item.text for item in ann.find_all("li")] == ["somebody came", "somebody came"]
        assert [item.text for item in bob.find_all("li")] == ["somebody came"]


def test_the_first_html_can_show_what_was_said_before() -> None:
    """What the reference has a mount of the server's render for: here the page function does it."""
    history = ["one", "two"]

    def page() -> l.Page:
        page = l.Page()
        page.body.add(Chat("room", tuple(history)))
        return page

    driver = Driver(page)
    assert "<ul><li>one</li><li>two</li></ul>" in driver.html.replace(' hid="5"', "")
    driver.live.close()


def test_an_error_in_one_page_is_told_there_and_shown_nowhere() -> None:
    with testing.open(chat_page) as ann:
        bus.publish("room", "bad")
        bus.publish("room", "good")
        with pytest.raises(ValueError, match="bad"):
            ann.settle()
        ann.settle()
        assert ann.text("ul") == "good"


async def test_handlers_may_be_coroutines() -> None:
    class Slow(Chat):
        async def hear(self, message: kit.Message) -> None:  # type: ignore[override]
            await asyncio.sleep(0)
            super().hear(message)

    def page() -> l.Page:
        page = l.Page()
        page.body.add(Slow("room"))
        return page

    async with await testing.open(page) as ann:
        bus.publish("room", "late")
        await ann.settle()
        assert ann.text("ul") == "late"


async def test_a_handler_knows_its_own_page_not_that_of_the_publisher() -> None:
    heard: list[tuple[str, bool]] = []

    class Knowing(Chat):
        def hear(self, message: kit.Message) -> None:
            heard.append((message.value, l.current().page is (self.home and self.home())))

    def page() -> l.Page:
        page = l.Page()
        page.body.add(Knowing("room"), l.C("button", l.on("click", say("room", "x"))))
        return page

    async with await testing.open(page) as ann, await testing.open(page) as bob:
        await ann.find("button").click()
        assert bob.text("ul") == ""
        assert heard == [("x", True), ("x", True)]


async def test_without_auto_render_the_handler_renders() -> None:
    class Quiet(Chat):
        def __init__(self, room: str) -> None:
            super().__init__(room)
            self.auto_render = False

        def hear(self, message: kit.Message) -> None:
            super().hear(message)
            if message.value == "now":
                l.render()

    page = l.Page()
    page.body.add(Quiet("room"))
    driver = Driver(lambda: page)
    frames = len(driver.frames)
    bus.publish("room", "wait")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert driver.frames[frames:] == []
    bus.publish("room", "now")
    await asyncio.sleep(0)
    assert readable(driver.frames[frames:]) == [
        "c 5 >0 h <li>wait</li>",
        "c 5 >1 h <li>now</li>",
    ]
    driver.live.close()


async def test_a_row_that_is_taken_out_of_its_list_hears_no_more() -> None:
    rows = kit.ComponentList("div")
    page = l.Page()
    page.body.add(rows)
    driver = Driver(lambda: page)
    rows.add(l.C("div", Chat("room")), l.C("div", Chat("room")), Chat("other"))
    driver.render()
    hooks = len(page.hooks.close)
    gone = ref(rows[0])
    rows.remove(rows[0])
    driver.render()
    driver.render()
    assert (bus.subscribers("room"), bus.subscribers("other")) == (1, 1)
    assert len(page.hooks.close) == hooks - 1
    gc.collect()
    assert gone() is None
    rows.clear()
    assert bus._topics == {}
    driver.live.close()


async def test_a_subscription_can_be_ended_before_its_component() -> None:
    class Once(Chat):
        def mount(self, context: l.Context) -> None:
            self.subscription = kit.subscribe(self, bus, self.room, self.hear)

        def hear(self, message: kit.Message) -> None:
            super().hear(message)
            bus.unsubscribe(self.subscription)

    page = l.Page()
    chat = Once("room")
    page.body.add(chat)
    driver = Driver(lambda: page)
    bus.publish("room", "first")
    bus.publish("room", "second")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert driver.dom(0, 0) == ("li", {}, "first")
    assert len(chat.children) == 1
    driver.live.close()


def test_subscribing_before_the_page_is_live_is_refused() -> None:
    with pytest.raises(l.ContextError, match="subscribe in its mount"):
        kit.subscribe(Chat("room"), bus, "room", print)
