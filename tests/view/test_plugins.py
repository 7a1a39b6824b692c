"""JavaScript of the author's, as the server sees it: what it is asked, and what it may answer."""

import asyncio
import json
from base64 import b64decode
from typing import Any

import pytest

import hlive as l
from tests.view.driver import Driver

SOURCE = "export const twice = (n) => 2 * n; // </script><!--"


class Calling:
    """A page with a plugin, and the orders that reached its browser."""

    def __init__(self) -> None:
        self.driver = Driver(self.home)

    def home(self) -> l.Page:
        self.plugin = l.plugin(SOURCE)
        page = l.Page()
        page.body.add(self.plugin)
        return page

    async def call(self, *args: Any) -> tuple[asyncio.Task[Any], dict[str, Any]]:
        task = asyncio.create_task(self.plugin.call("twice", *args))
        await asyncio.sleep(0)
        kind, order = self.driver.frames[-1].strip().split("|")
        assert kind == "call"
        return task, json.loads(b64decode(order))

    async def answer(self, **extra: str) -> None:
        binding = self.plugin.bindings[0].id
        await self.driver.send(json.dumps({"t": "e", "i": binding, "e": extra}))


async def test_a_call_and_its_answer() -> None:
    page = Calling()
    task, order = await page.call(21)
    assert (order["name"], order["args"]) == ("twice", [21])
    assert order["plugin"] in page.driver.html
    await page.answer(call="no such", result="1")
    await page.answer(call=order["call"], result="42")
    assert await task == 42
    await page.answer(call=order["call"], result="43")  # Nobody waits for this any more.


async def test_a_failure_in_the_browser() -> None:
    page = Calling()
    task, order = await page.call("x")
    await page.answer(call=order["call"], error="TypeError: no")
    with pytest.raises(l.PluginError, match="the plugin failed: TypeError: no"):
        await task


@pytest.mark.parametrize("extra", [{}, {"result": "{"}])
async def test_an_answer_that_is_no_json(extra: dict[str, str]) -> None:
    page = Calling()
    task, order = await page.call(1)
    await page.answer(call=order["call"], **extra)
    with pytest.raises(l.PluginError, match="gave what is no JSON"):
        await task


async def test_a_browser_that_goes_before_it_answers() -> None:
    page = Calling()
    task, _ = await page.call(1)
    page.driver.live.detach()
    with pytest.raises(l.PluginError, match="the browser that would answer has gone"):
        await task


async def test_outside_of_a_live_page_it_can_not_be_called() -> None:
    with pytest.raises(l.PluginError, match="isn't in a live page"):
        await l.plugin(SOURCE).call("twice", 1)


async def test_arguments_must_be_json() -> None:
    page = Calling()
    with pytest.raises(TypeError, match="not JSON serializable"):
        await page.plugin.call("twice", object())


def test_the_source_can_not_end_its_script() -> None:
    html = Calling().driver.html
    assert "<\\/script><\\u0021--" in html
    assert "// </script>" not in html
