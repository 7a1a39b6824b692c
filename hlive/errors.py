"""Errors for the author of a page; each says what was wrong, where, and what to do."""


class HLiveError(Exception):
    """Base of everything that this package raises for an author to read."""


class PageError(HLiveError):
    """A page can't be shown as it is built; the message names the author's line."""


class StateError(HLiveError):
    """A page's state can't be saved or assigned now, or what was saved doesn't fit the page."""


class RequestError(HLiveError):
    """A visitor asked for something that isn't there; `status` is the HTTP status to answer."""

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message)
        self.status = status


class ContextError(HLiveError):
    """Something that needs a live page was called where there is none."""
