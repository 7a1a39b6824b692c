"""Scrolls an element's content, from the server."""

from hlive.kit.plugin import KitAttribute

SCROLL_TOP = "data-scrollTop"
"""The name of its attribute, to take it away: `AttrsOff(SCROLL_TOP)`."""


def scroll_top(pixels: int) -> KitAttribute:
    """The element's content is scrolled so far down when this arrives in the browser."""
    return KitAttribute(SCROLL_TOP, "scroll_top", str(pixels))
