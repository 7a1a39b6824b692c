"""A page and its port: open, events, checkpoints, and the life after the worker's death."""

import asyncio
import json
import logging
from typing import Any

import pytest

import hlive as l
from hlive.hosting.settings import HostSettings
from hlive.sessions import SessionSettings
from hlive_proto.session import Limits
from hlive_wasm.runtime.store import MemoryTable
from tests.waiting import until
from tests.wasm.runtime.page import ORIGIN, Tab, runtime
from tests.wasm.runtime.pages import Counter, counter, page_with, todo, undeclared


async def test_a_page_opens_and_is_told_its_session_first() -> None:
    tab = await Tab.visit(runtime(counter))
    assert tab.messages[0] == {"type": "opened", "session": tab.session}
    assert tab.messages[1]["text"] == f"s|id|{tab.session}"


async def test_an_event_is_done_with_the_state_that_came_of_it() -> None:
    tab = await Tab.visit(runtime(counter))
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.acked == 1, "checkpoint")
    assert tab.text("count") == "1"
    assert tab.log == []
    assert [each["state"] for each in json.loads(tab.state or "")["components"].values()] == [
        {"count": 1}
    ]


async def test_an_event_that_changes_nothing_is_done_without_a_state() -> None:
    tab = await Tab.visit(runtime(counter))
    tab.say('{"t":"l","d":{"m":"hello"}}')
    await until(lambda: tab.acked == 1, "checkpoint")
    assert tab.told("done")[-1] == {"type": "done", "acked": 1}


async def test_after_the_workers_death_the_page_goes_on_with_the_same_ids() -> None:
    tab = await Tab.visit(runtime(todo))
    for button in ("add", "more", "more", "add"):
        tab.fire(tab.find(button), "click")
    await until(lambda: tab.acked == 4, "checkpoint")
    tab.lose_worker()
    shown = tab.browser.snapshot()
    tab.fire(tab.find("more"), "click")
    tab.fire(tab.find("2"), "click")
    tab.messages.clear()
    tab.reopen(second := runtime(todo))
    await until(lambda: tab.acked == 6, "checkpoint")
    assert tab.messages[0] == {"type": "opened", "session": tab.session}
    frames = [each["text"] for each in tab.told("frame")]
    assert frames[0] == f"s|id|{tab.session}"
    # One for each event: to make the page anew took no patch at all.
    assert len(frames) == 3
    assert tab.text("count") == "3"
    assert tab.text("items") == "1"
    assert tab.browser.snapshot() != shown
    assert len(second.host.sessions) == 1


async def test_while_a_coroutine_runs_nothing_is_done() -> None:
    gate = asyncio.Event()

    class Slow(Counter):
        async def more(self, event: l.Event) -> None:  # type: ignore[override]
            self.count += 1
            await gate.wait()
            self.count += 1

    tab = await Tab.visit(runtime(lambda: page_with(Slow())))
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.text("count") == "1", "first half")
    await asyncio.sleep(0.02)
    assert tab.acked == 0
    assert '"count":1' not in (tab.state or "")
    gate.set()
    await until(lambda: tab.acked == 1, "checkpoint")
    assert '"count":2' in (tab.state or "")


async def test_an_undeclared_page_is_mounted_anew() -> None:
    tab = await Tab.visit(runtime(undeclared))
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.acked == 1, "checkpoint")
    assert (tab.state, tab.text("count")) == (None, "1")
    tab.lose_worker()
    tab.fire(tab.find("more"), "click")
    tab.reopen(runtime(undeclared))
    await until(lambda: tab.acked == 2, "checkpoint")
    assert tab.text("count") == "1"


