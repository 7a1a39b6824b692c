"""Lost connections in a real browser: who comes back, with what, and what the visitor sees."""

from collections.abc import Callable

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive.sessions import SessionSettings
from hlive_proto.session import State
from tests.browser.pages import session_id, wait_text, wait_until
from tests.browser.site import Serve, Site

COVER = "body > div[style*='position:fixed']"
"""What the original client puts over a page that has lost its connection."""

HASTY = SessionSettings(disconnect_timeout=0.0, sweep_interval=0.02)
"""Sessions end before any client can have come back."""

comes_back = pytest.mark.parametrize("client", ["ours", "original-0.1"], indirect=True)
stays_away = pytest.mark.parametrize("client", ["original"], indirect=True)
ours_alone = pytest.mark.parametrize("client", ["ours"], indirect=True)


class Counters:
    """An app that counts clicks; `box` is the counter of the visit that was made last."""

    def __init__(self) -> None:
        self.box = l.Box(0)
        self.app = l.App()
        self.app.page("/", self.home)

    def home(self) -> l.Page:
        box = self.box = l.Box(0)
        page = l.Page()
        page.body.add(
            l.C("button", "+", l.on("click", lambda e: box.update(lambda count: count + 1))),
            l.T("output", box),
        )
        return page


def click(browser: WebDriver) -> None:
    browser.find_element(By.TAG_NAME, "button").click()


def wait_back(site: Site, browser: WebDriver, session: str) -> None:
    """Waits until the same session goes on, at a socket that is open."""
    is_open = "return hlive.conn.readyState === WebSocket.OPEN"

    def back() -> bool:
        live = site.live(browser).session.state is State.LIVE
        return live and bool(browser.execute_script(is_open))

    wait_until(back, "connection")
    assert session_id(browser) == session


@comes_back
def test_a_page_goes_on_where_it_was(browser: WebDriver, serve: Serve) -> None:
    site = serve(Counters().app)
    site.visit(browser)
    session = session_id(browser)
    for clicks in [1, 2]:
        click(browser)
        wait_text(browser, "output", str(clicks))
        site.drop(browser)
        wait_back(site, browser, session)
        site.wait_same(browser)
    assert len(site.host.sessions) == 1


@comes_back
def test_what_changed_meanwhile_is_shown(browser: WebDriver, serve: Serve) -> None:
    counters = Counters()
    site = serve(counters.app)
    site.visit(browser)
    session = session_id(browser)
    site.drop(browser, lambda: counters.box.set(7))
    wait_text(browser, "output", "7")
    wait_back(site, browser, session)
    site.wait_same(browser)
    click(browser)
    wait_text(browser, "output", "8")
    site.wait_same(browser)


def lose_a_frame(browser: WebDriver, counters: Counters) -> Callable[[], bool]:
    """Clicks while the browser is deaf; what is returned says whether the frame has left."""
    browser.execute_script("hlive.conn.onmessage = null")
    click(browser)
    return lambda: counters.box.get() == 1


@ours_alone
def test_frames_that_were_lost_are_sent_again(browser: WebDriver, serve: Serve) -> None:
    counters = Counters()
    site = serve(counters.app)
    site.visit(browser)
    wait_until(lose_a_frame(browser, counters), "answer")
    site.drop(browser)
    wait_text(browser, "output", "1")
    site.wait_same(browser)
    click(browser)
    wait_text(browser, "output", "2")
    site.wait_same(browser)


@pytest.mark.parametrize("client", ["original-0.1"], indirect=True)
def test_frames_that_were_lost_stay_lost_where_nobody_counts(
    browser: WebDriver, serve: Serve
) -> None:
    """E-resume-lost: the client of dialect 0.1 doesn't say what it has."""
    counters = Counters()
    site = serve(counters.app)
    site.visit(browser)
    session = session_id(browser)
    wait_until(lose_a_frame(browser, counters), "answer")
    site.drop(browser)
    wait_back(site, browser, session)
    assert browser.find_element(By.TAG_NAME, "output").text == "0"
    click(browser)
    wait_text(browser, "output", "2")
    site.wait_same(browser)


@ours_alone
def test_clicks_meanwhile_are_heard_afterwards(browser: WebDriver, serve: Serve) -> None:
    site = serve(Counters().app)
    site.visit(browser)
    browser.execute_script(
        "hlive.conn.close(); for (const n of [1, 2]) document.querySelector('button').click()"
    )
    wait_text(browser, "output", "2")
    site.wait_same(browser)


@ours_alone
def test_a_session_that_is_gone_begins_anew(browser: WebDriver, serve: Serve) -> None:
    site = serve(Counters().app, sessions=HASTY)
    site.visit(browser)
    session = session_id(browser)
    click(browser)
    wait_text(browser, "output", "1")
    site.drop(browser)
    wait_text(browser, "output", "0")
    wait_until(lambda: session_id(browser) not in ("1", session), "new session")
    site.wait_same(browser)


@stays_away
def test_the_original_covers_the_page(browser: WebDriver, serve: Serve) -> None:
    site = serve(Counters().app, sessions=HASTY)
    site.visit(browser)
    site.drop(browser)
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, COVER), "cover")
    wait_until(lambda: len(site.host.sessions) == 0, "end of the session")
    browser.execute_script("document.querySelector('button').click()")
    assert browser.find_element(By.TAG_NAME, "output").text == "0"
