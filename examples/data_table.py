"""Teaches large data: ten thousand rows stay on the server, a browser has only what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import ceil, sin
from random import Random
from typing import Any

import hlive as l
from hlive import html as h

ROWS = 12
PAUSE = 1.0

WORDS = (
    "Amber Baltic Cedar Delta Ember Fjord Garnet Harbor Indigo Juniper".split(),
    "Air Bank Cable Dairy Energy Foods Glass Homes Iron Jets".split(),
    "Brothers Company Group Holding Labs Partners Sons Trust Union Works".split(),
    "Africa Britain China Denmark Europe France Greece Hungary India Japan".split(),
)


@dataclass(frozen=True)
class Share:
    """Something that is traded, at a price that goes up and down in waves."""

    name: str
    base: float
    phase: float

    @property
    def symbol(self) -> str:
        return "".join(word[0] for word in self.name.split())

    def __str__(self) -> str:
        return f"{self.symbol} {self.name}".upper()

    def change(self, time: int) -> float:
        """By how many per cent the price differs from its base."""
        return 20 * sin(self.phase + time / 7)

    def price(self, time: int) -> float:
        return self.base * (1 + self.change(time) / 100)


CHANCE = Random(1)
SHARES = [
    Share(" ".join(words), base=CHANCE.uniform(5, 500), phase=CHANCE.uniform(0, 6))
    for words in product(*WORDS)
]

COLUMNS: dict[str, Callable[[Share, int], Any]] = {
    "Symbol": lambda share, time: share.symbol,
    "Name": lambda share, time: share.name,
    "Price": Share.price,
    "Change": Share.change,
}
"""What is compared when the table is sorted by a column."""


class Market(l.Component):
    """A table of shares, to be searched, sorted and leafed through while the prices move."""

    query: str = l.state("")
    column: str = l.state("Symbol")
    descending: bool = l.state(False)
    page: int = l.state(1)
    time: int = l.state(0)
    moving: bool = l.state(True)

    def mount(self, context: l.Context) -> None:
        l.every(PAUSE, self.tick)

    def tick(self) -> None:
        self.time += self.moving

    def render(self) -> object:
        found = self.found()
        pages = max(1, ceil(len(found) / ROWS))
        rows = found[(self.page - 1) * ROWS : self.page * ROWS]
        tick = h.input(type="checkbox", checked=self.moving, on_change=self.move)
        return [
            h.div(
                h.label("Search", h.input(type="search", on_input=self.search)),
                h.label(tick, "Prices move"),
                class_="tools",
            ),
            h.table(h.thead(h.tr(map(self.head, COLUMNS))), h.tbody(map(self.row, rows))),
            h.div(
                self.link("First", 1, pages),
                self.link("Previous", self.page - 1, pages),
                h.span(f"{len(found):,} shares, page {self.page} of {pages}"),
                self.link("Next", self.page + 1, pages),
                self.link("Last", pages, pages),
                class_="tools pages",
            ),
        ]

    def head(self, column: str) -> l.Tag:
        order = "descending" if self.descending else "ascending"
        sort = {"aria-sort": order} if column == self.column else None
        button = h.button(column, type="button", on_click=partial(self.sort, column))
        return h.th(button, sort, scope="col")

    def row(self, share: Share) -> l.Tag:
        change = share.change(self.time)
        return h.tr(
            h.td(share.symbol),
            h.td(share.name),
            h.td(f"{share.price(self.time):.2f}"),
            h.td(f"{change:+.1f} %", class_="up" if change >= 0 else "down"),
            key=share.symbol,
        )

    def link(self, text: str, page: int, pages: int) -> l.Tag:
        here = page == self.page or not 1 <= page <= pages
        return h.button(text, type="button", disabled=here, on_click=partial(self.leaf, page))

    def found(self) -> list[Share]:
        words = self.query.upper().split()
        found = [share for share in SHARES if all(word in str(share) for word in words)]
        value = COLUMNS[self.column]
        return sorted(found, key=lambda share: value(share, self.time), reverse=self.descending)

    def search(self, event: l.Event) -> None:
        self.query, self.page = event.value, 1

    def sort(self, column: str, event: l.Event) -> None:
        self.descending = column == self.column and not self.descending
        self.column, self.page = column, 1

    def leaf(self, page: int, event: l.Event) -> None:
        self.page = page

    def move(self, event: l.Event) -> None:
        self.moving = event.selected


def home() -> l.Page:
    """Sort by price and watch the rows change places: only those that do so are sent."""
    page = l.Page(title="Data table")
    page.body.add(Market())
    return page


app = l.App()
app.page("/", home)
