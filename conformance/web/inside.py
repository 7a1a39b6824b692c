"""Pages that never leave the browser: their server is a service worker, and no relay can stand
between. So the frames are watched where they arrive, in the page."""

from __future__ import annotations

import time
from contextlib import suppress

from selenium.common.exceptions import TimeoutException
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.relay import RelayError

INSTALL_SECONDS = 120.0
"""How long Python may take to be stored in the browser for the first time."""

WATCH = """
window.conformanceFrames = null;
window.WebSocket = new Proxy(window.WebSocket, {
  construct(target, given, made) {
    const socket = Reflect.construct(target, given, made);
    window.conformanceFrames ??= [];
    socket.addEventListener("message", ({ data }) => window.conformanceFrames.push(data));
    return socket;
  },
});
"""
"""Stands before a client: it keeps the frames that come out of each socket that is opened."""

_INSTALLED = """
const done = arguments[arguments.length - 1];
const { serviceWorker } = navigator;
const ready = () => serviceWorker.controller ? done("") : setTimeout(ready, 50);
if (serviceWorker) ready(); else done("the browser has no service workers");
"""

_FRAMES = """
const [count, patience, done] = arguments;
const end = performance.now() + patience;
const look = () => {
  const frames = window.conformanceFrames;
  if (frames?.length >= count || performance.now() >= end) done(frames);
  else setTimeout(look, 5);
};
look();
"""

_STATUS = """
const done = arguments[0];
const [{ responseStatus }] = performance.getEntriesByType("navigation");
if (responseStatus) done(responseStatus);
else if (window.conformanceFrames !== undefined) done(200);
else fetch("?hlive=").then(({ status }) => done(status), () => done(0));
"""
"""WebKit keeps it to itself: a page with a client was answered well, any other is asked for again,
with `hlive=`, which asks for HTML, so that it is never taken for a file."""

_HTML = "const done = arguments[0]; fetch('?hlive=').then(r => r.text()).then(done, done)"


class InsideVisit:
    """One page's socket, asked for in the page itself.

    A frame is there once the client has done with it, so that it needs no `mark`.
    """

    mark = ""

    def __init__(self, browser: WebDriver) -> None:
        self.received: list[str] = []
        self._browser = browser

    def wait_received(self, count: int, patience: float) -> bool:
        """Waits until the server has sent so many frames; whether it has."""
        frames = self._browser.execute_async_script(_FRAMES, count, int(patience * 1000))
        self.received = list(frames or ())
        return len(self.received) >= count


class Inside:
    """The pages of a service worker at `url`, with what was answered by path."""

    def __init__(self, url: str, browser: WebDriver) -> None:
        self.url = url.rstrip("/")
        self._browser = browser

    def install(self) -> None:
        """Has the browser store the app; raises RelayError when it won't."""
        self._browser.get(self.url + "/")
        end = time.monotonic() + INSTALL_SECONDS
        while time.monotonic() < end:
            # The driver gives a script less time than this may take.
            with suppress(TimeoutException):
                if why := self._browser.execute_async_script(_INSTALLED):
                    raise RelayError(str(why))
                return
        raise RelayError(f"no service worker within {INSTALL_SECONDS:g} s")

    def forget(self) -> None:
        """Nothing is kept from page to page."""

    def status(self, path: str) -> int:
        """What the page that is shown was answered with."""
        status: int = self._browser.execute_async_script(_STATUS)
        return status

    def html(self, path: str) -> str:
        """The HTML of the page that is shown, as it is answered once more."""
        return str(self._browser.execute_async_script(_HTML))

    def accept(self, path: str, patience: float) -> InsideVisit:
        """The socket of the page; raises RelayError when it has none."""
        visit = InsideVisit(self._browser)
        if not visit.wait_received(1, patience):
            raise RelayError(f"no frame comes within {patience:g} s")
        return visit
