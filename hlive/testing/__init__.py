"""Pages in tests, without browser, server or waiting: `view = l.testing.open(home)`."""

from hlive.testing.element import Element
from hlive.testing.errors import ViewError
from hlive.testing.fields import Upload
from hlive.testing.loop import Loop
from hlive.testing.view import View, open
from hlive.testing.world import Step

__all__ = ["Element", "Loop", "Step", "Upload", "View", "ViewError", "open"]
