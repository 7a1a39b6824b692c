"""What a test does with a page in a real browser: wait for it, and read its console."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from selenium.webdriver.remote.webdriver import WebDriver

from hlive_proto.dialect import DIALECT_02, Dialect

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds that a condition may take; a test that passes never waits for so long."""


def wait_until(condition: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Asks again and again until the answer is truthy, and gives that answer.

    Raises AssertionError with `what` and the last answer when `patience` seconds are over.
    """
    end = time.monotonic() + patience
    while not (answer := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"no {what} in {patience:g} s; the last answer was {answer!r}")
        time.sleep(0.02)
    return answer


def wait_live(browser: WebDriver, dialect: Dialect = DIALECT_02) -> None:
    """Waits until the first live render has come: `<html>` has its component id then.

    The client binds the handlers in the same turn, so the page hears events from now on.
    """
    has_id = f"return document.documentElement.hasAttribute({dialect.id_attr!r})"
    wait_until(lambda: browser.execute_script(has_id), "live page")


def wait_text(browser: WebDriver, selector: str, text: str) -> None:
    """Waits until the first element that matches has exactly this text content."""
    script = "return document.querySelector(arguments[0])?.textContent ?? null"

    def shows() -> bool:
        return bool(browser.execute_script(script, selector) == text)

    wait_until(shows, f"{selector} with the text {text!r}")


def console_errors(browser: WebDriver) -> list[str]:
    """The severe messages in the console since the last call: exceptions and failed loads.

    A missing favicon, which a browser asks for by itself, isn't one.
    """
    entries: list[dict[str, Any]] = browser.get_log("browser")  # type: ignore[attr-defined]
    messages = [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]
    return [message for message in messages if "/favicon.ico" not in message]


def session_id(browser: WebDriver) -> str:
    """The id that the server gave this page's session; all clients keep it in the same place."""
    return str(browser.execute_script("return hlive.sessID"))
