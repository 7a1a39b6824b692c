"""However often the worker dies, each thing that the visitor did counts once."""

import asyncio
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from hlive.testing.loop import Loop
from tests.wasm.runtime.page import Tab, runtime
from tests.wasm.runtime.pages import todo

ACTS = ("more", "add", "slow", "type", "remove", "turn", "rest", "kill")
"""What can happen: the visitor does something, the worker's loop turns or rests, it dies."""


@dataclass
class Expected:
    """What the page must show in the end, if each act counts once."""

    count: int = 0
    added: int = 0
    draft: str = ""
    items: int = 0


async def act(tab: Tab, name: str, expected: Expected) -> None:
    if name == "kill":
        # All that the worker has in memory is gone at once, also what it was about to say.
        tab.lose_worker()
        tab.reopen(runtime(todo))
    elif name == "turn":
        await asyncio.sleep(0)
    elif name == "rest":
        await asyncio.sleep(0.004)
    elif name == "type":
        expected.draft += "x"
        tab.fire(tab.find("draft"), "input", expected.draft)
    elif name == "remove":
        rows = [each for each in tab.elements() if each.name == "li"]
        if rows and not tab.log:
            expected.items -= 1
            tab.fire(rows[0], "click")
    else:
        expected.count += name == "more"
        expected.added += name != "more"
        expected.items += name != "more"
        tab.fire(tab.find(name), "click")


async def play(names: list[str]) -> None:
    tab = await Tab.visit(runtime(todo))
    expected = Expected()
    for name in names:
        await act(tab, name, expected)
    await asyncio.sleep(1)
    assert tab.acked == tab.said
    rows = [each for each in tab.elements() if each.name == "li"]
    field = tab.find("draft")
    value = field.attrs.get("value", "") if field.value is None else field.value
    assert Expected(int(tab.text("count")), expected.added, value, len(rows)) == expected
    assert len({row.attrs["id"] for row in rows}) == len(rows)
    assert f'"added":{expected.added}' in (tab.state or "")
    # Made anew from what was confirmed, it is the same.
    shown = tab.browser.snapshot()
    tab.lose_worker()
    tab.messages.clear()
    tab.reopen(runtime(todo))
    await tab.live()
    assert len(tab.told("frame")) == 1
    assert tab.browser.snapshot() == shown
    assert tab.browser.log == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=25))
def test_no_confirmed_change_is_lost_and_none_is_doubled(names: list[str]) -> None:
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(play(names))


def test_killed_fifty_times_in_a_row() -> None:
    names = ["type", "turn", "more", "kill", "slow", "rest", "turn", "kill", "add", "kill"] * 17
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(play(names))
