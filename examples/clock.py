"""Teaches pushing: a page can change without anybody doing anything."""

from datetime import datetime

import hlive as l
from hlive import html as h

PAUSE = 0.01


class Clock(l.Component):
    """The server's time; it stops when its page is closed."""

    time: str = l.state("--:--:--.--")

    def render(self) -> object:
        return h.output(self.time)

    def mount(self, context: l.Context) -> None:
        l.every(PAUSE, self.tick)

    def tick(self) -> None:
        self.time = f"{datetime.now():%H:%M:%S.%f}"[:-4]


def home() -> l.Page:
    """Shows the time of the server, a hundred times each second."""
    page = l.Page(title="Clock")
    page.body.add(Clock())
    return page


app = l.App()
app.page("/", home)
