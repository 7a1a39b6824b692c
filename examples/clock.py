"""Teaches pushing: a page can change without anybody doing anything."""

import asyncio
from datetime import datetime

import hlive as l
from hlive import html as h

PAUSE = 0.01


class Clock(l.Component):
    """The server's time; its task ends together with the page."""

    time: str = l.state("--:--:--.--")

    def render(self) -> object:
        return h.output(self.time)

    async def mount(self, context: l.Context) -> None:
        while True:
            self.time = f"{datetime.now():%H:%M:%S.%f}"[:-4]
            await asyncio.sleep(PAUSE)


def home() -> l.Page:
    """Shows the time of the server, a hundred times each second."""
    page = l.Page(title="Clock")
    page.body.add(Clock())
    return page


app = l.App()
app.page("/", home)
