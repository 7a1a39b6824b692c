"""Scrolls the page until an element can be seen, from the server."""

from hlive.kit.plugin import KitAttribute

SCROLL_INTO_VIEW = "data-scrollIntoView"
"""The name of its attribute, to take it away: `AttrsOff(SCROLL_INTO_VIEW)`."""


def scroll_into_view(align_to_top: bool = True) -> KitAttribute:
    """The element comes into view, at the top or the bottom, when this arrives in the browser."""
    return KitAttribute(SCROLL_INTO_VIEW, "scroll_into_view", "true" if align_to_top else "false")
