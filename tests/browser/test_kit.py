"""The kit in a real browser, with all clients: marks act once, and events come when they should."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive import kit
from hlive.kit import plugin
from tests.browser.pages import console_errors, wait_live, wait_text, wait_until
from tests.browser.site import Client, Serve, Site, all_clients

Check = Callable[[WebDriver, Site], None]


def site_of(serve: Serve, *elements: Callable[[], object]) -> Site:
    """A site whose page has what these functions make in its body, and one more at /there."""

    def home() -> l.Page:
        page = l.Page()
        page.body.add(*(make() for make in elements))
        return page

    app = l.App()
    app.page("/", home)
    app.page("/there", lambda: l.Page(title="There"))
    return serve(app)


def send_change(browser: WebDriver, site: Site, act: Callable[[l.Page], object]) -> None:
    """Changes the visitor's page on the server."""
    live = site.live(browser)

    def change_and_render() -> None:
        act(live.page)
        live.render()

    site.call(change_and_render)


def change(browser: WebDriver, site: Site, act: Callable[[l.Page], object]) -> None:
    """Changes the visitor's page on the server, and waits until the browser shows it."""
    send_change(browser, site, act)
    site.wait_same(browser)


def tag(page: l.Page, index: int) -> l.Tag:
    """A child of the body."""
    found = page.body.children[index]
    assert isinstance(found, l.Tag)
    return found


def active(browser: WebDriver) -> str:
    """The id of the element that has the focus."""
    return str(browser.execute_script("return document.activeElement.id"))


def wait_active(browser: WebDriver, id: str) -> None:
    wait_until(lambda: active(browser) == id, f"focus at {id}")


def field(id: str, *elements: object) -> l.Tag:
    return l.T("input", {"id": id, "value": f"in {id}"}, *elements)


# Focus.


def check_focus(browser: WebDriver, site: Site) -> None:
    """A field of those at 0 and 1 gets the focus, and then again."""
    site.visit(browser)
    assert active(browser) == ""
    change(browser, site, lambda page: tag(page, 0).add(kit.focus()))
    wait_active(browser, "a")
    change(browser, site, lambda page: tag(page, 0).remove_attributes(kit.FOCUS))
    change(browser, site, lambda page: tag(page, 1).add(kit.focus()))
    wait_active(browser, "b")
    change(browser, site, lambda page: tag(page, 1).remove_attributes(kit.FOCUS))
    change(browser, site, lambda page: tag(page, 0).add(kit.focus()))
    wait_active(browser, "a")
    assert console_errors(browser) == []


@all_clients
def test_focus(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, lambda: field("a"), lambda: field("b"))
    check_focus(browser, site)
    cursor = "const a = document.activeElement; return [a.selectionStart, a.selectionEnd]"
    assert browser.execute_script(cursor) == [4, 4]


@all_clients
def test_focus_is_not_taken_from_who_types_elsewhere(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, lambda: field("a", kit.focus()), lambda: field("b"), lambda: l.T("p"))
    site.visit(browser)
    wait_active(browser, "a")
    browser.find_element(By.ID, "b").send_keys("!")
    for expected in ["-", "--"]:
        send_change(browser, site, lambda page: tag(page, 2).add("-"))
        wait_text(browser, "p", expected)
        assert active(browser) == "b"
    browser.switch_to.active_element.send_keys("?")
    assert browser.find_element(By.ID, "b").get_property("value") == "in b!?"


@all_clients
def test_a_component_that_is_moved_does_not_get_the_focus_again(
    browser: WebDriver, serve: Serve, client: Client
) -> None:
    def rows() -> kit.ComponentList:
        items = kit.ComponentList("div", *(l.C("input", {"id": id}) for id in ["a", "b", "c"]))
        items[0].add(kit.focus())
        return items

    site = site_of(serve, rows, lambda: field("other"))
    site.visit(browser)
    wait_active(browser, "a")
    browser.execute_script("document.getElementById('a').old = true")
    browser.find_element(By.ID, "other").click()

    def move(page: l.Page) -> None:
        items = tag(page, 0)
        assert isinstance(items, kit.ComponentList)
        items.move(items[0], 2)

    change(browser, site, move)
    moved = "const moved = document.querySelector('div').lastChild; return [moved.id, moved.old]"
    # Ours moves the node itself, the reference's client makes another one.
    assert browser.execute_script(moved) == ["a", True if client.ours else None]
    assert active(browser) == "other"


