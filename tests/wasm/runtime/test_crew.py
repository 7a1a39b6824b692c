"""Functions in workers, asked of the page: orders, answers, and a page that goes."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

import hlive as l
from hlive import workers
from hlive.workers import WorkerError, carry_out, use_crew
from hlive_wasm.runtime.crew import PageCrew
from hlive_wasm.runtime.host import Runtime
from hlive_wasm.runtime.port import Port
from tests.waiting import until
from tests.wasm.runtime.page import Tab, runtime


@l.in_worker
def double(number: int) -> int:
    """What the tests have done in a worker."""
    return 2 * number


class Doubling(l.Component):
    """Doubles its number in a worker, and says what went wrong."""

    shown: str = l.state("1")

    def render(self) -> object:
        return (
            l.C("button", {"id": "go"}, l.on.click(self.go)),
            l.T("b", {"id": "shown"}, self.shown),
        )

    async def go(self, event: l.Event) -> None:
        try:
            self.shown = str(await double(int(self.shown)))
        except WorkerError as error:
            self.shown = str(error)


def home() -> l.Page:
    page = l.Page()
    page.body.add(Doubling())
    return page


@pytest.fixture
async def app() -> "Iterator[Runtime]":  # type: ignore[misc]
    """The app, whose crew is that of this process."""
    before = workers.crew()
    running = runtime(home)
    use_crew(running.crew)
    yield running
    use_crew(before)


async def ordered(tab: Tab) -> dict[str, Any]:
    """What the page is asked to have done."""
    await until(lambda: tab.told("work"), "order")
    message = tab.messages.pop(tab.messages.index(tab.told("work")[0]))
    return message


def answer(tab: Tab, message: dict[str, Any], **how: Any) -> None:
    assert tab.connection is not None
    tab.connection.receive({"type": "worked", "id": message["id"], **how})


async def test_a_page_has_it_done(app: Runtime) -> None:
    tab = await Tab.visit(app)
    tab.fire(tab.find("go"), "click")
    message = await ordered(tab)
    answer(tab, message, answer=memoryview(carry_out(message["order"])))
    await until(lambda: tab.text("shown") == "2", "answer")


async def test_the_page_that_asks_is_the_one_that_works(app: Runtime) -> None:
    first, second = await Tab.visit(app), await Tab.visit(app)
    first.fire(first.find("go"), "click")
    await ordered(first)
    assert second.told("work") == []


async def test_answers_come_in_any_order(app: Runtime) -> None:
    tab = await Tab.visit(app)
    works = [asyncio.create_task(coroutine) for coroutine in (double(1), double(10))]
    one, ten = await ordered(tab), await ordered(tab)
    answer(tab, ten, answer=carry_out(ten["order"]))
    answer(tab, one, answer=carry_out(one["order"]))
    assert await asyncio.gather(*works) == [2, 20]


async def test_a_worker_that_cannot_start(app: Runtime) -> None:
    tab = await Tab.visit(app)
    tab.fire(tab.find("go"), "click")
    answer(tab, await ordered(tab), error="there is no room")
    await until(lambda: tab.text("shown") == "there is no room", "error")


async def test_a_page_that_goes_meanwhile(app: Runtime) -> None:
    tab = await Tab.visit(app)
    work = asyncio.create_task(double(1))
    message = await ordered(tab)
    assert tab.connection is not None
    tab.connection.receive({"type": "close", "code": 1001, "reason": ""})
    with pytest.raises(WorkerError, match=r"^the page whose worker did this has gone$"):
        await work
    answer(tab, message, answer=b"too late")


async def test_nobody_is_there(app: Runtime) -> None:
    with pytest.raises(WorkerError, match=r"^no page is open whose worker could do this$"):
        await double(1)


async def test_answers_to_nothing_are_dropped() -> None:
    crew, port = PageCrew(), Port(lambda message: None)
    crew.worked(port, {"id": 1, "answer": b""})
    crew.join(port)
    wrong: list[object] = [1, None, "1", []]
    for id in wrong:
        crew.worked(port, {"id": id, "error": "?"})


async def test_an_event_whose_worker_died_with_us_is_done_again(app: Runtime) -> None:
    tab = await Tab.visit(app)
    tab.fire(tab.find("go"), "click")
    await ordered(tab)
    tab.lose_worker()
    later = runtime(home)
    use_crew(later.crew)
    tab.reopen(later)
    message = await ordered(tab)
    answer(tab, message, answer=carry_out(message["order"]))
    await until(lambda: tab.text("shown") == "2", "answer")