async def test_an_event_for_what_is_gone_is_refused() -> None:
    def home() -> l.Page:
        return page_with(*components)

    components: list[l.Component] = [Counter(), l.C("a", {"id": "gone"}, l.on.click(print))]
    tab = await Tab.visit(runtime(home))
    tab.lose_worker()
    tab.fire(tab.find("gone"), "click")
    tab.fire(tab.find("more"), "click")
    components = [Counter()]
    tab.reopen(runtime(home))
    await until(lambda: tab.acked == 2, "checkpoint")
    assert tab.text("count") == "1"
    assert any("x|refused" in each["text"] for each in tab.told("frame"))
    assert not [each for each in tab.elements() if each.attrs.get("id") == "gone"]


async def test_state_of_an_older_version_is_migrated() -> None:
    tab = await Tab.visit(runtime(counter))
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.acked == 1, "checkpoint")

    class Newer(Counter):
        __qualname__ = "Counter"
        version = 2

        @classmethod
        def migrate(cls, version: int, state: dict[str, Any]) -> dict[str, Any]:
            return {"count": state["count"] * 100}

    tab.lose_worker()
    tab.reopen(runtime(lambda: page_with(Newer())))
    await until(lambda: tab.text("count") == "100", "migrated count")


async def test_state_that_does_not_fit_any_more_is_told_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    tab = await Tab.visit(runtime(counter))
    tab.lose_worker()
    tab.state = '{"hlive":77,"components":{},"boxes":{}}'
    tab.reopen(runtime(counter))
    await until(lambda: '"count":0' in (tab.state or ""), "new state")
    assert "a page can't go on from what was kept of it" in caplog.text


async def test_a_tab_that_was_thrown_away_gets_its_state_from_the_store() -> None:
    table = MemoryTable()
    first = runtime(counter, table)
    tab = await Tab.visit(first)
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.acked == 1, "checkpoint")
    await first.store.written()
    second = runtime(counter, table)
    answer = await second.fetch("GET", ORIGIN + "/")
    assert isinstance(answer.body, str)
    again = Tab(answer.body, tab.url)
    assert again.text("count") == "0"
    again.open(second, session=tab.session)
    await until(lambda: again.text("count") == "1", "count of the store")
    assert again.session == tab.session
    await until(lambda: again.state == tab.state, "state")


async def test_a_copied_tab_gets_a_session_of_its_own() -> None:
    one = runtime(counter)
    tab = await Tab.visit(one)
    copy = Tab((await one.fetch("GET", ORIGIN + "/")).body, tab.url)  # type: ignore[arg-type]
    copy.open(one, session=tab.session)
    await copy.live()
    assert copy.session != tab.session
    assert len(one.host.sessions) == 2


@pytest.mark.parametrize("keep", [False, True])
async def test_who_leaves_for_good_leaves_nothing(keep: bool) -> None:
    table = MemoryTable()
    one = runtime(counter, table)
    tab = await Tab.visit(one)
    await until(lambda: table.rows, "row")
    assert tab.connection is not None
    tab.connection.receive({"type": "close", "code": 1001, "reason": "", "keep": keep})
    live = one.host.sessions.get(tab.session or "")
    assert live is not None
    await until(lambda: live.session.state.value == "detached", "end of the connection")
    await one.store.written()
    assert list(table.rows) == ([tab.session] if keep else [])


async def test_a_session_that_is_away_can_be_resumed() -> None:
    one = runtime(counter)
    tab = await Tab.visit(one)
    assert tab.connection is not None
    tab.connection.receive({"type": "close", "code": 1001, "reason": ""})
    live = one.host.sessions.get(tab.session or "")
    assert live is not None
    await until(lambda: live.session.state.value == "detached", "end of the connection")
    tab.url = f"{ORIGIN}/?hlive={tab.session}"
    tab.open(one)
    await until(lambda: live.session.state.value == "live", "session")
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.text("count") == "1", "count")


async def test_a_session_whose_page_is_away_expires() -> None:
    settings = HostSettings(
        sessions=SessionSettings(disconnect_timeout=0.01, sweep_interval=0.01), client=""
    )
    one = runtime(counter, settings=settings)
    tab = await Tab.visit(one)
    assert tab.connection is not None
    tab.connection.receive({"type": "close", "code": 1001, "reason": ""})
    await until(lambda: len(one.host.sessions) == 0, "expiry")


