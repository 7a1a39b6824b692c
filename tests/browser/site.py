"""A page's host beside the test, so that its sessions can be looked into, whatever host it is."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.dom import differences, live_dom, tree_dom
from hlive.hosting.host import Host
from hlive.live import Live
from hlive_proto.dialect import DIALECT_02, Dialect
from tests.browser.pages import PATIENCE, session_id, wait_live, wait_until

T = TypeVar("T")

HOSTS = ("sanic", "offline")
"""Where the apps of tests run: behind Sanic, and in the browser's own service worker."""


def sanic_only(why: str) -> pytest.MarkDecorator:
    """Marks a test that can't have the host "offline", with the reason."""
    return pytest.mark.sanic_only(why)


@dataclass(frozen=True)
class Client:
    """A browser client: ours, or the reference's of a dialect, whose script is `file`."""

    name: str
    file: Path | None
    dialect: Dialect

    @property
    def ours(self) -> bool:
        return self.file is None

    @property
    def source(self) -> str | None:
        """The script that pages carry instead of ours."""
        return self.file.read_text(encoding="utf-8") if self.file else None


OURS = Client("ours", None, DIALECT_02)

all_clients = pytest.mark.parametrize("client", ["ours", "original", "original-0.1"], indirect=True)
"""Runs a test with our client, and with the reference's of both dialects."""


class Site(ABC):
    """A running app, as the tests of a browser see it."""

    scripts = 1
    """How many scripts its pages have before their own: the client, and what a host adds."""

    def __init__(self, url: str, host: Host, dialect: Dialect) -> None:
        self.url = url
        self.host = host
        self.dialect = dialect

    @abstractmethod
    def call(self, act: Callable[[], T]) -> T:
        """Runs something as the host's own handlers run; gives the result."""

    def visit(self, browser: WebDriver, path: str = "/") -> None:
        """Opens a page, and waits until it is live and shows what the host believes."""
        browser.get(self.url + path)
        wait_live(browser, self.dialect)
        self.wait_same(browser)

    def live(self, browser: WebDriver) -> Live:
        """The session of the page that the browser shows."""
        live = self.host.sessions.get(session_id(browser))
        assert live is not None, f"no session {session_id(browser)}"
        return live

    def drop(self, browser: WebDriver, then: Callable[[], object] = lambda: None) -> None:
        """Cuts the page's connection as a failing network does: nobody says goodbye.

        `then` happens on the host before anybody can have come back.
        """
        id = session_id(browser)

        def act() -> None:
            self.cut(id)
            then()

        self.call(act)

    @abstractmethod
    def cut(self, session: str) -> None:
        """Cuts the connection of a session; called where the host's handlers run."""

    def wait_same(self, browser: WebDriver) -> None:
        """Waits until the DOM and the host's browser tree are equal, node for node.

        Raises AssertionError with the differences that stay.
        """
        found: list[str] = []

        def same() -> bool:
            shown = self.live(browser).shown
            found[:] = differences(tree_dom(shown), live_dom(browser))
            return not found

        try:
            wait_until(same, "equal DOM", patience=PATIENCE)
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *found])) from None


Serve = Callable[..., Site]
"""What the fixture `serve` gives: a running site for an app and perhaps some settings."""
