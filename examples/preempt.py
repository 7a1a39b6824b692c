"""Teaches what the browser does first: a button is disabled before the server hears the click."""

import asyncio

import hlive as l
from hlive import html as h
from hlive import kit

SECONDS = 1.5


class Till(l.Component):
    """A button to pay with, which takes its time."""

    careful: bool = l.state(False)
    payments: int = l.state(0)

    def render(self) -> object:
        click = l.on("click", self.pay)
        return [
            h.button("Pay", kit.preempt_disable(click) if self.careful else click, type="button"),
            h.p("Payments: ", h.output(self.payments)),
        ]

    async def pay(self, event: l.Event) -> None:
        await asyncio.sleep(SECONDS)
        self.payments += 1


def home() -> l.Page:
    """Click each button as often as you can: the careful one lets you pay only once at a time."""
    page = l.Page(title="Preempt")
    page.body.add(h.h2("Careful"), Till(careful=True), h.h2("Careless"), Till())
    return page


app = l.App()
app.page("/", home)
