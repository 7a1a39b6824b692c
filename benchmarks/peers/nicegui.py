"""The measured pages of NiceGUI: `python -m benchmarks.peers.nicegui PORT`.

Tables are made of elements, since a `ui.table` sends all its rows at each change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

TICK = 0.01
PATIENCE = 10.0
"""Seconds; with less, pings that a busy machine delays cost a visitor the connection."""


class Text(TextElement):
    """An element of any name with a text in it, as `ui.label` is for `div`."""

    def __init__(self, tag: str, text: str) -> None:
        super().__init__(tag=tag, text=text)


def button(action: str, act: Callable[[], object]) -> None:
    """A plain button that a load finds by its action."""
    Text("button", action).on("click", lambda _: act(), args=[]).props(f"data-action={action}")


@ui.page("/bench")
def bench(rows: int = 0, cells: int = 4) -> None:
    """A click counter beside a table that never changes."""
    clicks = 0

    def count() -> None:
        nonlocal clicks
        clicks += 1
        shown.set_text(str(clicks))

    button("click", count)
    shown = Text("p", "0")
    with ui.element("table"), ui.element("tbody"):
        for row in range(rows):
            with ui.element("tr"):
                for cell in range(cells):
                    Text("td", f"row {row} cell {cell}")


@ui.page("/list")
def listing(rows: int = 1000) -> None:
    """A table whose rows change."""
    filtered = False

    def insert() -> None:
        with body:
            row(len(shown())).move(target_index=0)

    def swap() -> None:
        shown()[1], shown()[-2] = shown()[-2], shown()[1]
        body.update()

    def sort() -> None:
        shown().reverse()
        body.update()

    def hide() -> None:
        nonlocal filtered
        filtered = not filtered
        for number, line in enumerate(shown()):
            line.set_visibility(not (filtered and number % 2))

    def shown() -> list[Element]:
        children: list[Element] = body.default_slot.children
        return children

    for action, act in {"insert": insert, "swap": swap, "sort": sort, "filter": hide}.items():
        button(action, act)
    with ui.element("table"), ui.element("tbody") as body:
        for number in range(rows):
            row(number)


def row(number: int) -> Element:
    """One row that can move."""
    with ui.element("tr") as made:
        Text("td", f"row {number}")
    return made


@ui.page("/form")
def form(fields: int = 100) -> None:
    """Fields, each beside what was typed into it."""
    for number in range(fields):
        _field(number)


def _field(number: int) -> None:
    field = ui.element("input").props(f"data-action=type:{number}")
    echo = Text("p", "")
    field.on("input", lambda event: echo.set_text(event.args), js_handler=None)


@ui.page("/clock")
def clock() -> None:
    """A number that goes up by itself."""
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        shown.set_text(str(ticks))

    shown = Text("p", "0")
    ui.timer(TICK, tick)


class Number:
    """What all visitors see."""

    value = 0


@ui.page("/shared")
def shared() -> None:
    """A number that a click changes for everybody."""
    button("publish", publish)
    listeners.append(Text("p", str(Number.value)))


listeners: list[Text] = []


def publish() -> None:
    """Tells everybody a new number."""
    Number.value += 1
    for listener in listeners:
        if not listener.is_deleted:
            listener.set_text(str(Number.value))


if __name__ in {"__main__", "__mp_main__"}:
    ui.run(
        host="127.0.0.1",
        port=int(sys.argv[1]),
        reload=False,
        reconnect_timeout=PATIENCE,
        show=False,
        show_welcome_message=False,
        access_log=False,
        uvicorn_logging_level="error",
    )
