"""A binding that was removed could not be added again: it still belonged to its component."""

import hlive as l
from tests.view.driver import doing, drive


async def test_it_can_be_added_again_and_gets_a_new_id() -> None:
    calls: list[str] = []
    binding = l.on("click", doing(lambda: calls.append("click")))
    first, second = l.C("button", binding), l.C("button")
    driver = drive(first, second)
    first.remove_binding(binding)
    first.add(binding)
    assert driver.render() == ['u 4 >0 a hon="5-2|click"']
    first.remove_binding(binding)
    second.add(binding)
    driver.render()
    await driver.fire(second, "click")
    assert calls == ["click"]
