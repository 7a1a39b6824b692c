"""Teaches publish and subscribe: the parts of this form know a bus, and nothing of each other."""

from functools import partial

import hlive as l
from hlive import html as h
from hlive import kit

NEEDED = {"Name": "two letters", "Email": "an @"}


def is_right(name: str, value: str) -> bool:
    """Whether a field has what it needs."""
    return "@" in value if name == "Email" else len(value) > 1


class Part(kit.Teardown):
    """A part of the form, which hears of every field as soon as somebody writes there."""

    values: dict[str, str] = l.state(factory=lambda: dict.fromkeys(NEEDED, ""))

    def __init__(self, bus: kit.Bus) -> None:
        super().__init__()
        self.bus = bus

    def mount(self, context: l.Context) -> None:
        kit.subscribe(self, self.bus, "field", self.hear)

    def hear(self, message: kit.Message) -> None:
        name, value = message.value
        self.values = {**self.values, name: value}

    def wrong(self) -> list[str]:
        return [name for name, value in self.values.items() if not is_right(name, value)]


class Fields(Part):
    """The fields: they publish what is written."""

    def render(self) -> object:
        return [h.label(name, h.input(on_input=partial(self.tell, name))) for name in NEEDED]

    def tell(self, name: str, event: l.Event) -> None:
        self.bus.publish("field", [name, event.value])


class Problems(Part):
    """All that is wrong."""

    def render(self) -> object:
        return h.ul(h.li(f"{name} needs {NEEDED[name]}.") for name in self.wrong())


class Send(Part):
    """The button, for when nothing is wrong any more."""

    def render(self) -> object:
        return h.button("Send", disabled=bool(self.wrong()))


class Receipt(Part):
    """What was sent."""

    sent: dict[str, str] = l.state(factory=dict)

    def mount(self, context: l.Context) -> None:
        super().mount(context)
        kit.subscribe(self, self.bus, "send", self.confirm)

    def confirm(self, message: kit.Message) -> None:
        self.sent = self.values

    def render(self) -> object:
        return h.dl([h.dt(name), h.dd(value)] for name, value in self.sent.items())


def home() -> l.Page:
    """A form of four parts: each could be taken away, or written by somebody else."""
    bus = kit.LocalBus()
    page = l.Page(title="Pub/sub form")
    page.body.add(
        h.form(
            [Fields(bus), Problems(bus), Send(bus)],
            l.prevent_default(),
            on_submit=lambda event: bus.publish("send", None),
        ),
        Receipt(bus),
    )
    return page


app = l.App()
app.page("/", home)
