"""First HTML that is the same for everybody: made once, and sent as long as its route says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cachetools import TLRUCache

from hlive.routes import Lasting
from hlive_proto.tree import Document

ROOM = 64 * 1024 * 1024
"""So many bytes of HTML are kept at most; what was not sent for the longest time goes first."""


class KeptPage(NamedTuple):
    """A page as it is sent, and the tree of it, with the hash under which that is known."""

    body: bytes
    hash: str
    document: Document


class KeptPages:
    """The kept pages of one host; `clock` tells seconds of any steady clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._pages: TLRUCache[Lasting, KeptPage] = TLRUCache(
            ROOM, _ends, timer=clock, getsizeof=_size
        )

    def find(self, lasting: Lasting) -> KeptPage | None:
        """The page that was kept, None where there is none (any more)."""
        page: KeptPage | None = self._pages.get(lasting)
        return page

    def keep(self, lasting: Lasting, page: KeptPage) -> None:
        """Keeps a page from now on; one that is larger than all the room isn't kept."""
        if _size(page) <= ROOM:
            self._pages[lasting] = page


def _ends(lasting: Lasting, _: KeptPage, now: float) -> float:
    return now + lasting.seconds


def _size(page: KeptPage) -> int:
    return len(page.body)
