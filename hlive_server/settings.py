"""What can be set about a server: who may connect, how long, how much, and how pages are sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from hlive.document import PageCache
from hlive.scripts import script
from hlive.sessions import SessionSettings
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy

_JSON_ROOM = 64 * 1024
"""What an upload's frame may have besides the file itself before it isn't even received."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of all pages of one Sanic app; times are in seconds, sizes in bytes.

    `allowed_origins` ("https://example.com") may open sockets besides the server's own origin.
    A ping leaves every `ping_interval`; a browser that is silent for `pong_timeout` is gone.
    `close_timeout` is how long it may take to answer a close, `unsent_bytes` how much may wait
    for it. `client` is the source of another browser client than ours. With a `page_cache` live
    pages start from what was sent. With `development` on, browsers are shown tracebacks.
    """

    sessions: SessionSettings = field(default_factory=SessionSettings)
    allowed_origins: tuple[str, ...] = ()
    ping_interval: float = 54.0
    pong_timeout: float = 60.0
    close_timeout: float = 5.0
    unsent_bytes: int = 8 * 1024 * 1024
    dialect: Dialect = DIALECT_02
    strategy: Strategy = Strategy.MINIMAL
    development: bool = False
    client: str | None = None
    page_cache: PageCache | None = None

    @property
    def client_source(self) -> str:
        """The browser client that pages carry."""
        return script("hlive") if self.client is None else self.client

    @property
    def frame_bytes(self) -> int:
        """The largest frame that is received at all."""
        limits = self.sessions.limits
        return max(limits.text_bytes, limits.upload_bytes) + _JSON_ROOM
