"""What can be set about a server, besides what can be set about any host."""

from __future__ import annotations

from dataclasses import dataclass

from hlive.hosting.settings import HostSettings

_JSON_ROOM = 64 * 1024
"""What an upload's frame may have besides the file itself before it isn't even received."""


@dataclass(frozen=True, slots=True)
class ServerSettings(HostSettings):
    """Settings of all pages of one Sanic app; times are in seconds, sizes in bytes.

    A ping leaves every `ping_interval`; a browser that is silent for `pong_timeout` is gone.
    `close_timeout` is how long it may take to answer a close, `unsent_bytes` how much may wait
    for it.
    """

    ping_interval: float = 54.0
    pong_timeout: float = 60.0
    close_timeout: float = 5.0
    unsent_bytes: int = 8 * 1024 * 1024

    @property
    def frame_bytes(self) -> int:
        """The largest frame that is received at all."""
        limits = self.sessions.limits
        return max(limits.text_bytes, limits.upload_bytes) + _JSON_ROOM
