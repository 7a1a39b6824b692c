"""Teaches uploads: a file is sent when the page asks for it, by an attribute of its field."""

from hashlib import sha256

import hlive as l
from hlive import html as h

UPLOAD = "data-hlive-upload"


class Sender(l.Component):
    """A field for a file, and what is known of the file."""

    chosen: str = l.state("nothing")
    asked: bool = l.state(False)
    received: str = l.state("")

    def render(self) -> object:
        field = h.input(
            {UPLOAD: self.asked}, l.on("upload", self.receive), type="file", on_change=self.choose
        )
        return [
            h.label("A file", field),
            h.button("Send it", type="button", on_click=self.ask),
            h.p("Chosen: ", self.chosen, id="chosen"),
            h.p("Received: ", self.received, id="result"),
        ]

    def choose(self, event: l.Event) -> None:
        file = event.file
        assert file is not None
        self.chosen = f"{file.name}, {file.size} bytes, {file.type or 'no type'}"
        self.received = ""

    def ask(self, event: l.Event) -> None:
        self.asked = True

    def receive(self, event: l.Event) -> None:
        assert event.file is not None and event.file.data is not None
        data = event.file.data
        self.asked = False
        self.received = f"{len(data)} bytes, SHA-256 {sha256(data).hexdigest()}"


def home() -> l.Page:
    """Shows what the browser tells of a chosen file, and the file's checksum once it is here."""
    page = l.Page(title="File upload")
    page.body.add(Sender())
    return page


app = l.App()
app.page("/", home)
