"""Teaches animations: each picture is sent when the browser has shown the one before."""

import asyncio
from math import cos, radians, sin

import hlive as l
from hlive import html as h
from hlive import kit

PAUSE = 1 / 60
"""Seconds between two pictures, besides the way to the browser and back."""


class Orbit(l.Component):
    """A planet and its moon."""

    angle: int = l.state(0)
    running: bool = l.state(False)

    def render(self) -> object:
        x, y = 40 * cos(radians(self.angle)), 40 * sin(radians(self.angle))
        return [
            kit.on_diff_applied(self.move),
            h.button("Stop" if self.running else "Start", type="button", on_click=self.switch),
            h.svg.svg(
                h.svg.circle(r=14, fill="teal"),
                h.svg.circle(cx=f"{x:.2f}", cy=f"{y:.2f}", r=5, fill="crimson"),
                viewBox="-50 -50 100 100",
                role="img",
                aria={"label": "A moon on its way around a planet"},
            ),
        ]

    def switch(self, event: l.Event) -> None:
        self.running = not self.running

    async def move(self, event: l.Event) -> None:
        await asyncio.sleep(PAUSE)
        if self.running:
            self.angle = (self.angle + 3) % 360


def home() -> l.Page:
    """Starts and stops a moon. A slow connection gets fewer pictures, and never falls behind."""
    page = l.Page(title="Animation")
    page.body.add(Orbit())
    return page


app = l.App()
app.page("/", home)
