"""A page that is saved between two renderings still hears what its browser shows."""

from __future__ import annotations

import hlive as l
from tests.view.driver import Driver, page_of


class Draft(l.Component):
    text: str = l.state("")

    def render(self) -> object:
        return [self.text, l.C("input", l.on("input", self.write))]

    def write(self, event: l.Event) -> None:
        self.text = event.value


async def test_an_event_before_the_rendering_that_is_due() -> None:
    drafts: list[Draft] = []

    def home() -> l.Page:
        drafts.append(Draft())
        return page_of(drafts[-1])

    driver = Driver(home)
    drafts[-1].text = "from elsewhere"
    driver.page.save()
    driver.live.hear('{"t":"e","i":"6-1","d":{"value":"typed"}}')
    assert drafts[-1].text == "typed"
