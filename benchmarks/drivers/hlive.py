"""HLive's wire: JSON events to the server, lines of patches back; ours and the reference's."""

from __future__ import annotations

from json import dumps

from benchmarks.drivers.driver import Driver

FIRST_COMPONENT = 5
"""The id of the first component in the body of a page: html, head, title and body come before."""

_PLACES = {"click": 0, "insert": 0, "swap": 1, "sort": 2, "filter": 3, "publish": 0, "upload": 0}
"""Where the component with an action stands among those of its page's body."""

_FIRST_FRAMES = 2
"""The session id, and the ids of the components: after these the page is live."""


class HLiveDriver(Driver):
    """A browser of dialect 0.2, which doesn't count frames."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__(url, html)
        self._first_frames = 0
        self._events: dict[tuple[str, str], bytes] = {}

    def socket_url(self) -> str:
        """The page's own URL."""
        return f"ws://{self.url.netloc}{self.url.path}?{self.url.query}&hlive=1"

    def heard(self, message: bytes) -> None:
        """Each frame is one rendering of the page."""
        if self.ready:
            self.answered()
            return
        self._first_frames += 1
        self.ready = self._first_frames == _FIRST_FRAMES

    def act(self, action: str, value: str = "") -> None:
        """Sends an event; those that were sent before aren't written again."""
        event = self._events.get((action, value))
        if event is None:
            event = self._events[action, value] = event_frame(action, value)
        self.send(event)


def event_frame(action: str, value: str = "") -> bytes:
    """The frame for an action; "type:7" types into the field of that number."""
    kind, _, number = action.partition(":")
    place = int(number) if kind == "type" else _PLACES[kind]
    message = {"t": "e", "i": f"{FIRST_COMPONENT + place}-1", "d": {"value": value}}
    return dumps(message, separators=(",", ":")).encode()


def upload_frame(content: bytes) -> bytes:
    """A binary frame with one file."""
    file = {"name": "file.bin", "size": len(content), "type": "", "index": 0, "total": 1}
    message = {"t": "e", "file": file, "i": f"{FIRST_COMPONENT}-1"}
    return dumps(message, separators=(",", ":")).encode() + b"\n\n" + content
