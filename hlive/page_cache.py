"""Keeps the trees of pages that were sent, so that a live page starts from what its visitor has."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

from hlive_proto.tree import Document


class MemoryPageCache:
    """A page cache in the memory of this process.

    Keeps up to `max_pages` pages, each for `ttl` seconds; when it is full, the page goes that was
    not used for the longest time. `clock` tells seconds of any steady clock.
    """

    def __init__(
        self,
        max_pages: int = 1000,
        ttl: float = 600.0,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pages: TTLCache[str, Document] = TTLCache(max_pages, ttl, timer=clock)

    def get(self, hash: str) -> Document | None:
        """The page with this hash, None where it isn't kept (any more)."""
        page: Document | None = self._pages.get(hash)
        return page

    def set(self, hash: str, document: Document) -> None:
        """Keeps a page under its hash."""
        self._pages[hash] = document

    def __len__(self) -> int:
        return len(self._pages)
