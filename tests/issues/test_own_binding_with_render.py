"""A component with a render can be given bindings, and is rendered more than once with them."""

from __future__ import annotations

import hlive as l
from tests.view.driver import drive


class Counter(l.Component):
    count: int = l.state(0)

    def render(self) -> object:
        return self.count


async def test_a_given_binding_is_heard_after_each_render() -> None:
    def more(event: l.Event) -> None:
        counter.count += 1

    counter = Counter(None, l.on("click", more))
    driver = drive(counter)
    assert await driver.fire(counter, "click") == ["u 5 >0 t 1"]
    assert await driver.fire(counter, "click") == ["u 5 >0 t 2"]
