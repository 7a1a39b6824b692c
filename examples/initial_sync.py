"""Teaches the initial sync: what a browser has kept in its fields, it tells at once."""

from functools import partial

import hlive as l
from hlive import html as h

PETS = ("dog", "cat", "bird", "fox")
SIZES = ("small", "medium", "large")


class Form(l.Component):
    """A form with all kinds of fields, and what the server knows of them."""

    values: dict[str, str] = l.state(factory=dict)
    sources: dict[str, str] = l.state(factory=dict)

    def render(self) -> object:
        return [
            h.form(
                h.label("Text", h.input(self.hear("Text"), name="text")),
                h.label("Password", h.input(self.hear("Password"), type="password")),
                h.label("Range", h.input(self.hear("Range"), type="range", value=50)),
                h.label("Date", h.input(self.hear("Date"), type="date")),
                h.label("Colour", h.input(self.hear("Colour"), type="color", value="#0b62bd")),
                h.label("Story", h.textarea(self.hear("Story"))),
                h.label("Pets", h.select(map(h.option, PETS), self.hear("Pets"), multiple=True)),
                h.fieldset(h.legend("Size"), map(self.size, SIZES)),
                h.label(h.input(self.hear("News"), type="checkbox"), "News, please"),
            ),
            h.table(
                h.thead(h.tr(h.th("Field"), h.th("Value"), h.th("Told by"))),
                h.tbody(
                    h.tr(h.th(name), h.td(value), h.td(self.sources[name]))
                    for name, value in self.values.items()
                ),
            ),
        ]

    def size(self, size: str) -> l.Tag:
        return h.label(h.input(self.hear("Size"), type="radio", name="size", value=size), size)

    def hear(self, name: str) -> l.Binding:
        return l.on("input", partial(self.note, name))

    def note(self, name: str, event: l.Event) -> None:
        value = ", ".join(event.values) or event.value
        if name == "News":
            value = "yes" if event.selected else "no"
        self.values = {**self.values, name: value}
        self.sources = {**self.sources, name: "the browser" if event.initial else "you"}


def home() -> l.Page:
    """Fill in the form, go to another page and come back.

    All browsers keep their fields then, some (Firefox) over a reload, too.
    """
    page = l.Page(title="Initial sync")
    page.body.add(Form())
    return page


app = l.App()
app.page("/", home)
