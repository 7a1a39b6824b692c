"""A button that was disabled while its handler ran came back when its component rendered again."""

import asyncio

import hlive as l
from hlive import html as h
from hlive import kit


class Till(l.Component):
    paid: int = l.state(0)

    def render(self) -> object:
        binding = l.on("click", self.pay)
        return [h.button("Pay", kit.preempt_disable(binding), id="pay"), h.output(self.paid)]

    async def pay(self, event: l.Event) -> None:
        self.paid += 1
        await asyncio.sleep(1)
        self.paid += 1


def home() -> l.Page:
    page = l.Page()
    page.body.add(Till())
    return page


def test_it_stays_disabled_until_its_handler_has_ended() -> None:
    view = l.testing.open(home)
    for shown in ("1", "3"):
        view.find("#pay").click()
        assert (view.find("#pay").attr("disabled"), view.text("output")) == ("", shown)
        view.advance(2)
        assert view.find("#pay").attr("disabled") is None
    assert view.text("output") == "4"
