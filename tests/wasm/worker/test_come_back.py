"""Pages that went against their visitor's will, and come back with what was in them."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import PATIENCE, Visitor

_STORED = """
  const request = indexedDB.open(`hlive:/`);
  const done = (it) => new Promise((resolve) => (it.onsuccess = () => resolve(it.result)));
  const table = (await done(request)).transaction("states").objectStore("states");
  return (await done(table.getAll())).map(({ text }) => text);
"""


class Tab:
    """A tab without WebDriver, which does nothing more with one that has crashed."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)

    def crash(self) -> None:
        """Has the process of the page end."""
        self._send("Inspector.enable")
        self._send("Page.crash")
        while self._hear().get("method") != "Inspector.targetCrashed":
            pass

    def reload(self) -> None:
        self._ask("Page.reload")

    def run(self, expression: str) -> Any:
        """The value of an expression; None where it has none, as in a page that is loading."""
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("result", {}).get("value")

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        number = self._send(method, **parameters)
        while (answer := self._hear()).get("id") != number:
            pass
        return answer

    def _send(self, method: str, **parameters: object) -> int:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        return number

    def _hear(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(PATIENCE))
        return message


@pytest.fixture
def denied(tmp_path: Path) -> Iterator[Visitor]:
    """A visitor who lets no site store anything."""
    setting = "profile.default_content_setting_values.cookies"
    visitor = Visitor(tmp_path / "profile", **{setting: 2})
    yield visitor
    visitor.browser.quit()


@pytest.fixture
def unlucky(tmp_path: Path) -> Iterator[Visitor]:
    """A visitor whose browser will crash."""
    visitor = Visitor(tmp_path / "profile")
    yield visitor
    visitor.browser.quit()


@pytest.fixture(autouse=True)
def online(site: Site) -> Iterator[None]:
    """Whatever a test has done, the next one finds a server."""
    yield
    site.server.start()


def wait_stored(visitor: Visitor, text: str) -> None:
    """State is stored a moment after the answer to the event that changed it."""
    wait_until(lambda: text in str(visitor.run_async(_STORED)), "stored state", PATIENCE)


def test_a_browser_that_crashes(site: Site, unlucky: Visitor) -> None:
    unlucky.visit(site.url())
    for number in ("1", "2"):
        unlucky.click("#more")
        unlucky.wait_text("#count", number)
    wait_stored(unlucky, '"count":2')
    memory = unlucky.run("return JSON.stringify(sessionStorage)")
    site.server.stop()
    unlucky.crash()
    # A browser that restores its tabs gives them their sessionStorage, too.
    unlucky.in_every_page(f"Object.assign(sessionStorage, {memory})")
    unlucky.visit(site.url())
    unlucky.wait_text("#count", "2")
    unlucky.click("#more")
    unlucky.wait_text("#count", "3")


def test_a_tab_that_crashes(site: Site, unlucky: Visitor) -> None:
    unlucky.visit(site.url())
    unlucky.click("#more")
    unlucky.wait_text("#count", "1")
    wait_stored(unlucky, '"count":1')
    site.server.stop()
    address = unlucky.browser.capabilities["goog:chromeOptions"]["debuggerAddress"]
    with connect(f"ws://{address}/devtools/page/{unlucky.browser.current_window_handle}") as socket:
        tab = Tab(socket)
        tab.crash()
        tab.reload()
        counted = "document.documentElement.hasAttribute('hid') && count.textContent"
        wait_until(lambda: tab.run(counted) == "1", "page with its state", PATIENCE)
        tab.run("more.click()")
        wait_until(lambda: tab.run(counted) == "2", "answer", PATIENCE)


def test_storage_that_is_denied(site: Site, denied: Visitor) -> None:
    denied.visit(site.url())
    denied.click("#more")
    denied.wait_text("#count", "1")
