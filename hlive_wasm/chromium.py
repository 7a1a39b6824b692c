"""Starts Chromium, without a screen, for whoever looks at pages in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new",
    "--no-sandbox",  # root can't have one, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WINDOW = "--window-size=1000,800"

LOADS_WHEN_GOING_BACK = "--disable-features=BackForwardCache"
"""Going back loads a page anew, with what was typed."""


class NoChromium(Exception):
    """There is no Chromium here; the message says what is missing."""


def start_chromium(
    profile: Path, *flags: str, console: bool = False, options: ChromeOptions | None = None
) -> Chrome:
    """Chromium with a profile, and with `flags` besides ours; with `console` all of it is logged.

    Raises NoChromium, and WebDriverException where it doesn't start.
    """
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        raise NoChromium(
            "needs Chromium and chromedriver in PATH: run `apt install chromium chromium-driver`, "
            "or get them from https://googlechromelabs.github.io/chrome-for-testing/"
        )
    options = options or ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, *flags, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if console:
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=Service(driver))


@contextmanager
def fresh_chromium(
    *flags: str, console: bool = False, options: ChromeOptions | None = None
) -> Iterator[Chrome]:
    """The same with a profile of its own, for as long as the block runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = start_chromium(Path(profile), *flags, console=console, options=options)
        try:
            yield browser
        finally:
            browser.quit()
