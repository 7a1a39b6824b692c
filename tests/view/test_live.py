"""The round trip: events to handlers, handlers to frames, and what happens when something fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

import hlive as l
from hlive_proto import inbound
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import DomEvent, FileInfo
from hlive_proto.session import Limits, State
from tests.view.driver import Driver, doing, drive, note, readable

CLICK = '{"t":"e","i":"5-1"}'

# Events and handlers.


@pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02], ids=["0.1", "0.2"])
@pytest.mark.parametrize("strategy", Strategy)
async def test_hello(dialect: Dialect, strategy: Strategy) -> None:
    def home() -> l.Page:
        message = l.Box("")
        page = l.Page(title="Hello")
        page.body.add(
            l.T(
                "div", l.C("input", {"type": "text"}, l.on("keyup", lambda e: message.set(e.value)))
            ),
            l.T("p", "Hello, ", message),
        )
        return page

    driver = Driver(home, dialect=dialect, strategy=strategy)
    assert await driver.send('{"t":"e","i":"5-1","d":{"value":"Ada <3"}}') == [
        "u 4 >1>0 t Hello, Ada <3"
    ]


async def test_a_handler_is_told_everything() -> None:
    events: list[l.Event] = []
    binding = l.on("click", events.append)
    driver = drive(l.C("input", binding))
    said = DomEvent(
        ("5-1",),
        value="v",
        initial=True,
        key="K",
        char_code=1,
        key_code=2,
        shift=True,
        alt=True,
        ctrl=True,
        selected=True,
        values=("a", "b"),
        file=FileInfo("f.txt", 5, "text/plain", 0, 2),
        extra={"x": "y"},
    )
    await driver.send(inbound.encode(said))
    assert events == [
        l.Event(
            binding,
            driver.live.context,
            value="v",
            values=("a", "b"),
            selected=True,
            initial=True,
            key="K",
            char_code=1,
            key_code=2,
            shift=True,
            alt=True,
            ctrl=True,
            file=l.File("f.txt", 5, "text/plain", 0, 2),
            extra={"x": "y"},
        )
    ]


async def test_an_event_without_a_value_has_an_empty_one() -> None:
    events: list[l.Event] = []
    driver = drive(l.C("p", l.on("click", events.append)))
    await driver.send(CLICK)
    assert (events[0].value, events[0].key, events[0].file) == ("", "", None)


async def test_an_upload_brings_the_bytes() -> None:
    files: list[l.File | None] = []
    driver = drive(l.C("input", l.on("upload", lambda e: files.append(e.file))))
    head = b'{"t":"e","i":"5-1","file":{"name":"a","size":4,"type":"","index":0,"total":1}}'
    await driver.send(head + b"\n\n" + b"\n\nx\xff")
    assert files == [l.File("a", 4, "", 0, 1, b"\n\nx\xff")]


async def test_two_bindings_for_one_event_run_in_their_order_and_each_shows_its_change() -> None:
    box = l.Box("")
    button = l.C(
        "button",
        l.on("click", lambda e: box.update(lambda text: text + "a")),
        l.on("click", lambda e: box.update(lambda text: text + "b")),
    )
    driver = drive(button, l.T("p", box))
    assert await driver.fire(button, "click") == ["c 4 >1>0 t a", "u 4 >1>0 t ab"]


async def test_bindings_of_several_components_in_one_event() -> None:
    calls: list[str] = []
    outer = l.C("div", l.on("click", doing(lambda: calls.append("outer"))))
    outer.add(l.C("b", l.on("click", doing(lambda: calls.append("inner")))))
    driver = drive(outer)
    assert await driver.send('{"t":"e","i":"6-1,9-9,5-1"}') == ["x|refused"]
    assert calls == ["inner", "outer"]


async def test_a_binding_that_a_handler_adds_is_heard() -> None:
    calls: list[str] = []
    button = l.C("button")
    button.add(l.on("click", lambda e: button.add(l.on("keyup", lambda e: calls.append("keyup")))))
    driver = drive(button)
    assert await driver.fire(button, "click") == ['u 4 >0 a hon="5-1|click,5-2|keyup"']
    await driver.fire(button, "keyup")
    assert calls == ["keyup"]


async def test_a_binding_that_a_handler_removes_is_not_heard_any_more() -> None:
    def handle(event: l.Event) -> None:
        button.remove_binding(event.binding)

    button = l.C("button", l.on("click", handle))
    driver = drive(button)
    assert await driver.fire(button, "click") == ['d 4 >0 a hon="5-1|click"']
    assert await driver.send(CLICK) == ["x|refused"]


async def test_on_once_is_heard_once() -> None:
    calls: list[str] = []
    button = l.C("button", l.on_once("click", doing(lambda: calls.append("click"))))
    driver = drive(button)
    assert await driver.fire(button, "click") == ['d 4 >0 a hon="5-1|click"']
    assert await driver.send(CLICK) == ["x|refused"]
    assert calls == ["click"]


async def test_on_once_is_over_although_its_handler_failed() -> None:
    button = l.C("button", l.on_once("click", doing(lambda: 1 / 0)))
    driver = drive(button)
    assert await driver.fire(button, "click") == ['d 4 >0 a hon="5-1|click"']


async def test_a_handler_can_change_its_mind_about_once() -> None:
    def handle(event: l.Event) -> None:
        event.binding.once = False

    button = l.C("button", l.on_once("click", handle))
    driver = drive(button)
    assert await driver.fire(button, "click") == []


async def test_a_handler_that_changes_nothing_sends_nothing() -> None:
    button = l.C("button", l.on("click", doing(bool)))
    driver = drive(button)
    before = len(driver.frames)
    await driver.fire(button, "click")
    assert len(driver.frames) == before


# Rendering by hand.


def counter(*, auto_render: bool, handle: Callable[[l.Event], object]) -> l.Component:
    return l.C("button", l.on("click", handle), auto_render=auto_render)


async def test_without_auto_render_nothing_is_sent_until_it_is_asked_for() -> None:
    box = l.Box("a")
    button = counter(auto_render=False, handle=lambda e: box.set("b"))
    driver = drive(button, l.T("p", box))
    assert await driver.fire(button, "click") == []
    assert driver.render() == ["u 4 >1>0 t b"]


async def test_render_in_a_handler_sends_what_changed_until_then() -> None:
    box = l.Box("a")

    def handle(event: l.Event) -> None:
        box.set("b")
        l.render()
        box.set("c")

    button = counter(auto_render=False, handle=handle)
    driver = drive(button, l.T("p", box))
    assert await driver.fire(button, "click") == ["u 4 >1>0 t b"]


async def test_render_component_sends_only_what_is_in_the_component() -> None:
    inside, outside = l.Box("a"), l.Box("a")
    component = l.C("div", {"title": inside}, l.T("p", inside))

    def handle(event: l.Event) -> None:
        inside.set("b")
        outside.set("b")
        l.render_component(component)

    button = counter(auto_render=False, handle=handle)
    driver = drive(button, component, l.T("p", outside))
    assert await driver.fire(button, "click") == ['u 6 a title="b"', "u 6 >0>0 t b"]
    assert driver.render() == ["u 4 >2>0 t b"]


def test_render_component_twice_and_then_the_page() -> None:
    box = l.Box("a")
    component = l.C("p", box)
    driver = drive(l.T("div", component))
    sent = []
    for value in ("b", "c"):
        box.set(value)
        driver.live.render_component(component)
        driver.check()
        sent.append(readable(driver.frames[-1:]))
    assert sent == [["u 5 >0 t b"], ["u 5 >0 t c"]]
    assert driver.render() == []


def test_render_component_deletes_from_the_last_child_down() -> None:
    component = l.C("p", l.T("b"), l.T("i"), l.T("u"))
    for strategy in Strategy:
        driver = drive(l.W(l.T("p", l.T("b"), l.T("i"), l.T("u"))), strategy=strategy)
        component = driver.page.components["5"]
        component.clear()
        driver.live.render_component(component)
        driver.check()
        assert readable(driver.frames[-1:]) == ["d 5 >2", "d 5 >1", "d 5 >0"]


def test_a_component_that_is_not_in_the_page_can_not_be_rendered() -> None:
    driver = drive()
    new = l.C("p")
    driver.page.body.add(new)
    with pytest.raises(l.ContextError, match=r"<p> from .* isn't in the page yet: render the page"):
        driver.live.render_component(new)
    driver.render()
    driver.live.render_component(new)


def test_components_in_a_component_that_is_rendered_alone_get_ids_and_are_mounted() -> None:
    mounted: list[str] = []
    outer = l.C("div")
    driver = drive(outer)
    outer.add(l.CM("p", mount=lambda _: mounted.append("inner")))
    driver.live.render_component(outer)
    driver.check()
    assert readable(driver.frames[-1:]) == ['c 5 >0 h <p hid="6"></p>']
    assert mounted == ["inner"]


def test_a_mount_may_ask_for_the_whole_page_while_a_component_is_rendered_alone() -> None:
    box = l.Box("a")
    outer = l.C("div")
    driver = drive(outer, box)

    def mount(context: l.Context) -> None:
        box.set("b")
        context.render()

    outer.add(l.CM("p", mount=mount))
    driver.live.render_component(outer)
    driver.check()
    assert readable(driver.frames[-2:]) == ['c 5 >0 h <p hid="6"></p>', "u 4 >1 t b"]


def test_a_component_that_moved_is_not_shown_twice_for_a_moment() -> None:
    component = l.C("b", "x")
    old, new = l.C("div", component), l.C("div")
    driver = drive(old, new)
    old.remove(component)
    new.add(component)
    with pytest.raises(l.PageError, match="would stand in the page twice"):
        driver.live.render_component(new)
    driver.check()
    driver.render()
    assert driver.dom(1) == ("div", {"hid": "7"}, ("b", {"hid": "6"}, "x"))


# Async handlers.


async def test_async_handlers_start_in_order_and_each_shows_its_change_when_it_is_done() -> None:
    box = l.Box("")
    order: list[str] = []
    go = {"1": asyncio.Event(), "2": asyncio.Event()}

    async def handle(event: l.Event) -> None:
        order.append(event.value)
        await go[event.value].wait()
        box.set(f"{event.value} done")

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box))
    await driver.fire(button, "click", "1")
    await driver.fire(button, "click", "2")
    assert order == ["1", "2"]
    go["2"].set()
    await asyncio.sleep(0)
    driver.check()
    assert driver.dom(1) == ("p", {}, "2 done")
    go["1"].set()
    await asyncio.sleep(0)
    driver.check()
    assert driver.dom(1) == ("p", {}, "1 done")


async def test_an_async_handler_can_show_how_far_it_is() -> None:
    box = l.Box("0")

    async def handle(event: l.Event) -> None:
        for step in ("1", "2"):
            box.set(step)
            l.render()
            await asyncio.sleep(0)

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box))
    await driver.fire(button, "click")
    for _ in range(3):
        await asyncio.sleep(0)
    assert readable(driver.frames[-2:]) == ["u 4 >1>0 t 1", "u 4 >1>0 t 2"]


async def test_an_async_handler_that_awaits_nothing_is_done_with_its_event() -> None:
    box = l.Box("a")

    async def handle(event: l.Event) -> None:
        box.set("b")

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box))
    assert await driver.fire(button, "click") == ["u 4 >1>0 t b"]


async def test_an_exception_in_an_async_handler_shows_what_it_changed_before() -> None:
    box = l.Box("a")

    async def handle(event: l.Event) -> None:
        box.set("b")
        raise ZeroDivisionError("async")

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box), development=True)
    assert await driver.fire(button, "click") == ["x|error", "u 4 >1>0 t b"]
    assert "ZeroDivisionError: async" in note(driver.frames[-2])


async def test_the_end_of_the_page_ends_its_handlers() -> None:
    ended: list[str] = []

    async def handle(event: l.Event) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    button = l.C("button", l.on("click", handle))
    driver = drive(button)
    await driver.fire(button, "click")
    driver.live.close()
    await asyncio.sleep(0)
    assert ended == ["cancelled"]


# Failures.


async def test_an_exception_in_development_is_shown_and_the_page_stays_live(
    caplog: pytest.LogCaptureFixture,
) -> None:
    box = l.Box("a")

    def handle(event: l.Event) -> None:
        box.set(event.value)
        if event.value == "bad":
            raise ZeroDivisionError("mine")

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box), development=True)
    assert await driver.fire(button, "click", "bad") == ["x|error", "u 4 >1>0 t bad"]
    told = note(driver.frames[-2])
    assert told.startswith("on('click', ")
    assert "value='bad'" in told
    assert "Traceback" in told
    assert "ZeroDivisionError: mine" in told
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert caplog.records[0].exc_info
    assert await driver.fire(button, "click", "good") == ["u 4 >1>0 t good"]


async def test_an_exception_in_production_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    button = l.C("button", l.on("click", doing(lambda: 1 / 0)))
    driver = drive(button)
    assert await driver.fire(button, "click") == []
    assert "ZeroDivisionError" in caplog.text
    assert "session 0123456789abcdefghij: error in on('click'" in caplog.text


async def test_the_next_binding_of_an_event_runs_although_one_failed() -> None:
    calls: list[str] = []
    button = l.C(
        "button",
        l.on("click", doing(lambda: 1 / 0)),
        l.on("click", doing(lambda: calls.append("second"))),
    )
    driver = drive(button)
    await driver.fire(button, "click")
    assert calls == ["second"]


async def test_a_page_that_can_not_be_rendered_stays_as_it_was_and_comes_back() -> None:
    child: l.Box[object] = l.Box("a")
    button = l.C("button", l.on("click", lambda e: child.set(l.T("p"))))
    mend = l.C("button", l.on("click", lambda e: child.set("b")))
    driver = drive(button, mend, l.T("p", child), development=True)
    assert await driver.fire(button, "click") == ["x|error"]
    assert "<p> can't stand inside <p>" in note(driver.frames[-1])
    assert await driver.fire(mend, "click") == ["u 4 >2>0 t b"]


async def test_a_function_that_fails_in_the_middle_leaves_nothing_behind() -> None:
    state = {"broken": False}
    box = l.Box("a")

    def compute() -> object:
        if state["broken"]:
            raise ZeroDivisionError
        return "computed"

    driver = drive(l.T("div", l.T("p", box), l.T("p", compute), l.T("p", box)), development=True)
    state["broken"] = True
    box.set("b")
    assert driver.render() == ["x|error"]
    box.set("c")
    assert driver.render() == ["x|error"]
    state["broken"] = False
    assert driver.render() == ["u 4 >0>0>0 t c", "u 4 >0>2>0 t c"]


# What the browser may say.


@pytest.mark.parametrize(
    "frame, answer",
    [
        ("hello", "not JSON"),
        ("[]", "a message is a JSON object"),
        ('{"t":"x"}', "unknown message type 'x'"),
        ('{"t":"e","i":"5-9"}', "there is no binding '5-9' (any more)"),
        ('{"t":"e","i":"99-1"}', "there is no binding '99-1' (any more)"),
        ('{"t":"e"}', "there is no binding ''"),
        (b"no separator", "a binary frame without the empty line"),
    ],
)
async def test_a_wrong_frame_is_answered_and_logged(
    frame: str | bytes, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []
    button = l.C("button", l.on("click", doing(lambda: calls.append("click"))))
    driver = drive(button)
    assert await driver.send(frame) == ["x|refused"]
    assert answer in note(driver.frames[-1])
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert calls == []
    await driver.fire(button, "click")
    assert calls == ["click"]


async def test_many_wrong_frames_are_not_answered_for_ever(
    caplog: pytest.LogCaptureFixture,
) -> None:
    driver = drive()
    for _ in range(50):
        await driver.send("hello")
    assert [line for line in readable(driver.frames) if line == "x|refused"] == ["x|refused"] * 10
    assert len(caplog.records) == 10


async def test_a_browsers_log_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "hlive")
    driver = drive()
    assert await driver.send('{"t":"l","d":{"m":"con: open"}}') == []
    assert caplog.messages == ["session 0123456789abcdefghij: browser says: con: open"]


@pytest.mark.parametrize(
    "limits, code",
    [
        (Limits(text_bytes=10), 4001),
        (Limits(events_burst=0, events_per_second=1), 4002),
    ],
)
async def test_a_broken_limit_is_the_end(limits: Limits, code: int) -> None:
    driver = drive(limits=limits)
    with pytest.raises(RemoteProtocolError) as caught:
        await driver.send('{"t":"l","d":{"m":"con: open"}}')
    assert caught.value.close_code == code


async def test_events_come_back_with_time() -> None:
    driver = drive(limits=Limits(events_burst=1, events_per_second=1))
    await driver.send('{"t":"l"}')
    driver.now += 1
    await driver.send('{"t":"l"}')


# The life of a session.


def test_while_no_browser_is_there_changes_wait() -> None:
    box = l.Box("a")
    driver = drive(l.T("p", box))
    driver.live.detach()
    box.set("b")
    assert driver.render() == []
    driver.live.resume(None, driver.take)
    driver.check()
    assert readable(driver.frames[-2:]) == ["s|id", "u 4 >0>0 t b"]


async def test_what_a_handler_changes_while_no_browser_is_there_waits() -> None:
    go = asyncio.Event()
    box = l.Box("a")

    async def handle(event: l.Event) -> None:
        await go.wait()
        box.set("b")

    button = l.C("button", l.on("click", handle))
    driver = drive(button, l.T("p", box))
    await driver.fire(button, "click")
    driver.live.detach()
    go.set()
    await asyncio.sleep(0)
    driver.live.resume(None, driver.take)
    driver.check()
    assert readable(driver.frames[-1:]) == ["u 4 >1>0 t b"]


def test_a_counting_browser_is_sent_again_what_it_missed() -> None:
    box = l.Box("a")
    driver = drive(l.T("p", box), counting=True)
    received = len(driver.frames)
    lost: list[str] = []
    driver.live._send = lost.append
    box.set("b")
    driver.live.render()
    driver.live.detach()
    box.set("c")
    driver.live.resume(received, driver.take)
    driver.check()
    assert driver.frames[received:][:1] == lost
    assert readable(driver.frames[received:]) == ["u 4 >0>0 t b", "u 4 >0>0 t c"]


@pytest.mark.parametrize("received", [None, 0, 99])
def test_what_is_not_kept_can_not_be_resumed(received: int | None) -> None:
    driver = drive(counting=True, limits=Limits(replay_bytes=0))
    driver.live.detach()
    with pytest.raises(RemoteProtocolError, match="the client has"):
        driver.live.resume(received, driver.take)
    assert driver.live.session.state is State.DETACHED


@pytest.mark.parametrize("act", ["start", "detach", "close"])
def test_after_the_end_there_is_nothing(act: str) -> None:
    driver = drive()
    driver.live.close()
    with pytest.raises(LocalProtocolError, match="is closed: it can't"):
        getattr(driver.live, act)()
    assert driver.render() == []


def test_a_page_that_can_not_be_shown_can_not_start() -> None:
    state = {"broken": False}

    def compute() -> object:
        if state["broken"]:
            raise ZeroDivisionError
        return None

    def home() -> l.Page:
        page = l.Page()
        page.body.add(compute)
        return page

    Driver(home)
    state["broken"] = True
    with pytest.raises(ZeroDivisionError):
        Driver(home)
