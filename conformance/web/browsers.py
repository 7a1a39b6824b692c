"""Starting Chromium or WebKit for a run, without a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ChromeOptions, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.service import Service as WebKitService

from hlive_wasm.chromium import LOADS_WHEN_GOING_BACK, WINDOW, NoChromium, fresh_chromium

LOAD_SECONDS = 10.0
"""How long a page may take to load, or to answer the driver."""

_MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


class NoBrowser(Exception):
    """A browser can't be had here, and why, in one line."""


@contextmanager
def browsing(name: str) -> Iterator[WebDriver]:
    """A fresh "chromium" or "webkit"; raises NoBrowser where there is none."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(BROWSERS[name]())
        except WebDriverException as error:
            reason = (error.msg or "it doesn't start").strip().splitlines()[0]
            raise NoBrowser(f"{name} can't be started: {reason}") from error
        browser.set_page_load_timeout(LOAD_SECONDS)
        browser.set_script_timeout(LOAD_SECONDS)
        yield browser


@contextmanager
def _chromium() -> Iterator[WebDriver]:
    options = ChromeOptions()
    options.page_load_strategy = "eager"
    try:
        with fresh_chromium(LOADS_WHEN_GOING_BACK, WINDOW, options=options) as browser:
            yield browser
    except NoChromium as error:
        raise NoBrowser(str(error)) from error


@contextmanager
def _webkit() -> Iterator[WebDriver]:
    """WebKitGTK's own small browser; it has no headless mode, and is given a screen in memory."""
    driver = _found("WebKitWebDriver")
    found = sorted(Path("/").glob(_MINI_BROWSERS.removeprefix("/")))
    if not found:
        raise NoBrowser("needs WebKit: there is no MiniBrowser")
    options = WebKitGTKOptions()
    options.binary_location = str(found[-1])
    # Not "eager": a script that starts while WebKit still loads a page may never answer.
    options.add_argument("--automation")
    with _screen() as display:
        # Root can't have WebKit's sandbox either.
        alone = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}
        environment = {**os.environ, "DISPLAY": display, **alone}
        browser = WebKitGTK(options=options, service=WebKitService(driver, env=environment))
        try:
            yield browser
        finally:
            browser.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """An X server in memory, on a display that was free."""
    reading, writing = os.pipe()
    command = [_found("Xvfb"), "-displayfd", str(writing), "-nolisten", "tcp"]
    server = subprocess.Popen(
        [*command, "-screen", "0", "1000x800x24"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise NoBrowser("needs WebKit: Xvfb doesn't start")
        yield f":{number}"
    finally:
        server.terminate()  # and not `kill`: it has files to remove
        server.wait()


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise NoBrowser(f"needs a browser: no `{program}` in PATH")
    return path


BROWSERS: dict[str, Callable[[], AbstractContextManager[WebDriver]]] = {
    "chromium": _chromium,
    "webkit": _webkit,
}
"""How each browser is started, by its name."""
