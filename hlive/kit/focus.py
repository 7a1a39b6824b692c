"""Puts the focus to an element, from the server."""

from hlive.kit.plugin import KitAttribute

FOCUS = "data-hlive-focus"
"""The name of its attribute, to take it away: `AttrsOff(FOCUS)`."""


def focus() -> KitAttribute:
    """The element gets the focus, and its text the cursor at the end, when this arrives there."""
    return KitAttribute(FOCUS, "focus")
