"""Pages in async tests: the same methods, awaited."""

import asyncio

import pytest

import hlive as l
from hlive import testing
from tests.testing.pages import counter


def sleeper() -> l.Page:
    """Shows when its handler has slept a second."""
    said = l.Box("ready")

    async def sleep(event: l.Event) -> None:
        said.set("asleep")
        l.render()
        await asyncio.sleep(1)
        said.set("awake")

    page = l.Page()
    page.body.add(l.C("button", l.on("click", sleep)), l.T("p", said))
    return page


async def test_steps_are_awaited() -> None:
    async with testing.open(counter) as view:
        await view.find("button").click()
        assert view.text("p") == "Clicks: 1"
        await view.find("button").dblclick()
        assert view.text("p") == "Clicks: 3"


async def test_opening_is_awaited_too() -> None:
    view = await testing.open(counter)
    assert view.text("p") == "Clicks: 0"
    await view.close()


async def test_a_handler_meets_the_test_in_its_own_loop() -> None:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def home() -> l.Page:
        said = l.Box("ready")

        async def wait(event: l.Event) -> None:
            said.set(await answer)

        page = l.Page()
        page.body.add(l.C("button", l.on("click", wait)), l.T("p", said))
        return page

    async with testing.open(home) as view:
        await view.find("button").click()
        assert view.text("p") == "ready"
        answer.set_result("answered")
        await view.until(lambda: view.text("p") == "answered")


async def test_real_time_cannot_be_advanced() -> None:
    async with testing.open(sleeper) as view:
        await view.find("button").click()
        with pytest.raises(RuntimeError, match=r"keeps real time: .* in hlive\.testing\.Loop"):
            await view.advance(1)


def test_time_is_the_tests_own_in_our_loop() -> None:
    async def test() -> None:
        async with testing.open(sleeper) as view:
            await view.find("button").click()
            await view.advance(0.9)
            assert view.text("p") == "asleep"
            await view.advance(0.1)
            assert view.text("p") == "awake"
            await asyncio.wait_for(asyncio.sleep(3600), 7200)
        assert asyncio.get_running_loop().time() == pytest.approx(3601)

    with asyncio.Runner(loop_factory=testing.Loop) as runner:
        runner.run(test())


def test_a_page_stays_in_its_kind_of_test() -> None:
    view = testing.open(counter)

    async def click() -> None:
        await view.find("button").click()

    with pytest.raises(RuntimeError, match="opened outside of the running event loop"):
        asyncio.run(click())
