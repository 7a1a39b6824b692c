"""Which component renders itself right now: tags that are made meanwhile only describe it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_DESCRIBED: ContextVar[object] = ContextVar("hlive_described", default=None)

described = _DESCRIBED.get
"""The component whose `render` runs; None where none does."""


@contextmanager
def describing(component: object) -> Iterator[None]:
    """What is made inside describes this component."""
    token = _DESCRIBED.set(component)
    try:
        yield
    finally:
        _DESCRIBED.reset(token)
