"""Event options in a real browser: what our client does, and that the original isn't harmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

import hlive as l
from hlive.bindings import Handler
from tests.browser.pages import console_errors, wait_live, wait_until
from tests.browser.scripted import Visit, attribute
from tests.browser.site import Serve, Site, all_clients

ours_alone = pytest.mark.parametrize("client", ["ours"], indirect=True)

Make = Callable[[Handler], object]
"""Makes a part of a page, with a handler for its bindings."""

LONG = 60.0
"""Seconds after which no test is still there."""


class Listener:
    """An app with one page, whose handlers note what they are told."""

    def __init__(self, *make: Make) -> None:
        self.heard: list[str] = []
        self.app = l.App()
        self.app.page("/", self.home)
        self.app.page("/there", lambda: l.Page(title="There"))
        self._make = make

    def home(self) -> l.Page:
        page = l.Page(title="Here")
        page.body.add(*(make(self.note) for make in self._make))
        return page

    def note(self, event: l.Event) -> None:
        self.heard.append(event.key or event.value or event.binding.name)

    def wait(self, *expected: str) -> None:
        """Waits until this was heard, and nothing else."""
        wait_until(lambda: self.heard == [*expected], f"{expected} of {self.heard}")


def opened(browser: WebDriver, serve: Serve, *make: Make) -> tuple[Site, Listener]:
    listener = Listener(*make)
    site = serve(listener.app)
    site.visit(browser)
    return site, listener


def find(browser: WebDriver, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


# With every client.


@all_clients
def test_keys_and_once_hold_with_every_client(browser: WebDriver, serve: Serve) -> None:
    site, page = opened(
        browser,
        serve,
        lambda f: l.C("input", l.on.keydown("Enter", f), l.on.keydown(["b", "c"], f, once=True)),
        lambda f: l.C("button", l.on.click(f), "end"),
    )
    find(browser, "input").send_keys("abc", Keys.ENTER)
    find(browser, "button").click()
    page.wait("b", "Enter", "click")
    site.wait_same(browser)
    assert console_errors(browser) == []


@all_clients
def test_options_do_no_client_harm(browser: WebDriver, serve: Serve) -> None:
    site, page = opened(
        browser,
        serve,
        lambda f: l.C(
            "button", l.on.click(f, throttle=1, stop=True, prevent=True, first=l.command.focus("p"))
        ),
        lambda f: l.C("i", l.on.click(l.command.hide("p")), "quiet"),
        lambda f: l.T("p", {"title": '"&='}),
    )
    find(browser, "button").click()
    page.wait("click")
    site.wait_same(browser)
    assert console_errors(browser) == []


# With ours.


@ours_alone
def test_debounce(browser: WebDriver, serve: Serve) -> None:
    _, page = opened(browser, serve, lambda f: l.C("input", l.on.input(f, debounce=0.5)))
    find(browser, "input").send_keys("abc")
    page.wait("abc")


FIELD: Make = lambda f: l.C("input", l.on.input(f, debounce=LONG))  # noqa: E731
"""A field that is told of only if something else happens."""


@ours_alone
@pytest.mark.parametrize(
    "script",
    [
        "document.querySelector('input').blur()",
        "dispatchEvent(new Event('pagehide'))",
        "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))",
    ],
)
def test_what_was_debounced_goes_when_the_visitor_does(
    browser: WebDriver, serve: Serve, script: str
) -> None:
    _, page = opened(browser, serve, FIELD)
    find(browser, "input").send_keys("abc")
    assert page.heard == []
    browser.execute_script(script)
    page.wait("abc")


@ours_alone
def test_what_was_debounced_goes_before_the_page_is_left(browser: WebDriver, serve: Serve) -> None:
    site, page = opened(browser, serve, FIELD)
    find(browser, "input").send_keys("abc")
    browser.get(site.url + "/there")
    page.wait("abc")


@ours_alone
def test_what_was_debounced_goes_before_enter_and_submit(browser: WebDriver, serve: Serve) -> None:
    _, page = opened(
        browser,
        serve,
        lambda f: l.C("form", l.on.submit(f, prevent=True), FIELD(f)),
        lambda f: l.C("textarea", l.on.input(f, debounce=LONG), l.on.keydown("Enter", f)),
    )
    find(browser, "input").send_keys("abc", Keys.ENTER)
    page.wait("abc", "submit")
    find(browser, "textarea").send_keys("de", Keys.ENTER)
    page.wait("abc", "submit", "de", "Enter")
    assert browser.title == "Here"


@ours_alone
def test_throttle(browser: WebDriver, serve: Serve) -> None:
    _, page = opened(browser, serve, lambda f: l.C("input", l.on.input(f, throttle=1.0)))
    find(browser, "input").send_keys("abcdef")
    page.wait("a", "abcdef")


@ours_alone
def test_confirm(browser: WebDriver, serve: Serve) -> None:
    _, page = opened(
        browser,
        serve,
        lambda f: l.C("a", {"href": "/there"}, "There", l.on.click(f, confirm="Leave?")),
    )
    find(browser, "a").click()
    assert browser.switch_to.alert.text == "Leave?"
    browser.switch_to.alert.dismiss()
    assert browser.title == "Here"
    find(browser, "a").click()
    browser.switch_to.alert.accept()
    wait_until(lambda: browser.title == "There", "other page")
    page.wait("click")


@ours_alone
def test_prevent_and_stop_count_for_the_keys_that_are_heard(
    browser: WebDriver, serve: Serve
) -> None:
    _, page = opened(
        browser,
        serve,
        lambda f: l.C(
            "main",
            l.on.keydown(lambda e: f(e)),
            l.C("input", l.on.keydown("b", f, prevent=True, stop=True)),
        ),
    )
    find(browser, "input").send_keys("abc")
    page.wait("a", "b", "c")
    assert find(browser, "input").get_property("value") == "ac"


@ours_alone
def test_an_enter_that_ends_a_composition_is_not_heard(browser: WebDriver, serve: Serve) -> None:
    _, page = opened(browser, serve, lambda f: l.C("input", l.on.keydown("Enter", f)))
    for composing in ("true", "false"):
        browser.execute_script(
            "document.querySelector('input').dispatchEvent(new KeyboardEvent('keydown',"
            f"{{key: 'Enter', isComposing: {composing}}}))"
        )
    page.wait("Enter")


@ours_alone
def test_a_kept_value_is_told_at_once(browser: WebDriver, serve: Serve) -> None:
    site, page = opened(
        browser,
        serve,
        lambda f: l.C(
            "input",
            l.on.input(f, debounce=LONG),
            l.on.keyup("Enter", f),
            l.on.change(f, confirm="Sure?"),
            l.on.keydown(l.command.focus("this")),
        ),
    )
    find(browser, "input").send_keys("abc")
    browser.get(site.url + "/there")
    page.wait("abc")
    browser.back()
    wait_live(browser)
    page.wait("abc", "abc")


# What a server may send.


OPTIONS = "data-hlive-options"


def click(visit: Visit) -> None:
    visit.run("document.querySelector('p').click()")


@pytest.mark.parametrize("options", ["", "{", "[]", "null", '{"5-1":null}', '{"6-1":{"quiet":1}}'])
def test_options_that_say_nothing(visit: Visit, options: str) -> None:
    visit.open('<p hon="5-1|click">1</p>')
    visit.apply(attribute("c", "doc", "1>1>0", OPTIONS, options))
    click(visit)
    assert visit.socket.event() == {"t": "e", "i": "5-1", "d": {}}
    assert console_errors(visit.browser) == []


def test_options_change(visit: Visit) -> None:
    visit.open(f"""<p hon="5-1|click" {OPTIONS}='{{"5-1":{{"quiet":true}}}}'>1</p>""")
    visit.apply()
    click(visit)
    visit.apply(attribute("d", "doc", "1>1>0", OPTIONS, ""))
    click(visit)
    visit.run("hlive.sendMsg({t: 'e', i: 'end'})")
    assert [visit.socket.event()["i"] for _ in range(2)] == ["5-1", "end"]


def test_a_plugin_keeps_a_debounced_event_back(visit: Visit) -> None:
    visit.open(f"""<p hon="5-1|click" {OPTIONS}='{{"5-1":{{"throttle":60000}}}}'>1</p>""")
    visit.apply()
    visit.run("hlive.beforeSendEvent.set('t', (e, msg) => window.deaf ? null : msg)")
    visit.run("window.deaf = true; document.querySelector('p').click()")
    visit.run("window.deaf = false; document.querySelector('p').click()")
    visit.run("hlive.sendMsg({t: 'e', i: 'end'})")
    assert [visit.socket.event()["i"] for _ in range(2)] == ["5-1", "end"]


def test_events_wait_for_the_socket_with_their_last_value(visit: Visit) -> None:
    visit.open(f"""<input hon="5-1|input" {OPTIONS}='{{"5-1":{{"debounce":100}}}}'>""")
    visit.apply()
    visit.socket.close()
    visit.wait("hlive.conn.readyState === 3")
    visit.browser.find_element("css selector", "input").send_keys("ab")
    visit.resume()
    assert visit.socket.event()["d"]["value"] == "ab"
