"""The kit's attributes and event bindings: what is in the page, and what the server makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

import hlive as l
from hlive import kit
from hlive.urls import trusted_url
from hlive_proto import inbound
from hlive_proto.events import DomEvent
from tests.view.driver import Driver, doing, drive, page_of, readable

MARKS = [
    (kit.focus(), "data-hlive-focus", ""),
    (kit.redirect("/there?a=1#b"), "data-redirect", "/there?a=1#b"),
    (kit.scroll_top(120), "data-scrolltop", "120"),
    (kit.scroll_into_view(), "data-scrollintoview", "true"),
    (kit.scroll_into_view(False), "data-scrollintoview", "false"),
]

HOOKS = {
    "data-hlive-focus": "hfocus",
    "data-redirect": "hredi",
    "data-scrolltop": "hscrollTop",
    "data-scrollintoview": "hscrollIntoView",
    "data-helementvisible": "hElementVisible",
    "data-hlive-on-diffapply": "hdiffApply",
    "data-hlive-pre-disable": "hpreDis",
}


def scripts_with(driver: Driver, text: str) -> int:
    """How many scripts in the page have this in them."""
    head = driver.browser.snapshot()[1][2]
    assert isinstance(head, tuple)
    return sum(node[0] == "script" and text in str(node[2:]) for node in head[2:])


@pytest.mark.parametrize("mark, name, value", MARKS)
def test_a_mark_and_its_script_come_with_the_first_html(
    mark: l.AttributePlugin, name: str, value: str
) -> None:
    driver = drive(l.T("p", mark))
    assert f'<p {name}="{value}"></p>' in driver.html
    assert driver.html.count(f'"{HOOKS[name]}"') == 1


@pytest.mark.parametrize("mark, name, value", MARKS)
def test_a_mark_and_its_script_come_later(mark: l.AttributePlugin, name: str, value: str) -> None:
    tag = l.T("p")
    driver = drive(tag)
    assert scripts_with(driver, f'"{HOOKS[name]}"') == 0
    tag.add(mark)
    lines = driver.render()
    assert lines[-1] == f'c 4 >0 a {name}="{value}"'
    assert scripts_with(driver, f'"{HOOKS[name]}"') == 1
    tag.remove_attributes(name)
    assert driver.render() == [f'd 4 >0 a {name}="{value}"']
    tag.add(mark)
    assert driver.render() == [f'c 4 >0 a {name}="{value}"']
    assert scripts_with(driver, f'"{HOOKS[name]}"') == 1


def test_each_script_comes_once_and_what_they_share_comes_first() -> None:
    marks = [kit.focus(), kit.redirect("/"), kit.scroll_top(0), kit.scroll_into_view()]
    bindings = [
        kit.on_visible(doing(bool)),
        kit.on_diff_applied(doing(bool)),
        kit.preempt_disable(l.on("click", doing(bool))),
    ]
    driver = drive(l.C("p", *marks, *bindings), l.T("b", *marks))
    for hook in HOOKS.values():
        assert scripts_with(driver, f'"{hook}"') == 1
    assert scripts_with(driver, "hlive.kit=") == 1
    assert driver.html.index("hlive.kit=") < driver.html.index('"hfocus"')


def test_constants_name_the_attributes() -> None:
    tag = l.T("p", *(mark for mark, _, _ in MARKS))
    tag.add(l.AttrsOff(kit.FOCUS, kit.REDIRECT), l.AttrsOff(kit.SCROLL_TOP, kit.SCROLL_INTO_VIEW))
    assert drive(tag).dom(0) == ("p", {})


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JaVaScRiPt:x", "data:text/html,x"])
def test_a_redirect_does_not_run_scripts(url: str) -> None:
    with pytest.raises(ValueError, match="run it as a script"):
        kit.redirect(url)
    assert kit.redirect(trusted_url(url)).value == url


async def test_again_acts_also_where_the_mark_is_there() -> None:
    field = l.T("input")
    button = l.C("button", l.on("click", lambda e: kit.again(field, kit.focus())))
    top = l.C("button", l.on("click", lambda e: kit.again(field, kit.scroll_top(7))))
    driver = drive(field, button, top)
    lines = await driver.fire(button, "click")
    assert lines[-1] == 'c 4 >0 a data-hlive-focus=""'
    frames = len(driver.frames)
    await driver.fire(button, "click")
    assert [readable([frame]) for frame in driver.frames[frames:]] == [
        ['d 4 >0 a data-hlive-focus=""'],
        ['c 4 >0 a data-hlive-focus=""'],
    ]
    field.add(kit.scroll_top(3))
    driver.render()
    assert await driver.fire(top, "click") == ['u 4 >0 a data-scrolltop="7"']


def test_again_needs_a_handler() -> None:
    tag = l.T("p", kit.focus())
    with pytest.raises(l.ContextError):
        kit.again(tag, kit.focus())


# Visibility.


async def see(driver: Driver, component: l.Component, visible: bool) -> list[str]:
    """The browser tells that a component came into view, or left it."""
    ids = tuple(each.id for each in component.bindings if each.name == "helementvisible")
    told = {"isIntersecting": str(visible).lower(), "intersectionRatio": "0.5" if visible else "0"}
    return await driver.send(inbound.encode(DomEvent(ids, extra=told)))


async def test_visibility_is_told_in_both_directions() -> None:
    told: list[tuple[str, str]] = []

    def note(event: l.Event) -> None:
        told.append((event.extra["isIntersecting"], event.extra["intersectionRatio"]))

    area = l.C("div", kit.on_visibility(note))
    driver = drive(area)
    assert driver.dom(0) == (
        "div", {"data-helementvisible": "", "hid": "5", "hon": "5-1|helementvisible"}
    )  # fmt: skip
    await see(driver, area, False)
    await see(driver, area, True)
    assert told == [("false", "0"), ("true", "0.5")]


async def test_on_visible_hears_of_coming_into_view() -> None:
    seen = l.Box(0)
    area = l.C("div", seen, kit.on_visible(lambda e: seen.update(lambda n: n + 1)))
    driver = drive(area)
    assert await see(driver, area, False) == []
    assert await see(driver, area, True) == ["u 5 >0 t 1"]
    assert await see(driver, area, False) == []
    assert await see(driver, area, True) == ["u 5 >0 t 2"]


async def test_on_visible_once_waits_until_it_is_visible() -> None:
    seen = l.Box(0)
    area = l.C("div", seen, kit.on_visible_once(lambda e: seen.update(lambda n: n + 1)))
    driver = drive(area)
    assert await see(driver, area, False) == []
    assert await see(driver, area, True) == ['d 4 >0 a hon="5-1|helementvisible"', "u 5 >0 t 1"]
    assert area.bindings == ()


async def test_visible_handlers_may_be_coroutines() -> None:
    seen = l.Box(0)

    async def note(event: l.Event) -> None:
        await asyncio.sleep(0)
        seen.set(1)

    area = l.C("div", seen, kit.on_visible_once(note))
    driver = drive(area)
    await see(driver, area, True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert driver.dom(0, 0) == "1"


# Applied changes.


async def test_diff_applied_is_an_event_like_others() -> None:
    told = l.Box(0)
    area = l.C("div", told, kit.on_diff_applied(lambda e: told.update(lambda n: n + 1)))
    driver = drive(area)
    assert driver.dom(0) == (
        "div", {"data-hlive-on-diffapply": "", "hid": "5", "hon": "5-1|diffapply"}, "0"
    )  # fmt: skip
    assert await driver.fire(area, "diffapply") == ["u 5 >0 t 1"]
    assert await driver.fire(area, "diffapply") == ["u 5 >0 t 2"]


async def test_diff_applied_once_is_over_after_one() -> None:
    told = l.Box(0)
    area = l.C("div", told, kit.on_diff_applied_once(lambda e: told.update(lambda n: n + 1)))
    driver = drive(area)
    assert await driver.fire(area, "diffapply") == ['d 4 >0 a hon="5-1|diffapply"', "u 5 >0 t 1"]
    assert area.bindings == ()


# Disabling beforehand.

Handle = Callable[[l.Event], object | Awaitable[object]]


def preempted(handle: Handle, *, enable: bool = True, auto_render: bool = True) -> l.Component:
    binding = l.on("click", handle)
    return l.C("button", kit.preempt_disable(binding, enable=enable), auto_render=auto_render)


async def test_the_button_is_disabled_while_its_handler_runs() -> None:
    clicks = l.Box(0)

    def click(event: l.Event) -> None:
        assert button.attribute("disabled") == ""
        clicks.update(lambda n: n + 1)

    button = preempted(click)
    driver = drive(button, clicks)
    assert driver.dom(0) == (
        "button", {"data-hlive-pre-disable": "click", "hid": "5", "hon": "5-1|click"}
    )  # fmt: skip
    frames = len(driver.frames)
    await driver.fire(button, "click")
    assert [readable([frame]) for frame in driver.frames[frames:]] == [
        ['c 5 a disabled=""'],
        ['d 4 >0 a disabled=""', "u 4 >1 t 1"],
    ]


async def test_the_button_is_disabled_until_a_coroutine_has_ended() -> None:
    go_on = asyncio.Event()

    async def click(event: l.Event) -> None:
        await go_on.wait()

    button = preempted(click)
    driver = drive(button)
    assert await driver.fire(button, "click") == ['c 5 a disabled=""']
    frames = len(driver.frames)
    go_on.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert readable(driver.frames[frames:]) == ['d 4 >0 a disabled=""']


async def test_a_handler_that_fails_leaves_the_button_enabled() -> None:
    def click(event: l.Event) -> None:
        raise ValueError("no")

    button = preempted(click)
    driver = drive(button)
    assert await driver.fire(button, "click") == ['c 5 a disabled=""', 'd 4 >0 a disabled=""']


async def test_the_handler_may_enable_the_button_itself() -> None:
    finished = False

    def click(event: l.Event) -> None:
        if finished:
            button.remove_attributes("disabled")

    button = preempted(click, enable=False)
    driver = drive(button)
    assert await driver.fire(button, "click") == ['c 5 a disabled=""']
    finished = True
    assert await driver.fire(button, "click") == ['d 4 >0 a disabled=""']


async def test_a_button_that_renders_by_hand_is_enabled_too() -> None:
    button = preempted(doing(bool), auto_render=False)
    driver = drive(button)
    assert await driver.fire(button, "click") == ['c 5 a disabled=""', 'd 5 a disabled=""']


async def test_a_button_may_remove_itself() -> None:
    def click(event: l.Event) -> None:
        driver.page.body.clear()
        l.render()

    button = preempted(click, auto_render=False)
    driver = Driver(lambda: page_of(button))
    assert await driver.fire(button, "click") == ['c 5 a disabled=""', "d 4 >0"]