@pytest.mark.parametrize(
    "url, status",
    [
        (f"{ORIGIN}/nothing?hlive=1", 404),
        (f"{ORIGIN}/?hlive=0123456789abcdefghij", 404),
        (f"{ORIGIN}/", 400),
        (f"{ORIGIN}/?hlive=x&hseq=many", 400),
        (7, 400),
    ],
)
async def test_a_socket_that_is_refused(url: Any, status: int) -> None:
    tab = Tab("", url)
    tab.open(runtime(counter))
    await until(lambda: tab.messages, "answer")
    (message,) = tab.messages
    assert (message["type"], message["status"]) == ("refused", status)


async def test_when_all_sessions_are_taken_the_socket_is_closed_with_1013() -> None:
    settings = HostSettings(sessions=SessionSettings(limit=1, wait_timeout=0.01), client="")
    one = runtime(counter, settings=settings)
    await Tab.visit(one)
    tab = Tab("", f"{ORIGIN}/?hlive=1")
    tab.open(one)
    await until(lambda: tab.told("closed"), "close")
    assert tab.told("closed")[0]["code"] == 1013


async def test_a_frame_that_is_too_big_closes_with_4001() -> None:
    limits = SessionSettings(limits=Limits(text_bytes=100))
    tab = await Tab.visit(runtime(counter, settings=HostSettings(sessions=limits, client="")))
    tab.say("x" * 101)
    await until(lambda: tab.told("closed"), "close")
    assert tab.told("closed")[0]["code"] == 4001


async def test_a_page_function_that_fails_closes_with_1011() -> None:
    def home() -> l.Page:
        raise RuntimeError("no")

    tab = Tab("", f"{ORIGIN}/?hlive=1")
    tab.open(runtime(home))
    await until(lambda: tab.told("closed"), "close")
    assert tab.told("closed")[0]["code"] == 1011


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"type": "event"},
        {"type": "event", "n": "1", "frame": "{}"},
        {"type": "event", "n": 1, "frame": 7},
        {"type": "surprise"},
        "text",
    ],
)
async def test_nonsense_from_the_page_does_no_harm(message: Any) -> None:
    tab = await Tab.visit(runtime(counter))
    assert tab.connection is not None
    tab.connection.receive(message)
    tab.fire(tab.find("more"), "click")
    await until(lambda: tab.text("count") == "1", "count")


@pytest.mark.parametrize("dom", [7, [7], [["b"]], [["b", [7], []]], [["b", [], [["i", 1, 2]]]]])
async def test_a_dom_that_is_none_is_left_out(dom: Any) -> None:
    tab = await Tab.visit(first := runtime(counter))
    del first
    tab.lose_worker()
    tab.messages.clear()
    tab.open(runtime(counter), dom=dom, session=tab.session)
    await until(lambda: tab.told("frame"), "frame")


async def test_a_file_arrives() -> None:
    files: list[bytes] = []

    def home() -> l.Page:
        page = l.Page()
        field = l.C("input", {"id": "file", "type": "file"})
        field.add(l.on("upload", lambda e: files.append(e.file.data)))  # type: ignore[union-attr, arg-type]
        page.body.add(field)
        return page

    tab = await Tab.visit(runtime(home))
    id = tab.find("file").attrs["hon"].partition("|")[0]
    head = f'{{"t":"e","file":{{"name":"a","size":3,"total":1}},"i":"{id}"}}'
    assert tab.connection is not None
    frame = memoryview(head.encode() + b"\n\n\x00\x01\x02")
    tab.connection.receive({"type": "event", "n": 1, "frame": frame})
    await until(lambda: files, "file")
    assert files == [b"\x00\x01\x02"]
