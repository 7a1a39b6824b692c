"""Teaches drawings: charts are SVG elements made in Python, and only what moves is sent."""

from collections.abc import Sequence
from functools import partial
from random import Random

import hlive as l
from hlive import html as h
from hlive.html import svg

PAUSE = 1.0
POINTS = 60
COUNTRIES = ("Brazil", "France", "India", "Japan", "Kenya")
MOST_REQUESTS, MOST_VISITORS = 240, 90


class Dashboard(l.Component):
    """What a busy server might have to tell; the numbers are made up."""

    requests: tuple[int, ...] = l.state(factory=lambda: history(Random(1)))
    visitors: tuple[int, ...] = l.state((40, 62, 85, 71, 33))
    memory: int = l.state(50)
    running: bool = l.state(True)

    def mount(self, context: l.Context) -> None:
        l.every(PAUSE, partial(self.measure, Random(7)))

    def measure(self, chance: Random) -> None:
        if self.running:
            latest = wander(chance, self.requests[-1], 25, MOST_REQUESTS)
            self.requests = (*self.requests[1:], latest)
            self.visitors = tuple(wander(chance, each, 6, MOST_VISITORS) for each in self.visitors)
            self.memory = wander(chance, self.memory, 5, 100)

    def switch(self, event: l.Event) -> None:
        self.running = not self.running

    def render(self) -> object:
        return [
            h.button("Pause" if self.running else "Go on", type="button", on_click=self.switch),
            h.div(
                chart("Requests per second", self.requests[-1], curve(self.requests)),
                chart("Visitors", sum(self.visitors), bars(self.visitors)),
                chart("Memory in %", self.memory, ring(self.memory)),
                class_="charts",
            ),
        ]


def history(chance: Random) -> tuple[int, ...]:
    """The requests of the last minute."""
    values = [120]
    while len(values) < POINTS:
        values.append(wander(chance, values[-1], 25, MOST_REQUESTS))
    return tuple(values)


def wander(chance: Random, value: int, step: int, most: int) -> int:
    """A value that is a little more or less, from 1 to `most`."""
    return min(max(1, value + chance.randint(-step, step)), most)


def chart(title: str, latest: int, drawing: l.Tag) -> l.Tag:
    """A drawing, with its title and the latest value."""
    return h.figure(h.figcaption(title, " ", h.output(latest)), drawing)


def curve(values: Sequence[int]) -> l.Tag:
    """One line, from the oldest value to the latest."""
    points = " ".join(
        f"{200 * index / (len(values) - 1):.1f},{100 - 100 * value / MOST_REQUESTS:.1f}"
        for index, value in enumerate(values)
    )
    grid = [svg.line(x1=0, x2=200, y1=y, y2=y, class_="grid") for y in (0, 50, 100)]
    return svg.svg(
        grid,
        svg.polygon(points=f"0,100 {points} 200,100", fill="currentColor", opacity=0.15),
        svg.polyline(points=points, fill="none", stroke="currentColor", stroke_width=2),
        viewBox="-2 -2 204 104",
        role="img",
        aria={"label": f"Requests, now {values[-1]}"},
    )


def bars(values: Sequence[int]) -> l.Tag:
    """One bar for each country."""
    return svg.svg(
        [
            svg.g(
                svg.rect(y=-value, width=28, height=value, rx=3, fill="currentColor"),
                svg.text(value, x=14, y=-value - 6, text_anchor="middle"),
                svg.text(country, x=14, y=14, text_anchor="middle"),
                transform=f"translate({40 * at})",
            )
            for at, (country, value) in enumerate(zip(COUNTRIES, values, strict=True))
        ],
        viewBox="-6 -100 200 118",
        role="img",
        aria={"label": "Visitors by country"},
    )


def ring(percent: int) -> l.Tag:
    """A ring that is full at 100 per cent."""
    return svg.svg(
        svg.circle(r=40, class_="grid", fill="none", stroke_width=12),
        svg.circle(
            r=40,
            fill="none",
            stroke="currentColor",
            stroke_width=12,
            pathLength=100,
            stroke_dasharray=f"{percent} 100",
            transform="rotate(-90)",
        ),
        viewBox="-50 -50 100 100",
        role="img",
        aria={"label": f"{percent} per cent of the memory"},
    )


def home() -> l.Page:
    """Three charts that move on each second, without any JavaScript of their own."""
    page = l.Page(title="Dashboard")
    page.body.add(Dashboard())
    return page


app = l.App()
app.page("/", home)
