"""What this host says when an app asks for what a browser can't give."""


class UnsupportedError(RuntimeError):
    """The app uses something that isn't there where the app runs inside the browser."""
