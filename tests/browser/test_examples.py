"""The examples in a real browser: each works with our client and with the original one."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

from examples import (
    animation,
    chat,
    clock,
    dashboard,
    data_table,
    diff_applied,
    gallery,
    initial_sync,
    local_render,
    preempt,
    pubsub_form,
    session,
    sign_up,
    todo,
    url_parameters,
    workers,
)
from hlive.sessions import SessionSettings
from tests.browser.pages import console_errors, wait_live, wait_text, wait_until
from tests.browser.site import Serve, Site, sanic_only

PATIENCE = 10.0
FITS = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
STYLED = "return getComputedStyle(document.body).maxWidth !== 'none'"
LOADED = "return performance.getEntriesByType('resource').map(each => new URL(each.name).host)"

only_ours = pytest.mark.parametrize("client", ["ours"], indirect=True)


def one(browser: WebDriver, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def some(browser: WebDriver, selector: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def texts(browser: WebDriver, selector: str) -> list[str]:
    script = "return Array.from(document.querySelectorAll(arguments[0]), each => each.textContent)"
    found: list[str] = browser.execute_script(script, selector)
    return found


def wait_texts(browser: WebDriver, selector: str, expected: list[str]) -> None:
    wait_until(lambda: texts(browser, selector) == expected, f"{selector} with {expected}")


def check(browser: WebDriver, site: Site) -> None:
    """All is well: the DOM is what the server believes, and the console is silent."""
    site.wait_same(browser)
    assert console_errors(browser) == []


# The gallery.


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Any) -> Iterator[WebDriver]:
    """The browser as wide as a phone, in each theme."""
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    theme = {"name": "prefers-color-scheme", "value": request.param}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [theme]})
    yield browser
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@only_ours
def test_the_gallery_fits_on_a_phone(phone: WebDriver, serve: Serve) -> None:
    site = serve(gallery.app)
    hosts = set()
    for path in gallery.app.pages:
        phone.get(site.url + path.replace("{id}", "1"))
        wait_live(phone)
        assert phone.execute_script(STYLED), path
        assert phone.execute_script(FITS), path
        hosts.update(phone.execute_script(LOADED))
        assert console_errors(phone) == []
    assert hosts == {site.url.removeprefix("http://")}


def test_one_walks_through_the_gallery(browser: WebDriver, serve: Serve) -> None:
    site = serve(gallery.app)
    site.visit(browser)
    one(browser, "a[href='/click/']").click()
    wait_live(browser)
    one(browser, "main button").click()
    wait_text(browser, "main output", "1")
    check(browser, site)
    beside = "return arguments[0].getBoundingClientRect().left"
    browser.set_window_size(1280, 800)
    assert browser.execute_script(beside, one(browser, ".source")) > 500


# First steps.


def test_url_parameters(browser: WebDriver, serve: Serve) -> None:
    site = serve(url_parameters.app)
    site.visit(browser)
    for link, heading, title in [
        ("Grace", "Hello, Grace! ", "Person 2"),
        ("A warmer welcome", "Welcome, Grace! Welcome, Grace! Welcome, Grace! ", "Person 2"),
        ("The next one", "Hello, Alan! ", "Person 3"),
    ]:
        browser.find_element(By.LINK_TEXT, link).click()
        wait_live(browser)
        wait_text(browser, "#greeting", heading)
        assert browser.title == title
        check(browser, site)
    browser.find_element(By.LINK_TEXT, "Everybody").click()
    browser.find_element(By.LINK_TEXT, "people/seven").click()
    wait_text(browser, "h1", "There is no such page")


# Reacting.


def test_diff_applied(browser: WebDriver, serve: Serve) -> None:
    site = serve(diff_applied.app)
    site.visit(browser)
    for clicks in [1, 2, 3]:
        one(browser, "button").click()
        wait_until(lambda clicks=clicks: len(some(browser, "li")) == 2 * clicks, "two lines")  # type: ignore[misc]
        check(browser, site)
    assert re.fullmatch(r"The browser showed that, \d+\.\d ms later\.", texts(browser, "li")[-1])


def test_animation(browser: WebDriver, serve: Serve) -> None:
    site = serve(animation.app)
    site.visit(browser)
    moon = one(browser, "circle:last-child")
    seen: set[str | None] = set()

    def moves() -> bool:
        seen.add(moon.get_dom_attribute("cx"))
        return len(seen) > 5

    for _ in range(2):
        one(browser, "button").click()
        wait_until(moves, "moon that moves")
        one(browser, "button").click()
        wait_text(browser, "button", "Start")
        check(browser, site)
        seen.clear()


def test_preempt(browser: WebDriver, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preempt, "SECONDS", 0.3)
    site = serve(preempt.app)
    site.visit(browser)
    careful, careless = some(browser, "button")
    disabled_at_once = "arguments[0].click(); return arguments[0].disabled"
    assert browser.execute_script(disabled_at_once, careful)
    assert not browser.execute_script(disabled_at_once, careless)
    assert not browser.execute_script(disabled_at_once, careless)
    wait_texts(browser, "output", ["1", "2"])
    wait_until(careful.is_enabled, "enabled button")
    check(browser, site)


def test_local_render(browser: WebDriver, serve: Serve) -> None:
    site = serve(local_render.app)
    site.visit(browser)
    one(browser, "#local").click()
    wait_text(browser, "#local", "1")
    check(browser, site)
    assert texts(browser, "#everywhere, output") == ["0", "0"]
    one(browser, "#everywhere").click()
    wait_texts(browser, "button, output", ["2", "2", "2"])
    check(browser, site)


# Pushing.


class Stopped:
    """The time, when it doesn't pass any more."""

    @staticmethod
    def now() -> datetime:
        return datetime(2024, 5, 6, 7, 8, 9, 10_000)


