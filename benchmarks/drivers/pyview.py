"""PyView's wire: a channel of Phoenix LiveView, JSON arrays both ways."""

from __future__ import annotations

import re
from json import dumps

from benchmarks.drivers.driver import Driver, Unexpected

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
_ID = re.compile(r'id="(phx-[^"]+)"')
_SESSION = re.compile(r'data-phx-session="([^"]*)"')


class PyViewDriver(Driver):
    """A browser that has joined the page's channel."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__(url, html)
        self._topic = f"lv:{_found(_ID, html)}"

    def socket_url(self) -> str:
        """One socket route for all pages."""
        return f"ws://{self.url.netloc}/live/websocket?vsn=2.0.0"

    def opened(self) -> None:
        """Joins with the token and the session that the page's HTML carries."""
        joining = {
            "url": self.url.geturl(),
            "params": {"_csrf_token": _found(_TOKEN, self.html), "_mounts": 0},
            "session": _found(_SESSION, self.html),
            "static": "",
        }
        self.send(dumps(["4", "4", self._topic, "phx_join", joining]).encode())
        self.html = ""

    def heard(self, message: bytes) -> None:
        """The reply to the join has the whole page, each further message one difference."""
        if self.ready:
            self.answered()
        elif b'"rendered"' in message:
            self.ready = True
        else:
            raise Unexpected(f"PyView refused the join: {message[:200]!r}")

    def act(self, action: str, value: str = "") -> None:
        """Sends a click, or what was typed into a field."""
        kind, _, number = action.partition(":")
        event = {"type": "click", "event": kind, "value": {"value": value, "number": number}}
        self.send(dumps(["4", "5", self._topic, "event", event]).encode())


def _found(pattern: re.Pattern[str], html: str) -> str:
    match = pattern.search(html)
    if match is None:
        raise Unexpected(f"no {pattern.pattern} in PyView's page")
    return match[1]
