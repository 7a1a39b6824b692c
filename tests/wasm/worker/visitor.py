"""A static server that can go away, and a Chromium that can be restarted, for offline apps."""

from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest
from selenium.webdriver import Chrome, ChromeOptions

from hlive_wasm.chromium import WINDOW, NoChromium, start_chromium
from hlive_wasm.serving import server
from tests.browser.pages import wait_until

PATIENCE = 40.0
"""Seconds for an installation on a slow machine; nothing waits for so long that works."""


class StaticServer:
    """Serves a folder, as any static host does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Listens, after `stop` on the same port; without effect where it does already."""
        if self._server is not None:
            return
        self._server = server(self.folder, port=self.port)
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Goes away; without effect where it has."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class Visitor:
    """Somebody with a Chromium and a profile that outlives it."""

    def __init__(self, profile: Path, **preferences: object) -> None:
        self.profile = profile
        self.preferences = preferences
        self.browser = self._start()

    def restart(self) -> None:
        """Closes the browser and opens it again."""
        self.browser.quit()
        self.browser = self._start()

    def crash(self) -> None:
        """Has the browser end without any goodbye, and opens it again."""
        self._main_process().kill()
        self.browser.service.stop()
        self.browser = self._start()

    def _main_process(self) -> psutil.Process:
        ours = f"--user-data-dir={self.profile}"
        driver = psutil.Process(self.browser.service.process.pid)
        return next(child for child in driver.children() if ours in child.cmdline())

    def _start(self) -> Chrome:
        options = ChromeOptions()
        options.add_experimental_option("prefs", self.preferences)
        try:
            browser = start_chromium(self.profile, WINDOW, options=options)
        except NoChromium as why:
            pytest.skip(str(why))
        browser.set_script_timeout(PATIENCE)
        return browser

    def visit(self, url: str) -> None:
        """Opens a page, and waits until Python has it."""
        self.browser.get(url)
        self.wait_live()

    def wait_live(self) -> None:
        wait_until(lambda: self.run(_IS_LIVE), "live page", PATIENCE)

    def kill_workers(self) -> None:
        """Stops all service workers, as a browser does that wants its memory back."""
        self.browser.execute_cdp_cmd("ServiceWorker.enable", {})
        self.browser.execute_cdp_cmd("ServiceWorker.stopAllWorkers", {})

    def in_every_page(self, script: str) -> str:
        """Runs a script in each page to come, before all others; gives a name to `forget` it by."""
        command = "Page.addScriptToEvaluateOnNewDocument"
        name: str = self.browser.execute_cdp_cmd(command, {"source": script})["identifier"]
        return name

    def forget(self, name: str) -> None:
        command = "Page.removeScriptToEvaluateOnNewDocument"
        self.browser.execute_cdp_cmd(command, {"identifier": name})

    def run(self, script: str, *values: object) -> Any:
        return self.browser.execute_script(script, *values)

    def run_async(self, body: str, *values: object) -> Any:
        """Runs the body of an async function."""
        call = f"const done = [...arguments].pop(); (async () => {{ {body} }})().then(done)"
        return self.browser.execute_async_script(call, *values)

    def console(self) -> list[tuple[str, str]]:
        """What the console has got since the last call: levels and messages."""
        entries = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [(entry["level"], entry["message"]) for entry in entries]

    def click(self, selector: str) -> None:
        self.run("document.querySelector(arguments[0]).click()", selector)

    def text(self, selector: str) -> str | None:
        text: str | None = self.run(
            "return document.querySelector(arguments[0])?.textContent ?? null", selector
        )
        return text

    def wait_text(self, selector: str, text: str) -> None:
        try:
            wait_until(lambda: self.text(selector) == text, f"{selector} with {text!r}", PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {self.text(selector)!r}") from None


_IS_LIVE = "return document.documentElement.hasAttribute('hid')"
