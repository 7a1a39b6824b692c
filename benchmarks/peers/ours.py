"""The measured pages of ours: `python -m benchmarks.peers.ours PORT [WORKERS [APP]]`."""

import socket
import sys
from collections.abc import Callable
from functools import partial

import hlive as l
from hlive.kit.pubsub import subscribe
from hlive.kit.teardown import ComponentTeardown
from hlive.pubsub import LocalBus
from hlive.sessions import SessionSettings
from hlive_proto.session import Limits
from hlive_server.cli import serve_here
from hlive_server.settings import ServerSettings
from hlive_server.workers import serve_in_processes

NO_LIMIT = Limits(events_per_second=1e9, events_burst=10**9)
"""A load sends far more events than the default lets a person send."""

TICK = 0.01

bus = LocalBus()
published = 0


def bench(rows: int = 0, cells: int = 4) -> l.Page:
    """A click counter beside a table that never changes."""
    count = l.Box(0)
    page = l.Page()
    page.body.add(
        l.C("button", "Click", l.on("click", lambda _: count.update(lambda clicks: clicks + 1))),
        l.T("p", count),
        l.T("table", l.T("tbody", [_static_row(row, cells) for row in range(rows)])),
    )
    return page


def _static_row(row: int, cells: int) -> l.Tag:
    return l.T("tr", [l.T("td", f"row {row} cell {cell}") for cell in range(cells)])


class Listing:
    """A table with keyed rows, and what its buttons do."""

    def __init__(self, rows: int) -> None:
        self.rows = {number: keyed_row(number) for number in range(rows)}
        self.order = list(self.rows)
        self.filtered = False
        self.body = l.T("tbody", list(self.rows.values()))

    def insert(self) -> None:
        """Puts a new row before all others."""
        number = len(self.rows)
        self.rows[number] = keyed_row(number)
        self.order.insert(0, number)
        self.body.insert(0, self.rows[number])

    def swap(self) -> None:
        """Swaps the second row and the last but one."""
        self.order[1], self.order[-2] = self.order[-2], self.order[1]
        self.show()

    def sort(self) -> None:
        """Turns the order round."""
        self.order.reverse()
        self.show()

    def filter(self) -> None:
        """Shows the rows with even numbers only, or all again."""
        self.filtered = not self.filtered
        self.show()

    def show(self) -> None:
        """Puts the rows into their order."""
        shown = [self.rows[n] for n in self.order if not (self.filtered and n % 2)]
        self.body.clear()
        self.body.add(shown)


def keyed_row(number: int) -> l.Tag:
    """One row that can move."""
    return l.T("tr", l.T("td", f"row {number}"), key=number)


def listing(rows: int = 1000) -> l.Page:
    """A table that changes, with a button for each way."""
    model = Listing(rows)
    page = l.Page()
    for act in (model.insert, model.swap, model.sort, model.filter):
        page.body.add(_button(act.__name__, act))
    page.body.add(l.T("table", model.body))
    return page


def _button(name: str, act: Callable[[], object]) -> l.Component:
    return l.C("button", name, l.on("click", lambda _: act()))


def form(fields: int = 100) -> l.Page:
    """Fields, each beside what was typed into it."""
    page = l.Page()
    for _ in range(fields):
        page.body.add(_field(l.Box("")))
    return page


def _field(typed: l.Box[str]) -> l.Elements:
    return l.E(l.C("input", l.on("input", lambda e: typed.set(e.value))), l.T("p", typed))


def clock() -> l.Page:
    """A number that goes up by itself."""
    ticks = l.Box(0)

    def start(_: l.Context) -> None:
        l.every(TICK, lambda: ticks.update(lambda count: count + 1))

    page = l.Page()
    page.hooks.mount.append(start)
    page.body.add(l.T("p", ticks))
    return page


def shared() -> l.Page:
    """A number that a click changes for everybody."""
    shown = l.Box(published)
    listener = ComponentTeardown("p", shown)
    listener.set_mount(
        lambda _: subscribe(listener, bus, "number", lambda message: shown.set(message.value))
    )
    page = l.Page()
    page.body.add(l.C("button", "Publish", l.on("click", publish)), listener)
    return page


def publish(_: l.Event) -> None:
    """Tells everybody a new number."""
    global published
    published += 1
    bus.publish("number", published)


def upload() -> l.Page:
    """A file input, and the bytes of all files so far."""
    size = l.Box(0)

    def keep(event: l.Event) -> None:
        assert event.file is not None and event.file.data is not None
        arrived = len(event.file.data)
        size.update(lambda before: before + arrived)

    page = l.Page()
    page.body.add(l.C("input", {"type": "file"}, l.on("upload", keep)), l.T("p", size))
    return page


app = l.App()
app.page("/bench", bench)
app.page("/list", listing)
app.page("/form", form)
app.page("/clock", clock)
app.page("/shared", shared)
app.page("/upload", upload)

kept = l.App()
kept.page("/bench", bench, cache=60)
"""Its first HTML, which is the same for all, is made once a minute; each live page as ever."""


def main() -> None:
    """Serves until a signal comes, in one process or in several."""
    port, workers = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    served = sys.argv[3] if len(sys.argv) > 3 else "app"
    settings = ServerSettings(sessions=SessionSettings(limit=10_000, limits=NO_LIMIT))
    with socket.create_server(("127.0.0.1", port), backlog=1024) as listening:
        serve = partial(serve_here, f"benchmarks.peers.ours:{served}", settings, listening)
        if workers == 1:
            serve(lambda: None)
        else:
            serve_in_processes(serve, workers, lambda: None)


if __name__ == "__main__":
    main()