@all_clients
def test_a_handler_can_give_the_focus_again(browser: WebDriver, serve: Serve) -> None:
    def form() -> l.Tag:
        target = field("a")
        button = l.C("button", "go", l.on("click", lambda e: kit.again(target, kit.focus())))
        return l.T("div", target, button)

    site = site_of(serve, form)
    site.visit(browser)
    for _ in range(3):
        browser.find_element(By.TAG_NAME, "button").click()
        wait_active(browser, "a")
        site.wait_same(browser)


@all_clients
def test_fields_without_a_cursor_get_the_focus_too(browser: WebDriver, serve: Serve) -> None:
    def kinds() -> list[l.Tag]:
        return [l.T("input", {"id": kind, "type": kind}) for kind in ["checkbox", "number"]]

    site = site_of(serve, kinds, lambda: l.T("button", {"id": "button"}))
    site.visit(browser)
    for index, id in enumerate(["checkbox", "number", "button"]):
        change(browser, site, lambda page, at=index: tag(page, at).add(kit.focus()))  # type: ignore[misc]
        wait_active(browser, id)
    assert console_errors(browser) == []


# Going elsewhere.


def check_redirect(browser: WebDriver, site: Site) -> None:
    """The page at 0 has a button that leads to /there."""
    site.visit(browser)
    browser.find_element(By.TAG_NAME, "button").click()
    wait_until(lambda: browser.title == "There", "other page")
    assert browser.current_url == f"{site.url}/there?from=here"
    browser.back()
    wait_until(lambda: browser.current_url == "about:blank", "page before the redirecting one")


def leading_away() -> l.Component:
    button = l.C("button", "away")
    button.add(l.on("click", lambda e: button.add(kit.redirect("/there?from=here"))))
    return button


@all_clients
def test_redirect(browser: WebDriver, serve: Serve) -> None:
    check_redirect(browser, site_of(serve, leading_away))


@all_clients
def test_redirect_at_once(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, lambda: l.T("p", kit.redirect("/there")))
    browser.get(site.url)
    wait_until(lambda: browser.title == "There", "other page")
    wait_live(browser, site.dialect)


# Scrolling.


def long_box() -> l.Tag:
    style = l.Style({"height": "100px", "overflow": "auto"})
    return l.T("div", style, l.T("div", l.Style({"height": "1000px"})))


def scroll_position(browser: WebDriver) -> int:
    return int(browser.execute_script("return document.querySelector('div').scrollTop"))


def check_scroll_top(browser: WebDriver, site: Site) -> None:
    """The box at 0 is scrolled."""
    site.visit(browser)
    change(browser, site, lambda page: tag(page, 0).add(kit.scroll_top(120)))
    wait_until(lambda: scroll_position(browser) == 120, "scrolled box")
    change(browser, site, lambda page: tag(page, 0).add(kit.scroll_top(50)))
    wait_until(lambda: scroll_position(browser) == 50, "scrolled box")


@all_clients
def test_scroll_top(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, long_box, lambda: l.T("p"))
    check_scroll_top(browser, site)
    browser.execute_script("document.querySelector('div').scrollTop = 7")
    change(browser, site, lambda page: tag(page, 1).add("text"))
    assert scroll_position(browser) == 7


def check_scroll_into_view(browser: WebDriver, site: Site) -> None:
    """The paragraph at 1 stands far below, and then is seen."""
    site.visit(browser)
    at_top = "return Math.round(document.querySelector('p').getBoundingClientRect().top) === 0"
    at_bottom = (
        "return Math.round(document.querySelector('p').getBoundingClientRect().bottom)"
        " === document.documentElement.clientHeight"
    )
    assert not browser.execute_script(at_top)
    change(browser, site, lambda page: tag(page, 1).add(kit.scroll_into_view()))
    wait_until(lambda: browser.execute_script(at_top), "paragraph at the top")
    change(browser, site, lambda page: tag(page, 1).add(kit.scroll_into_view(False)))
    wait_until(lambda: browser.execute_script(at_bottom), "paragraph at the bottom")


