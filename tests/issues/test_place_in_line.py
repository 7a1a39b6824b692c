"""A place that came free in the very moment in which its waiter gave up was lost for ever, and who
gave up was kept in the line."""

import asyncio

import pytest

from hlive.sessions import Sessions, SessionSettings, SessionsFull


def sessions(wait_timeout: float) -> Sessions:
    return Sessions(SessionSettings(limit=1, wait_timeout=wait_timeout), lambda: 0.0, bytes)


async def test_the_place_of_one_who_leaves_goes_to_the_next() -> None:
    house = sessions(30)
    await house.admit()
    first, second = (asyncio.create_task(house.admit()) for _ in range(2))
    await asyncio.sleep(0)
    house.give_back()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await asyncio.wait_for(second, 5)


async def test_who_gave_up_is_not_in_the_line() -> None:
    house = sessions(0)
    await house.admit()
    for _ in range(3):
        with pytest.raises(SessionsFull):
            await house.admit()
    assert len(house._line) == 0
