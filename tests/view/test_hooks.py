"""Page hooks: when they run, in which order, and what happens when one fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

import hlive as l
from hlive.document import first_html, open_page
from hlive.live import Live
from hlive_proto.patch import Patch
from hlive_proto.session import Limits, Session
from tests.view.driver import Driver, doing, drive, note, page_of


def saying(said: list[str], what: str) -> Callable[..., None]:
    def hook(*given: object) -> None:
        said.append(what)

    return hook


def everywhere(page: l.Page, said: list[str]) -> None:
    """Adds two hooks at each turn of the page's life."""
    for turn in ("before_event", "after_event", "after_render"):
        for which in ("1", "2"):
            getattr(page.hooks, turn).append(saying(said, f"{turn} {which}"))
    for turn in ("before_mount", "mount", "unmount", "close"):
        for which in ("1", "2"):
            getattr(page.hooks, turn).append(saying(said, f"{turn} {which}"))


async def test_the_whole_life_in_order() -> None:
    said: list[str] = []

    def home() -> l.Page:
        page = page_of()
        everywhere(page, said)
        button = l.CM(
            "button",
            l.on("click", doing(lambda: said.append("handler"))),
            mount=saying(said, "component mounts"),
            unmount=saying(said, "component unmounts"),
        )
        page.body.add(button)
        return page

    driver = Driver(home)
    button = driver.page.body.children[0]
    assert isinstance(button, l.Component)
    assert said == [
        "before_mount 1",
        "before_mount 2",
        "component mounts",
        "after_render 1",
        "after_render 2",
        "mount 1",
        "mount 2",
    ]
    said.clear()
    await driver.fire(button, "click")
    assert said == [
        "before_event 1",
        "before_event 2",
        "handler",
        "after_event 1",
        "after_event 2",
        "after_render 1",
        "after_render 2",
    ]
    said.clear()
    driver.live.detach()
    assert said == ["unmount 1", "unmount 2"]
    said.clear()
    driver.live.resume(None, driver.take)
    assert said == ["after_render 1", "after_render 2"]
    said.clear()
    driver.live.close()
    assert said == ["component unmounts", "close 1", "close 2"]


def test_the_first_html_calls_no_hooks() -> None:
    said: list[str] = []

    def home() -> l.Page:
        page = page_of("text")
        everywhere(page, said)
        return page

    first_html(open_page(home, ""))
    assert said == []


async def test_a_hook_that_was_removed_is_not_called() -> None:
    said: list[str] = []
    button = l.C("button", l.on("click", doing(bool)))
    driver = drive(button)
    hook = saying(said, "after")
    driver.page.hooks.after_event.append(hook)
    await driver.fire(button, "click")
    driver.page.hooks.after_event.remove(hook)
    await driver.fire(button, "click")
    assert said == ["after"]


async def test_a_hook_may_remove_itself_while_it_runs() -> None:
    said: list[str] = []
    driver = drive(l.T("p"))
    hooks = driver.page.hooks.after_render

    def once(context: l.Context, patches: list[Patch]) -> None:
        hooks.remove(once)
        said.append("once")

    hooks += [once, saying(said, "each time")]
    driver.render()
    driver.render()
    assert said == ["once", "each time", "each time"]


async def test_what_before_event_returns_is_what_the_handler_gets() -> None:
    heard: list[str] = []
    field = l.C("input", l.on("input", lambda event: heard.append(event.value)))
    driver = drive(field)
    before, after = driver.page.hooks.before_event, driver.page.hooks.after_event
    before.append(lambda event: replace(event, value=event.value.strip()))
    before.append(lambda event: None)
    before.append(lambda event: replace(event, value=event.value.upper()))
    after.append(lambda event: heard.append(f"after {event.value}"))
    await driver.fire(field, "input", "  text ")
    assert heard == ["TEXT", "after TEXT"]


async def test_before_event_returns_an_event_or_nothing() -> None:
    heard: list[str] = []
    field = l.C("input", l.on("input", lambda event: heard.append(event.value)))
    driver = drive(field, development=True)
    driver.page.hooks.before_event.append(lambda event: "text")  # type: ignore[arg-type, return-value]
    assert await driver.fire(field, "input", "x") == ["x|error"]
    assert "> must return an Event or None, not 'text'" in note(driver.frames[-1])
    assert heard == []


