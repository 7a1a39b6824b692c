"""The measured pages of ReactPy: `python -m benchmarks.peers.reactpy PORT`.

What changes is a component of its own, so that the rest of its page isn't rendered again.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from reactpy import component, hooks, html
from reactpy.core.events import EventHandler, to_event_handler_function
from reactpy.executors.asgi.standalone import ReactPy

TICK = 0.01


def heard(action: str, act: Callable[[Any], object]) -> EventHandler:
    """A handler that a load finds by its action."""
    return EventHandler(to_event_handler_function(act, positional_args=True), target=action)


@component
def bench(rows: int = 0, cells: int = 4) -> Any:
    """A click counter beside a table that never changes."""
    return html.div(counter(), table(rows, cells))


@component
def counter() -> Any:
    """Counts clicks."""
    clicks, set_clicks = hooks.use_state(0)
    add = heard("click", lambda _: set_clicks(clicks + 1))
    return html.div(html.button({"onClick": add}, "Click"), html.p(str(clicks)))


@component
def table(rows: int, cells: int) -> Any:
    """A table that never changes."""
    return html.table(
        html.tbody(
            *(
                html.tr(*(html.td(f"row {row} cell {cell}") for cell in range(cells)))
                for row in range(rows)
            )
        )
    )


@component
def listing(rows: int = 1000) -> Any:
    """A table whose rows change."""
    order, set_order = hooks.use_state(lambda: list(range(rows)))
    filtered, set_filtered = hooks.use_state(False)
    acts = {
        "insert": lambda _: set_order([len(order), *order]),
        "swap": lambda _: set_order([order[0], order[-2], *order[2:-2], order[1], order[-1]]),
        "sort": lambda _: set_order(order[::-1]),
        "filter": lambda _: set_filtered(not filtered),
    }
    buttons = [html.button({"onClick": heard(name, act)}, name) for name, act in acts.items()]
    shown = [number for number in order if not (filtered and number % 2)]
    lines = [html.tr({"key": number}, html.td(f"row {number}")) for number in shown]
    return html.div(*buttons, html.table(html.tbody(*lines)))


@component
def form(fields: int = 100) -> Any:
    """Fields, each beside what was typed into it."""
    return html.div(*(field(number, key=number) for number in range(fields)))


@component
def field(number: int) -> Any:
    """One field and its echo."""
    typed, set_typed = hooks.use_state("")
    type_ = heard(f"type:{number}", lambda event: set_typed(event["target"]["value"]))
    return html.div(html.input({"onInput": type_}), html.p(typed))


@component
def clock() -> Any:
    """A number that goes up by itself."""
    ticks, set_ticks = hooks.use_state(0)

    @hooks.use_async_effect(dependencies=[])
    async def run() -> None:
        while True:
            await asyncio.sleep(TICK)
            set_ticks(lambda count: count + 1)

    return html.p(str(ticks))


class Number:
    """What all visitors see."""

    value = 0


listeners: set[Callable[[int], None]] = set()


@component
def shared() -> Any:
    """A number that a click changes for everybody."""
    number, set_number = hooks.use_state(Number.value)

    @hooks.use_effect(dependencies=[])
    def listen() -> Callable[[], None]:
        listeners.add(set_number)
        return lambda: listeners.discard(set_number)

    return html.div(
        html.button({"onClick": heard("publish", publish)}, "Publish"), html.p(str(number))
    )


def publish(_: Any) -> None:
    """Tells everybody a new number."""
    Number.value += 1
    for listener in tuple(listeners):
        listener(Number.value)


PAGES = {"/bench": bench, "/list": listing, "/form": form, "/clock": clock, "/shared": shared}


@component
def page() -> Any:
    """The page at the address of the browser."""
    location = hooks.use_location()
    query = parse_qs(location.query_string.lstrip("?"))
    return PAGES[location.path](**{name: int(values[0]) for name, values in query.items()})


if __name__ == "__main__":
    uvicorn.run(
        ReactPy(page),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        access_log=False,
    )
