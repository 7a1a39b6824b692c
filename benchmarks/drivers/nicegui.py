"""NiceGUI's wire: Socket.IO over one WebSocket; the page's HTML lists elements and listeners."""

from __future__ import annotations

import re
from html import unescape
from json import dumps, loads
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.drivers.driver import Driver, Unexpected

_ELEMENTS = re.compile(r"parseElements\((?:String\.raw)?`(.*?)`\)", re.DOTALL)
_CLIENT = re.compile(r"[\"']client_id[\"']: ?[\"']([^\"']+)[\"']")

_OPEN, _PING, _CONNECTED, _EVENT = b"0", b"2", b"40", b"42"
_CONNECT, _PONG = b"40", b"3"
_UPDATE = b'42["update"'


class NiceGUIDriver(Driver):
    """A browser whose elements with a `data-action` are what it can act on."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__(url, html)
        self._client = _found(_CLIENT, html)
        self._listeners = _listeners(loads(unescape(_found(_ELEMENTS, html))))
        self.html = ""

    def socket_url(self) -> str:
        """The socket tells which page it belongs to, so that it needs no further handshake."""
        query = {
            "client_id": self._client,
            "next_message_id": 0,
            "implicit_handshake": "true",
            "document_id": uuid4(),
            "tab_id": uuid4(),
            "EIO": 4,
            "transport": "websocket",
        }
        return f"ws://{self.url.netloc}/_nicegui_ws/socket.io/?{urlencode(query)}"

    def heard(self, message: bytes) -> None:
        """Elements that changed come whole, in updates."""
        if message.startswith(_UPDATE):
            if self.ready:
                self.answered()
        elif message.startswith(_CONNECTED):
            self.ready = True
        elif message.startswith(_OPEN):
            self.send(_CONNECT)
        elif message.startswith(_PING):
            self.send(_PONG)
        elif not message.startswith(_EVENT):
            raise Unexpected(f"NiceGUI said {message[:200]!r}")

    def act(self, action: str, value: str = "") -> None:
        """Sends an event of the element that has this action."""
        element, listener = self._listeners[action]
        event = {
            "id": element,
            "client_id": self._client,
            "listener_id": listener,
            "args": [dumps(value)],
        }
        self.send(_EVENT + dumps(["event", event]).encode())


def _listeners(elements: dict[str, dict[str, Any]]) -> dict[str, tuple[int, str]]:
    """The id and the first listener of each element that has an action."""
    found = {}
    for id, element in elements.items():
        action = element.get("props", {}).get("data-action")
        if action is not None:
            found[action] = int(id), element["events"][0]["listener_id"]
    return found


def _found(pattern: re.Pattern[str], html: str) -> str:
    match = pattern.search(html)
    if match is None:
        raise Unexpected(f"no {pattern.pattern} in NiceGUI's page")
    return match[1]
