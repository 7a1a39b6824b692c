"""The measured pages of PyView: `python -m benchmarks.peers.pyview PORT`.

With `streams=1` in the URL, rows are a stream: then the server doesn't keep them.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from pyview import LiveView, PyView
from pyview.events import InfoEvent
from pyview.live_socket import is_connected
from pyview.stream import Stream
from pyview.template import LiveRender, LiveTemplate
from pyview.vendor.ibis import Template

TICK = 0.01
published = 0


def template(text: str) -> LiveTemplate:
    """A template from its text."""
    return LiveTemplate(Template(text))


class Page(LiveView):
    """A page with its template beside its code; `context` is a dict."""

    markup: LiveTemplate

    async def render(self, assigns: Any, meta: Any) -> LiveRender:
        """What the template makes of the context."""
        return LiveRender(self.markup, assigns, meta)


class Bench(Page):
    """A click counter beside a table that never changes."""

    markup = template(
        '<button phx-click="click">Click</button><p>{{ count }}</p><table><tbody>'
        "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
        "{% endfor %}</tbody></table>"
    )
    streamed = template(
        '<button phx-click="click">Click</button><p>{{ count }}</p>'
        '<table><tbody id="rows" phx-update="stream">'
        '{% for id, row in rows %}<tr id="{{ id }}">'
        "{% for cell in row.cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}"
        "</tbody></table>"
    )

    async def mount(self, socket: Any, session: Any) -> None:
        """Nothing is known of the URL yet."""
        socket.context = {"count": 0, "rows": []}

    async def handle_params(
        self, socket: Any, rows: int = 0, cells: int = 4, streams: int = 0
    ) -> None:
        """Makes the table."""
        table = [[f"row {row} cell {cell}" for cell in range(cells)] for row in range(rows)]
        if streams:
            self.markup = self.streamed
            items = [{"id": row, "cells": texts} for row, texts in enumerate(table)]
            socket.context["rows"] = Stream(items, name="rows")
        else:
            socket.context["rows"] = table

    async def handle_event(self, event: str, payload: Any, socket: Any) -> None:
        """Counts."""
        socket.context["count"] += 1


class Listing(Page):
    """A table whose rows change."""

    buttons = "".join(
        f'<button phx-click="{act}">{act}</button>' for act in ("insert", "swap", "sort", "filter")
    )
    markup = template(
        buttons + "<table><tbody>{% for row in rows %}"
        '<tr id="row-{{ row.id }}"><td>{{ row.text }}</td></tr>{% endfor %}</tbody></table>'
    )
    streamed = template(
        buttons + '<table><tbody id="rows" phx-update="stream">{% for id, row in rows %}'
        '<tr id="{{ id }}"><td>{{ row.text }}</td></tr>{% endfor %}</tbody></table>'
    )

    async def mount(self, socket: Any, session: Any) -> None:
        """Nothing is known of the URL yet."""
        self.order: list[int] = []
        self.filtered = False
        socket.context = {"rows": []}

    async def handle_params(self, socket: Any, rows: int = 1000, streams: int = 0) -> None:
        """Makes the table."""
        self.order = list(range(rows))
        self.size = len(self.order)
        if streams:
            self.markup = self.streamed
            socket.context["rows"] = Stream(list(map(item, self.order)), name="rows")
        else:
            socket.context["rows"] = list(map(item, self.order))

    async def handle_event(self, event: str, payload: Any, socket: Any) -> None:
        """Changes the order; a stream only hears of a new row, the rest is for loops."""
        if event == "insert":
            self.order.insert(0, self.size)
            self.size += 1
        elif event == "swap":
            self.order[1], self.order[-2] = self.order[-2], self.order[1]
        elif event == "sort":
            self.order.reverse()
        else:
            self.filtered = not self.filtered
        rows = socket.context["rows"]
        if isinstance(rows, Stream):
            rows.insert(item(self.order[0]), at=0)
        else:
            shown = [n for n in self.order if not (self.filtered and n % 2)]
            socket.context["rows"] = list(map(item, shown))


def item(number: int) -> dict[str, Any]:
    """One row."""
    return {"id": number, "text": f"row {number}"}


class Form(Page):
    """Fields, each beside what was typed into it."""

    markup = template(
        '{% for field in fields %}<input phx-keyup="type" phx-value-number="{{ field.number }}">'
        "<p>{{ field.value }}</p>{% endfor %}"
    )

    async def mount(self, socket: Any, session: Any) -> None:
        """Nothing is known of the URL yet."""
        socket.context = {"fields": []}

    async def handle_params(self, socket: Any, fields: int = 100) -> None:
        """Makes the fields."""
        socket.context["fields"] = [{"number": field, "value": ""} for field in range(fields)]

    async def handle_event(self, event: str, payload: Any, socket: Any) -> None:
        """Echoes one."""
        socket.context["fields"][int(payload["number"])]["value"] = payload["value"]


class Clock(Page):
    """A number that goes up by itself."""

    markup = template("<p>{{ ticks }}</p>")

    async def mount(self, socket: Any, session: Any) -> None:
        """Starts the clock, for a live page."""
        socket.context = {"ticks": 0}
        if is_connected(socket):
            socket.schedule_info(InfoEvent("tick"), TICK)

    async def handle_info(self, event: Any, socket: Any) -> None:
        """Counts."""
        socket.context["ticks"] += 1


class Shared(Page):
    """A number that a click changes for everybody."""

    markup = template('<button phx-click="publish">Publish</button><p>{{ number }}</p>')

    async def mount(self, socket: Any, session: Any) -> None:
        """Listens, for a live page."""
        socket.context = {"number": published}
        if is_connected(socket):
            await socket.subscribe("number")

    async def handle_event(self, event: str, payload: Any, socket: Any) -> None:
        """Tells everybody a new number."""
        global published
        published += 1
        await socket.broadcast("number", published)

    async def handle_info(self, event: Any, socket: Any) -> None:
        """Shows what was told."""
        socket.context["number"] = event.payload


app = PyView()
for path, view in {
    "/bench": Bench,
    "/list": Listing,
    "/form": Form,
    "/clock": Clock,
    "/shared": Shared,
}.items():
    app.add_live_view(path, view)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
