"""What a host hands over: a browser's request, and the socket that it opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol


class Request(Protocol):
    """A request as pages, middleware and hosts know it, wherever the app runs.

    `ctx` is for middleware to leave things in; `id` names the request in the log.
    """

    @property
    def id(self) -> Any: ...

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def query_string(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def form(self) -> Mapping[str, Any] | None: ...

    @property
    def ctx(self) -> Any: ...

    def get_args(self, keep_blank_values: bool = ...) -> Mapping[str, list[str]]: ...


class Socket(Protocol):
    """The host's end of a browser's socket."""

    over: bool
    """Whether nothing more can be received, except what has arrived already."""

    def send(self, frame: str) -> None:
        """Sends a frame; never blocks."""

    async def listen(self, hear: Callable[[str | bytes], Awaitable[None] | None]) -> None:
        """Gives each frame to `hear`, as soon as it is here, until there won't be another one.

        What `hear` returns, if anything, is awaited before the next frame. Raises what it raises,
        and gives it nothing more then.
        """

    def close(self, code: int, reason: str) -> None:
        """Says goodbye; what has arrived and wasn't received yet is dropped."""