def tall(index: int) -> Callable[[], l.Tag]:
    return lambda: l.T("div", {"id": f"tall{index}"}, l.Style({"height": "3000px"}))


@all_clients
def test_scroll_into_view(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, tall(1), lambda: l.T("p", "here"), tall(2))
    check_scroll_into_view(browser, site)
    browser.execute_script("window.scrollTo(0, 11)")
    change(browser, site, lambda page: tag(page, 0).add("text"))
    assert browser.execute_script("return window.scrollY") == 11


# Coming into view.


def scroll_page(browser: WebDriver, to: int) -> None:
    browser.execute_script("window.scrollTo(0, arguments[0])", to)


def counting(bind: Callable[[Callable[[l.Event], None]], l.Elements], id: str) -> Callable[[], l.C]:
    """A component that counts how often its handler was called."""

    def make() -> l.Component:
        count = l.Box(0)
        return l.C("p", {"id": id}, count, bind(lambda e: count.update(lambda n: n + 1)))

    return make


def check_visible(browser: WebDriver, site: Site) -> None:
    """The paragraph #always stands far below, and counts."""
    site.visit(browser)
    for times in [1, 2]:
        scroll_page(browser, 3000)
        wait_text(browser, "#always", str(times))
        scroll_page(browser, 0)
        wait_text(browser, "#both", str(2 * times + 1))
    site.wait_same(browser)
    assert console_errors(browser) == []


@all_clients
def test_on_visible(browser: WebDriver, serve: Serve) -> None:
    site = site_of(
        serve,
        tall(1),
        counting(kit.on_visible, "always"),
        counting(kit.on_visibility, "both"),
        counting(kit.on_visible_once, "once"),
        tall(2),
    )
    check_visible(browser, site)
    wait_text(browser, "#once", "1")


@all_clients
def test_visibility_is_told_only_when_it_changes(browser: WebDriver, serve: Serve) -> None:
    """A handler that moves its own component makes no endless loop."""
    told: list[str] = []

    def rows() -> kit.ComponentList:
        items = kit.ComponentList("div", *(l.C("p", f"row {n}, and more text") for n in range(3)))
        first = items[0]

        def note(event: l.Event) -> None:
            told.append(event.extra["isIntersecting"])
            items.move(first, (items.index(first) + 1) % 3)

        first.add(kit.on_visibility(note))
        return items

    site = site_of(serve, rows, lambda: l.T("p", {"id": "text"}), tall(1))
    site.visit(browser)
    wait_until(lambda: told == ["true"], "first report")
    for _ in range(3):
        change(browser, site, lambda page: tag(page, 1).add("text"))
    scroll_page(browser, 2000)
    wait_until(lambda: len(told) > 1, "second report")
    scroll_page(browser, 0)
    wait_until(lambda: len(told) > 2, "third report")
    assert told == ["true", "false", "true"]


@all_clients
def test_a_binding_that_comes_later_is_told_at_once(browser: WebDriver, serve: Serve) -> None:
    told: list[str] = []
    area = counting(kit.on_visible, "area")
    site = site_of(serve, area)
    site.visit(browser)
    wait_text(browser, "#area", "1")
    more = kit.on_visibility(lambda e: told.append(e.extra["intersectionRatio"]))
    change(browser, site, lambda page: tag(page, 0).add(more))
    wait_until(lambda: told == ["1"], "report for the second binding")
    assert browser.find_element(By.ID, "area").text == "1"


# Applied changes.


def check_diff_applied(browser: WebDriver, site: Site) -> None:
    """The paragraph #count changes itself five times, step by step."""
    site.visit(browser)
    wait_text(browser, "#count", "5")
    site.wait_same(browser)
    assert console_errors(browser) == []


def counting_to_five() -> l.Component:
    count = l.Box(0)
    paragraph = l.C("p", {"id": "count"}, count)
    paragraph.add(kit.on_diff_applied(lambda e: count.set(min(count.get() + 1, 5))))
    return paragraph


