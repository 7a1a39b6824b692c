"""Opens a build in a real browser, takes its server away, and sees what still works."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hlive_wasm.build.errors import BuildError
from hlive_wasm.serving import server

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

PATIENCE = 60
"""How many seconds anything may take; the first start is the longest."""

_INSTALLED = """
const done = arguments[arguments.length - 1];
navigator.serviceWorker.ready.then(() => done(true), (error) => done(String(error)));
"""
_LIVE = "return window.hlive !== undefined && window.hlive.sessID > ''"
_BUTTONS = "button[hon*=click]:enabled, button[data-hlive-on*=click]:enabled"
_FILES = """
return performance.getEntriesByType("resource").map((each) => [each.name, each.responseStatus]);
"""
_COUNT_CHANGES = """
window.hliveChanges = 0;
new MutationObserver((changes) => { window.hliveChanges += changes.length; }).observe(
  document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


@dataclass(frozen=True)
class Check:
    """Something that was tried, whether it works, and what there is to say about it."""

    what: str
    works: bool
    remark: str = ""


def check_build(folder: Path, base: str, tell: Callable[[str], object]) -> list[Check]:
    """Tries a build with the network, and then without; `tell` hears what is being done.

    Raises BuildError where there is no Chromium or no selenium.
    """
    routes = sorted(_route(folder, file) for file in folder.rglob("index.html"))
    pages = [f"{base}{route}" for route in routes]
    serving = server(folder, base=base)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    origin = f"http://127.0.0.1:{serving.server_address[1]}"
    stopped = False

    def stop() -> None:
        nonlocal stopped
        if not stopped:
            serving.shutdown()
            serving.server_close()
            thread.join()
        stopped = True

    try:
        with chromium() as browser:
            return list(_checks(browser, origin, pages or [base], stop, tell))
    finally:
        stop()


def _route(folder: Path, file: Path) -> str:
    inner = file.parent.relative_to(folder).as_posix()
    return "" if inner == "." else f"{inner}/"


def _checks(
    browser: WebDriver,
    origin: str,
    pages: list[str],
    stop: Callable[[], None],
    tell: Callable[[str], object],
) -> Iterator[Check]:
    browser.get(origin + pages[0])
    yield Check("shows its first page", bool(browser.title), browser.title)
    tell("Waiting until it is installed")
    yield _tried("installs itself", lambda: _installed(browser))
    yield _tried("becomes live", lambda: _becomes_live(browser))
    stop()
    for page in pages:
        tell(f"Without the server: {page}")
        yield _tried(f"{page} without the server", partial(_page, browser, origin + page))
        yield from _clicked(browser, page)


def _tried(what: str, attempt: Callable[[], str]) -> Check:
    """What came of an attempt, which gives a remark and raises an error where it fails."""
    from selenium.common.exceptions import WebDriverException

    try:
        return Check(what, True, attempt())
    except (WebDriverException, BuildError) as error:
        message = getattr(error, "msg", None) or str(error)
        return Check(what, False, message.strip().partition("\n")[0])


def _installed(browser: WebDriver) -> str:
    answer = browser.execute_async_script(_INSTALLED)
    if answer is not True:
        raise BuildError(f"the service worker says: {answer}")
    return ""


def _becomes_live(browser: WebDriver) -> str:
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.support.wait import WebDriverWait

    try:
        WebDriverWait(browser, PATIENCE, 0.05).until(lambda _: browser.execute_script(_LIVE))
    except TimeoutException as error:
        raise BuildError(_shown(browser) or "its socket doesn't open") from error
    return ""


def _shown(browser: WebDriver) -> str:
    """What the page and the console say, where that isn't the app."""
    text = str(browser.execute_script("return document.body.innerText")).strip()
    said = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[attr-defined]
    return "; ".join([text[:300], *said[-3:]])


def _page(browser: WebDriver, url: str) -> str:
    browser.get(url)
    _becomes_live(browser)
    missing = [name for name, status in browser.execute_script(_FILES) if status >= 400]
    if missing:
        raise BuildError(f"{missing[0]} can't be had")
    return browser.title


def _clicked(browser: WebDriver, page: str) -> Iterator[Check]:
    """Clicks the page's first button that has a handler, and waits until the page changes."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    found = browser.find_elements(By.CSS_SELECTOR, _BUTTONS)
    buttons = [each for each in found if each.is_displayed()]
    if not buttons:
        return
    name = buttons[0].text.strip() or "the first button"

    def click() -> str:
        browser.execute_script(_COUNT_CHANGES)
        buttons[0].click()
        WebDriverWait(browser, 10, 0.02).until(
            lambda _: browser.execute_script("return window.hliveChanges") > 0
        )
        return name

    yield _tried(f"{page} answers a click", click)


@contextmanager
def chromium() -> Iterator[WebDriver]:
    """A Chromium with a profile of its own; raises BuildError where it can't be had."""
    try:
        from selenium.common.exceptions import WebDriverException

        from hlive_wasm.chromium import NoChromium, fresh_chromium
    except ImportError as error:
        raise BuildError("the check needs selenium: run `pip install selenium`") from error
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(fresh_chromium(console=True))
        except NoChromium as error:
            raise BuildError(f"the check {error}") from error
        except WebDriverException as error:
            raise BuildError(f"Chromium doesn't start: {error.msg}") from error
        browser.set_script_timeout(PATIENCE)
        yield browser
