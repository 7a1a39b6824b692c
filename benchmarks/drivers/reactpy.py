"""ReactPy's wire: JSON messages, layout events to the server and layout updates back."""

from __future__ import annotations

from json import dumps
from urllib.parse import urlencode

from benchmarks.drivers.driver import Driver


class ReactPyDriver(Driver):
    """A browser of a page whose handlers have the names of actions as their targets."""

    def socket_url(self) -> str:
        """One socket route; the page's own address goes along in the query."""
        query = urlencode({"path": self.url.path, "qs": f"?{self.url.query}"})
        return f"ws://{self.url.netloc}/reactpy/?{query}"

    def heard(self, message: bytes) -> None:
        """The first update is the whole page."""
        if self.ready:
            self.answered()
        self.ready = True

    def act(self, action: str, value: str = "") -> None:
        """Sends an event with the data that the client sends of an element's value."""
        event = {
            "type": "layout-event",
            "target": action,
            "data": [{"target": {"value": value}, "currentTarget": {"value": value}}],
        }
        self.send(dumps(event).encode())
