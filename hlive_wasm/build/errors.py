"""What can go wrong while an app is built, said so that an author can do something about it."""

from __future__ import annotations


class BuildError(Exception):
    """The app can't be built; the message says why, and the way out."""
