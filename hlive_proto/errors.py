"""Whose mistake it was: errors of the peer and errors of our own side."""


class ProtocolError(Exception):
    """Anything that breaks a rule of spec/protocol.md."""


class LocalProtocolError(ProtocolError):
    """Our own side asked for something that is illegal now; nothing was changed or sent."""


class RemoteProtocolError(ProtocolError):
    """The peer sent something illegal.

    `close_code` is None when the connection may go on, else the WebSocket close code to use
    (spec/protocol.md, section 13).
    """

    def __init__(self, message: str, close_code: int | None = None) -> None:
        super().__init__(message)
        self.close_code = close_code
