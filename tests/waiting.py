"""Waits for what has no event of its own to wait for."""

import asyncio
from collections.abc import Callable

PATIENCE = 10.0
"""Seconds until a condition is given up."""


async def until(condition: Callable[[], object], what: str) -> None:
    """Waits for a condition; raises AssertionError when it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110  # Conditions of all kinds, without events.
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"no {what} in {PATIENCE:g} s") from None