async def test_a_before_event_hook_that_fails_keeps_the_event_from_its_handler() -> None:
    said: list[str] = []
    button = l.C("button", l.on("click", doing(lambda: said.append("handler"))))
    driver = drive(button, development=True)

    def deny(event: l.Event) -> None:
        raise PermissionError("not you")

    driver.page.hooks.before_event.append(deny)
    driver.page.hooks.after_event.append(saying(said, "after"))
    assert await driver.fire(button, "click") == ["x|error"]
    assert "PermissionError: not you" in note(driver.frames[-1])
    assert said == ["after"]


@pytest.mark.parametrize("turn", ["before_mount", "mount", "after_render"])
def test_a_hook_that_fails_is_reported_and_the_others_run(turn: str) -> None:
    said: list[str] = []

    def fail(*given: object) -> None:
        raise ValueError("this hook is broken")

    def home() -> l.Page:
        page = page_of("text")
        getattr(page.hooks, turn).extend([fail, saying(said, "the next one")])
        return page

    driver = Driver(home, development=True)
    assert said == ["the next one"]
    told = [note(frame) for frame in driver.frames if frame.startswith("x|error")]
    assert len(told) == 1 and "fail" in told[0] and "this hook is broken" in told[0]


async def test_hooks_that_fail_at_the_end_do_not_keep_the_page() -> None:
    said: list[str] = []
    driver = drive(l.T("p"))

    def fail(context: l.Context) -> None:
        raise ValueError("broken")

    driver.page.hooks.unmount += [fail, saying(said, "unmount")]
    driver.page.hooks.close += [fail, saying(said, "close")]
    driver.live.detach()
    driver.live.close()
    assert said == ["unmount", "close"]
    assert driver.page.renderer is None


async def test_after_event_hooks_of_a_coroutine_run_when_it_is_done() -> None:
    said: list[str] = []
    gate = asyncio.Event()

    async def handle(event: l.Event) -> None:
        await gate.wait()
        said.append("handler")

    button = l.C("button", l.on("click", handle))
    driver = drive(button)
    driver.page.hooks.after_event.append(saying(said, "after"))
    await driver.fire(button, "click")
    assert said == []
    gate.set()
    for _ in range(4):
        await asyncio.sleep(0)
    assert said == ["handler", "after"]


async def test_after_render_hooks_get_the_patches() -> None:
    text = l.Box("a")
    driver = drive(l.T("p", text))
    sent: list[int] = []
    driver.page.hooks.after_render.append(lambda context, patches: sent.append(len(patches)))
    driver.render()
    text.set("b")
    driver.render()
    assert sent == [0, 1]


async def test_coroutine_hooks_are_awaited_and_what_they_changed_is_shown() -> None:
    text = l.Box("a")

    async def load(context: l.Context) -> None:
        await asyncio.sleep(0)
        text.set("loaded")

    def home() -> l.Page:
        page = page_of(l.T("p", text))
        page.hooks.mount.append(load)
        return page

    driver = Driver(home)
    for _ in range(4):
        await asyncio.sleep(0)
    driver.check()
    assert driver.dom(0, 0) == "loaded"


async def test_a_coroutine_after_a_render_does_not_go_round_for_ever() -> None:
    said: list[str] = []

    async def after(context: l.Context, patches: list[Patch]) -> None:
        said.append("after")

    driver = drive(l.T("p"))
    driver.page.hooks.after_render.append(after)
    driver.render()
    for _ in range(10):
        await asyncio.sleep(0)
    assert said == ["after"]


async def test_hooks_run_in_the_context_of_their_page() -> None:
    contexts: list[l.Context] = []
    button = l.C("button", l.on("click", doing(bool)))
    driver = drive(button)
    hooks = driver.page.hooks
    hooks.before_event.append(lambda event: contexts.append(l.current()))
    hooks.after_event.append(lambda event: contexts.append(l.current()))
    hooks.after_render.append(lambda context, patches: contexts.append(l.current()))
    await driver.fire(button, "click")
    assert contexts == [driver.live.context] * 3


def test_without_hooks_a_page_starts_and_ends() -> None:
    context = open_page(l.Page, "")
    live = Live(
        context.page,
        Session("x", Limits(), 0.0),
        context,
        send=lambda frame: None,
        clock=lambda: 0.0,
    )
    live.start()
    live.close()
    assert context.page.renderer is None