@all_clients
def test_on_diff_applied(browser: WebDriver, serve: Serve) -> None:
    check_diff_applied(browser, site_of(serve, counting_to_five))


@all_clients
def test_diff_applied_comes_once_for_each_change(browser: WebDriver, serve: Serve) -> None:
    told: list[str] = []

    def areas() -> list[l.Component]:
        return [
            l.C("p", kit.on_diff_applied(lambda e: told.append("always"))),
            l.C("p", kit.on_diff_applied_once(lambda e: told.append("once"))),
        ]

    site = site_of(serve, areas, lambda: l.T("p"))
    site.visit(browser)
    # The change that takes the second binding away is told to the first.
    wait_until(lambda: told == ["always", "once", "always"], "reports of the first changes")
    for number in range(4, 7):
        change(browser, site, lambda page: tag(page, 2).add("!"))
        wait_until(lambda n=number: len(told) >= n, "report of a change")  # type: ignore[misc]
        assert told[2:] == ["always"] * (number - 2)
    browser.execute_script("hlive.sendMsg({t: 'e', i: '99-1'})")  # Answered, but changes nothing.
    change(browser, site, lambda page: tag(page, 2).add("!"))
    wait_until(lambda: len(told) >= 7, "report of a change")
    assert told[2:] == ["always"] * 5


@all_clients
def test_diff_applied_that_comes_later(browser: WebDriver, serve: Serve) -> None:
    site = site_of(serve, lambda: l.C("p", {"id": "count"}))
    site.visit(browser)
    count = l.Box(0)
    more = kit.on_diff_applied(lambda e: count.set(min(count.get() + 1, 3)))
    change(browser, site, lambda page: tag(page, 0).add(count, more))
    wait_text(browser, "#count", "3")


# Disabling beforehand.


