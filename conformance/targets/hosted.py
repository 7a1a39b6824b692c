"""Scenario pages that are hosted somewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hosted:
    """Where the pages are, and what their host puts before all else in the head of each."""

    url: str
    head: tuple[str, ...] = ()


Start = Callable[[str], AbstractContextManager[Hosted]]
"""Hosts the pages with a client's script. Raises PeerError when it can't."""
