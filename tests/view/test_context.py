"""The context: where it can be asked for, what it knows, and what it does to the live page."""

import asyncio
from typing import Any

import pytest

import hlive as l
from tests.view.driver import Driver, drive, page_of


def test_outside_of_a_handler_there_is_none() -> None:
    drive()
    for call in (l.current, l.render, lambda: l.render_component(l.C("p"))):
        with pytest.raises(l.ContextError, match="call this in a handler, or in a task that a"):
            call()


async def test_a_handler_has_the_pages_own() -> None:
    seen: list[l.Context] = []

    def handle(event: l.Event) -> None:
        seen.extend([event.context, l.current()])

    button = l.C("button", l.on("click", handle))
    driver = drive(button)
    await driver.fire(button, "click")
    assert seen == [driver.live.context, driver.live.context]
    assert seen[0].page is driver.page
    with pytest.raises(l.ContextError):
        l.current()


async def test_a_task_that_a_handler_started_has_it_too() -> None:
    seen: list[l.Context] = []
    tasks: list[asyncio.Task[None]] = []

    async def later() -> None:
        seen.append(l.current())

    def handle(event: l.Event) -> None:
        tasks.append(asyncio.create_task(later()))

    button = l.C("button", l.on("click", handle))
    driver = drive(button)
    await driver.fire(button, "click")
    await tasks[0]
    assert seen == [driver.live.context]


async def test_two_pages_do_not_mix_up_their_contexts() -> None:
    seen: list[tuple[str, bool]] = []
    go = asyncio.Event()

    def page_named(name: str) -> tuple[Driver, l.Component]:
        async def handle(event: l.Event) -> None:
            await go.wait()
            seen.append((name, l.current() is driver.live.context))

        button = l.C("button", l.on("click", handle))
        driver = drive(button)
        return driver, button

    pages = [page_named("a"), page_named("b")]
    for driver, button in pages:
        await driver.fire(button, "click")
    go.set()
    await asyncio.sleep(0)
    assert seen == [("a", True), ("b", True)]


def test_functions_in_the_page_have_it_at_every_rendering() -> None:
    driver = drive(l.T("p", lambda: l.current().page.meta.name))
    assert driver.dom(0) == ("p", {}, "meta")
    assert driver.render() == []


async def test_functions_have_it_also_after_a_handler() -> None:
    box = l.Box("a")
    button = l.C("button", l.on("click", lambda e: box.set("b")))
    driver = drive(button, box, lambda: l.current().page.meta.name)
    assert await driver.fire(button, "click") == ["u 4 >1 t bmeta"]


def test_values_are_shared() -> None:
    def mount(context: l.Context) -> None:
        context.values["seen"] = [*context.values.get("seen", []), "mount"]

    driver = drive(l.CM("p", mount=mount), l.CM("p", mount=mount))
    assert driver.live.context.values == {"seen": ["mount", "mount"]}


async def test_rendering_ends_with_the_page() -> None:
    contexts: list[Any] = []
    driver = drive(l.CM("p", mount=contexts.append))
    contexts[0].render()
    driver.live.close()
    with pytest.raises(l.ContextError, match="this page isn't live"):
        contexts[0].render()


def test_a_page_is_one_document_for_one_visitor() -> None:
    driver = Driver(lambda: page_of("x"))
    assert driver.live.context.page is driver.page