class Gate:
    """Lets a handler wait until the test lets it go on."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    def button(self) -> l.Component:
        count = l.Box(0)

        async def click(event: l.Event) -> None:
            await self.open.wait()
            count.update(lambda n: n + 1)

        return l.C("button", {"id": "b"}, count, kit.preempt_disable(l.on("click", click)))


CLICK = "const b = document.querySelector('button'); b.focus(); b.click(); return b.disabled"
"""Tells what is so before any answer can have come."""


def check_preempt(browser: WebDriver, site: Site, gate: Gate) -> None:
    """The button is disabled at once and enabled by the server, which counts one click."""
    site.visit(browser)
    assert browser.execute_script(CLICK) is True
    assert browser.execute_script(CLICK) is True
    site.wait_same(browser)
    assert browser.execute_script("return document.querySelector('button').disabled") is True
    site.call(gate.open.set)
    wait_text(browser, "button", "1")
    site.wait_same(browser)
    assert browser.execute_script("return document.querySelector('button').disabled") is False
    browser.find_element(By.TAG_NAME, "button").click()
    wait_text(browser, "button", "2")
    assert console_errors(browser) == []


@all_clients
def test_preempt_disable(browser: WebDriver, serve: Serve) -> None:
    gate = Gate()
    check_preempt(browser, site_of(serve, gate.button), gate)
    wait_active(browser, "b")


@all_clients
def test_preempt_disable_is_only_for_its_event(browser: WebDriver, serve: Serve) -> None:
    def button() -> l.Component:
        log = l.Box("")

        def note(event: l.Event) -> None:
            log.update(lambda text: f"{text}{event.binding.name} ")

        return l.C(
            "button", log, l.on("mousedown", note), kit.preempt_disable(l.on("dblclick", note))
        )

    site = site_of(serve, button)
    site.visit(browser)
    browser.find_element(By.TAG_NAME, "button").click()
    wait_text(browser, "button", "mousedown ")
    assert browser.find_element(By.TAG_NAME, "button").is_enabled()


# Lists and buses.


@all_clients
def test_rows_of_a_list(browser: WebDriver, serve: Serve) -> None:
    def rows() -> l.Tag:
        items = kit.ComponentList("ul")

        def add(text: str) -> None:
            item = l.C("li", text)
            item.add(l.on("click", lambda e: items.remove(item)))
            items.insert(0, item)

        def sort(event: l.Event) -> None:
            items.sort(key=lambda item: item.children[0])

        for text in ["pear ", "apple ", "plum ", "fig "]:
            add(text)
        return l.T(
            "div",
            items,
            l.C("button", {"id": "sort"}, l.on("click", sort)),
            l.C("button", {"id": "add"}, l.on("click", lambda e: add("kiwi "))),
            l.C("button", {"id": "move"}, l.on("click", lambda e: items.move(items[-1], 1))),
        )

    site = site_of(serve, rows)
    site.visit(browser)
    for selector, expected in [
        ("#sort", "apple fig pear plum "),
        ("li:nth-child(2)", "apple pear plum "),
        ("#add", "kiwi apple pear plum "),
        ("#move", "kiwi plum apple pear "),
        ("li", "plum apple pear "),
        ("#sort", "apple pear plum "),
    ]:
        browser.find_element(By.CSS_SELECTOR, selector).click()
        wait_text(browser, "ul", expected)
        site.wait_same(browser)
    assert console_errors(browser) == []


class News(kit.Teardown):
    """Shows what is published as news."""

    def __init__(self, bus: kit.Bus) -> None:
        super().__init__("p")
        self.bus = bus

    def mount(self, context: l.Context) -> None:
        kit.subscribe(self, self.bus, "news", lambda message: self.add(message.value))


def test_what_one_visitor_publishes_is_shown_to_others(browser: WebDriver, serve: Serve) -> None:
    bus = kit.LocalBus()

    def button() -> l.Component:
        return l.C("button", l.on("click", lambda e: bus.publish("news", "!")))

    site = site_of(serve, button, lambda: News(bus))
    site.visit(browser)
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    site.visit(browser)
    browser.find_element(By.TAG_NAME, "button").click()
    wait_text(browser, "p", "!")
    browser.close()
    browser.switch_to.window(first)
    wait_text(browser, "p", "!")
    site.wait_same(browser)
    browser.get("about:blank")
    wait_until(lambda: bus.subscribers("news") == 0, "end of the subscriptions")


# The reference's scripts do the same with our pages.

THEIRS = {
    "plugin": None,
    "focus": "focus.js",
    "redirect": "redirect.js",
    "scroll_top": "scrollTop.js",
    "scroll_into_view": "scrollIntoView.js",
    "visible": "elementVisible.js",
    "diff_applied": "diffapply.js",
    "preempt": "preemptDisableOnClick.js",
}


@pytest.fixture
def their_scripts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages carry the scripts of the reference's kit instead of ours."""
    assert client.file is not None
    folder = client.file.parent / "hlivekit"

    def source(name: str, folder_of_ours: str) -> str:
        assert folder_of_ours == "kit"
        file = THEIRS[name]
        return Path(folder, file).read_text(encoding="utf-8") if file else ""

    monkeypatch.setattr(plugin, "script", source)


GATE = Gate()


@pytest.mark.usefixtures("their_scripts")
@pytest.mark.parametrize("client", ["original"], indirect=True)
@pytest.mark.parametrize(
    "check, elements",
    [
        (check_focus, [lambda: field("a"), lambda: field("b")]),
        (check_redirect, [leading_away]),
        (check_scroll_top, [long_box]),
        (check_scroll_into_view, [tall(1), lambda: l.T("p", "here"), tall(2)]),
        (
            check_visible,
            [
                tall(1),
                counting(kit.on_visible, "always"),
                counting(kit.on_visibility, "both"),
                tall(2),
            ],
        ),
        (check_diff_applied, [counting_to_five]),
        (lambda browser, site: check_preempt(browser, site, GATE), [GATE.button]),
    ],
    ids=["focus", "redirect", "scroll_top", "scroll_into_view", "visible", "diff", "preempt"],
)
def test_their_scripts_know_our_pages(
    browser: WebDriver, serve: Serve, check: Check, elements: list[Callable[[], object]]
) -> None:
    check(browser, site_of(serve, *elements))
