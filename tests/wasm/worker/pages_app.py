"""An app for the tests: a page that declares its state, and one that doesn't."""

import hlive as l
from hlive import html as h

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


app = l.App()
app.page("/", home)
app.page("/loose/{word}", loose)
