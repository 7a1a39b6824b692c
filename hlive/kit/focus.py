"""Puts the focus to an element, from the server."""

from hlive.kit.plugin import KitAttribute

FOCUS = "data-hlive-focus"


def focus() -> KitAttribute:
    """The element gets the focus, and its text the cursor at the end, when this arrives there."""
    return KitAttribute(FOCUS, "focus")