def test_clock(browser: WebDriver, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    site = serve(clock.app)
    browser.get(site.url)
    wait_live(browser)
    times = browser.execute_async_script("""
        const [done] = arguments, seen = new Set(), clock = document.querySelector("output");
        new MutationObserver(() => {
          seen.add(clock.textContent);
          if (seen.size === 50) done(Array.from(seen));
        }).observe(clock, {subtree: true, childList: true, characterData: true});
    """)
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d\d", time) for time in times)
    monkeypatch.setattr(clock, "datetime", Stopped)
    wait_text(browser, "output", "07:08:09.01")
    check(browser, site)


def test_pubsub_form(browser: WebDriver, serve: Serve) -> None:
    site = serve(pubsub_form.app)
    site.visit(browser)
    name, email = some(browser, "input")
    name.send_keys("Ada")
    wait_texts(browser, "li", ["Email needs an @."])
    email.send_keys("ada@example.com")
    wait_texts(browser, "li", [])
    wait_until(one(browser, "button").is_enabled, "enabled button")
    email.send_keys(Keys.ENTER)
    wait_texts(browser, "dd", ["Ada", "ada@example.com"])
    assert browser.current_url == site.url + "/"
    check(browser, site)


def test_workers(browser: WebDriver, serve: Serve) -> None:
    site = serve(workers.app)
    site.visit(browser)
    limit, text = some(browser, "input")
    limit.clear()
    limit.send_keys("100")
    count, digest = some(browser, "button")
    count.click()
    wait_text(browser, "#primes", "25")
    text.send_keys("!")
    digest.click()
    wait_text(
        browser, "#digest", "ce06092fb948d9ffac7d1a376e404b26b7575bcc11ee05a4615fef4fec3a308b"
    )
    check(browser, site)


# Data and forms.


def add_tasks(browser: WebDriver, *tasks: str) -> None:
    field = one(browser, "[aria-label='New task']")
    for number, text in enumerate(tasks, start=1):
        field.send_keys(text, Keys.ENTER)
        wait_until(lambda number=number: len(some(browser, "li")) == number, "row")  # type: ignore[misc]
        wait_until(lambda: field.get_property("value") == "", "empty field")


def test_todo(browser: WebDriver, serve: Serve) -> None:
    site = serve(todo.app)
    site.visit(browser)
    add_tasks(browser, "one", "two", "three")
    some(browser, "li button")[3].click()  # "Edit" of the second row.
    wait_until(lambda: some(browser, "li form"), "form")
    field = browser.switch_to.active_element
    assert field.get_property("value") == "two"
    field.send_keys(" and a half", Keys.ENTER)
    wait_texts(browser, "li label", ["one", "two and a half", "three"])
    check(browser, site)
    one(browser, "li [type=checkbox]").click()
    wait_text(browser, "li s", "one")
    some(browser, "li button")[4].click()  # "Delete" of the third row.
    wait_texts(browser, "li label", ["one", "two and a half"])
    check(browser, site)


def test_what_is_written_stays_while_rows_go(browser: WebDriver, serve: Serve) -> None:
    site = serve(todo.app)
    site.visit(browser)
    add_tasks(browser, "one", "two")
    some(browser, "li button")[3].click()
    wait_until(lambda: some(browser, "li form"), "form")
    browser.switch_to.active_element.send_keys("!")
    browser.execute_script("document.querySelector('li button').click()")
    wait_until(lambda: len(some(browser, "li")) == 1, "row less")
    browser.switch_to.active_element.send_keys("?")
    assert one(browser, "li form input").get_property("value") == "two!?"


def test_initial_sync(browser: WebDriver, serve: Serve) -> None:
    site = serve(initial_sync.app)
    site.visit(browser)
    one(browser, "[name=text]").send_keys("Ada")
    one(browser, "textarea").send_keys("Once")
    _, cat, _, fox = some(browser, "option")
    # A driver's own way to select an option tells of no input.
    mouse = ActionChains(browser).click(cat).key_down(Keys.CONTROL).click(fox)
    mouse.key_up(Keys.CONTROL).perform()
    one(browser, "[value=medium]").click()
    one(browser, "label:last-child [type=checkbox]").click()
    wait_texts(browser, "tbody td:last-child", ["you"] * 5)
    check(browser, site)
    browser.get("about:blank")
    browser.back()
    wait_live(browser)
    wait_texts(browser, "tbody td:last-child", ["the browser"] * 5)
    expected = {"Text": "Ada", "Story": "Once", "Pets": "cat, fox", "Size": "medium", "News": "yes"}
    told = zip(texts(browser, "tbody th"), texts(browser, "tbody td:nth-child(2)"), strict=True)
    assert dict(told) == expected
    check(browser, site)


@sanic_only("a browser tells its worker no cookies: all tabs are one visitor there")
def test_session(browser: WebDriver, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: dict[str, str] = {}
    monkeypatch.setattr(session, "NOTES", notes)
    site = serve(session.app)
    site.visit(browser)
    one(browser, "textarea").send_keys("Buy milk")
    wait_until(lambda: list(notes.values()) == ["Buy milk"], "note")
    check(browser, site)
    browser.switch_to.new_window("tab")
    site.visit(browser)
    assert one(browser, "textarea").get_property("value") == "Buy milk"
    browser.delete_all_cookies()
    site.visit(browser)
    assert one(browser, "textarea").get_property("value") == ""
    check(browser, site)
    close_tab(browser)


def close_tab(browser: WebDriver) -> None:
    """Back to the first tab."""
    browser.close()
    browser.switch_to.window(browser.window_handles[0])


# Show a friend.


def test_data_table(browser: WebDriver, serve: Serve) -> None:
    site = serve(data_table.app)
    site.visit(browser)
    browser.find_element(By.XPATH, "//button[.='Price']").click()
    wait_text(browser, "[aria-sort=ascending]", "Price")
    order = texts(browser, "td:first-child")
    wait_until(lambda: texts(browser, "td:first-child") != order, "rows that change places")
    one(browser, "[type=checkbox]").click()
    check(browser, site)
    one(browser, "[type=search]").send_keys("juniper jets works")
    wait_text(browser, ".pages span", "10 shares, page 1 of 1")
    assert len(some(browser, "tbody tr")) == 10
    one(browser, "[type=search]").send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
    wait_text(browser, ".pages span", "10,000 shares, page 1 of 834")
    browser.find_element(By.XPATH, "//button[.='Last']").click()
    wait_text(browser, ".pages span", "10,000 shares, page 834 of 834")
    check(browser, site)


def test_chat(browser: WebDriver, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "ROOM", chat.Room())
    site = serve(chat.app, sessions=SessionSettings(disconnect_timeout=0.2, sweep_interval=0.1))
    people = ".people b"

    def enter(name: str) -> None:
        site.visit(browser)
        field = one(browser, "label input")
        field.clear()
        field.send_keys(name, Keys.TAB)
        wait_until(lambda: name in texts(browser, people), name)

    def say(text: str) -> None:
        one(browser, "form input").send_keys(text, Keys.ENTER)
        wait_until(lambda: texts(browser, "ol p")[-1:] == [text], text)
        check(browser, site)

    enter("Ada")
    say("Hello <b>")
    browser.switch_to.new_window("tab")
    enter("Bob")
    assert texts(browser, people) == ["Ada", "Bob"]
    say("Hi!")
    one(browser, "form input").send_keys("W")
    first, second = browser.window_handles
    browser.switch_to.window(first)
    wait_texts(browser, ".people li", ["Ada (you)", "Bob writes…"])
    wait_texts(browser, "ol p", ["Hello <b>", "Hi!"])
    assert texts(browser, ".mine p") == ["Hello <b>"]
    check(browser, site)
    browser.switch_to.window(second)
    close_tab(browser)
    wait_texts(browser, ".people li", ["Ada (you)"])
    check(browser, site)


def test_dashboard(browser: WebDriver, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "PAUSE", 0.05)
    site = serve(dashboard.app)
    site.visit(browser)
    line = one(browser, "polyline")
    for _ in range(3):
        points = line.get_dom_attribute("points")
        wait_until(lambda points=points: line.get_dom_attribute("points") != points, "progress")  # type: ignore[misc]
    one(browser, "button").click()
    wait_text(browser, "button", "Go on")
    check(browser, site)
    assert len((line.get_dom_attribute("points") or "").split()) == dashboard.POINTS


def test_sign_up(browser: WebDriver, serve: Serve) -> None:
    site = serve(sign_up.app)
    site.visit(browser)
    one(browser, "[name=name]").send_keys("Linus")
    one(browser, "[name=email]").send_keys("linus", Keys.TAB)
    wait_text(browser, "#account-email-error", "An address has an @ inside.")
    one(browser, "[name=email]").send_keys("@example.com")
    wait_text(browser, "#account-email-error", "")
    browser.execute_script("arguments[0].value = '1990-12-28'", one(browser, "[name=birthday]"))
    fire = "arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
    browser.execute_script(fire, one(browser, "[name=birthday]"))
    one(browser, "[value=Company]").click()
    one(browser, "[name=password]").send_keys("correct horse")
    one(browser, "[name=again]").send_keys("correct", Keys.ENTER)
    wait_text(browser, "#account-again-error", "That is another password.")
    assert browser.switch_to.active_element == one(browser, "[name=again]")
    check(browser, site)
    one(browser, "[name=again]").send_keys(" horse", Keys.ENTER)
    wait_text(browser, "[role=status]", "Welcome, Linus! Your plan is Company.")
    wait_until(lambda: one(browser, "[name=name]").get_property("value") == "", "empty form")
    check(browser, site)
