"""What can be set about any host: how many sessions, how pages are sent, what visitors are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from hlive.document import PageCache
from hlive.scripts import script
from hlive.sessions import SessionSettings
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy


@dataclass(frozen=True, slots=True)
class HostSettings:
    """Settings of all pages of one host.

    `allowed_origins` ("https://example.com") may open sockets besides the host's own origin.
    `client` is the source of another browser client than ours; `head` are elements in HTML that
    stand before everything else in the head of each page. With a `page_cache` live pages start
    from what was sent. With `development` on, browsers are shown tracebacks.
    """

    sessions: SessionSettings = field(default_factory=SessionSettings)
    allowed_origins: tuple[str, ...] = ()
    dialect: Dialect = DIALECT_02
    strategy: Strategy = Strategy.MINIMAL
    development: bool = False
    client: str | None = None
    head: tuple[str, ...] = ()
    page_cache: PageCache | None = None

    @property
    def client_source(self) -> str:
        """The browser client that pages carry."""
        return script("hlive") if self.client is None else self.client
