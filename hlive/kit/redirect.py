"""Sends the browser to another address, from the server."""

from hlive.kit.plugin import KitAttribute
from hlive.urls import check_url

REDIRECT = "data-redirect"
"""The name of its attribute, to take it away: `AttrsOff(REDIRECT)`."""


def redirect(url: str) -> KitAttribute:
    """The browser goes to `url` when this arrives there; the page isn't kept in its history.

    Raises ValueError for an address that a browser would run as a script.
    """
    check_url("href", url)
    return KitAttribute(REDIRECT, "redirect", url)
