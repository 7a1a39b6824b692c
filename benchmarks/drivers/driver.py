"""What a load needs of any system's wire: where its socket is, what to say, what is an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from urllib.parse import urlsplit


class Unexpected(Exception):
    """A system said something that its driver doesn't understand; the message shows it."""


class Driver(ABC):
    """One browser at one page, as its system's own client would behave.

    It knows no socket: whoever owns one calls `opened` and `heard`, and gives it `send`. `ready`
    says that the page is live, `answers` counts the messages that changed the page since then.
    """

    send: Callable[[bytes], None]

    def __init__(self, url: str, html: str) -> None:
        """A browser that has loaded `html` from `url`."""
        self.url = urlsplit(url)
        self.html = html
        self.ready = False
        self.answers = 0
        self.on_answer: Callable[[], None] | None = None

    @abstractmethod
    def socket_url(self) -> str:
        """Where the page's socket is."""

    def opened(self) -> None:
        """The socket is open: says what the client says first."""
        return

    @abstractmethod
    def heard(self, message: bytes) -> None:
        """A text message came from the server."""

    @abstractmethod
    def act(self, action: str, value: str = "") -> None:
        """Does what a visitor could: `action` names a part of the page, `value` is typed there."""

    def answered(self) -> None:
        """The page changed: the driver calls this from `heard`."""
        self.answers += 1
        if self.on_answer is not None:
            self.on_answer()
