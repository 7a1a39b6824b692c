"""What a test is told when a page isn't as it expects, or can't do what it asks."""


class ViewError(AssertionError):
    """The test asked for something that the page doesn't have, or that a browser wouldn't do."""
