"""An app for the tests: a page that declares its state, one that doesn't, and some on their own."""

from dataclasses import dataclass
from importlib import import_module

import hlive as l
from hlive import html as h
from hlive.forms import Form

VERSION = "first"


class Counter(l.Component):
    """Counts clicks and shows what is typed; all that it knows is declared."""

    count: int = l.state(0)
    text: str = l.state("")

    def render(self) -> object:
        return [
            h.button("More", id="more", type="button", on_click=self.more),
            h.output(self.count, id="count"),
            h.input(id="field", on_input=self.write),
            h.p(self.text, id="text"),
        ]

    def more(self, event: l.Event) -> None:
        self.count += 1

    def write(self, event: l.Event) -> None:
        self.text = event.value


def home() -> l.Page:
    """Goes on after the worker has died."""
    page = l.Page(title="Declared")
    page.body.add(h.h1(VERSION), Counter())
    return page


def loose(word: str) -> l.Page:
    """Is made anew after the worker has died, and hears what stands in its field."""
    page = l.Page(title="Loose")
    heard = l.Box("nothing")
    field = h.input(id="field", on_input=lambda event: heard.set(event.value))
    page.body.add(h.h1(word), field, h.p(heard, id="text"))
    return page


def late(module: str) -> l.Page:
    """Imports a module that no build can foresee."""
    page = l.Page(title="Late")
    told = l.Box("")

    def load(event: l.Event) -> None:
        try:
            told.set(f"imported {import_module(module).__name__}")
        except ImportError as error:
            told.set(str(error))

    page.body.add(h.button("Load", id="load", on_click=load), h.p(told, id="text"))
    return page


@dataclass
class Guest:
    """Somebody who signs the book."""

    name: str


def book(word: str) -> l.Page:
    """Has a form, which also works without scripts, and takes files."""
    page = l.Page(title="Book")
    told = l.Box("")
    form = Form(Guest, on_submit=lambda guest: told.set(f"{guest.name} was here"))
    upload = l.Upload(
        max_bytes=2_000_000, on_done=lambda file: told.set(f"{file.name} {_sum(file)}")
    )
    page.body.add(form, upload.input(), h.p(told, id="text"))
    return page


def _sum(file: l.UploadFile) -> int:
    with file.open() as content:
        return sum(content.read())


app = l.App()
app.page("/", home)
app.page("/loose/{word}", loose)
app.page("/late/{module}", late)
app.page("/book/{word}", book)
