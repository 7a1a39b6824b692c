"""Teaches uploads: an attribute makes the browser send the file that was chosen."""

from hashlib import sha256

import hlive as l

UPLOAD = "data-hlive-upload"


def home() -> l.Page:
    """Shows what the browser tells of a chosen file, and the file's checksum once it is here."""
    chosen, result = l.Box("nothing"), l.Box("")
    picker = l.C("input", {"type": "file"})

    def choose(event: l.Event) -> None:
        assert event.file is not None
        chosen.set(f"{event.file.name}, {event.file.size} bytes, {event.file.type or 'no type'}")
        result.set("")

    def send(event: l.Event) -> None:
        picker.add({UPLOAD: ""})

    def receive(event: l.Event) -> None:
        assert event.file is not None and event.file.data is not None
        picker.remove_attributes(UPLOAD)
        result.set(f"{len(event.file.data)} bytes, SHA-256 {sha256(event.file.data).hexdigest()}")

    picker.add(l.on("change", choose), l.on("upload", receive))
    page = l.Page(title="File upload")
    page.body.add(
        l.T("label", "A file", picker),
        l.C("button", {"type": "button"}, "Send it", l.on("click", send)),
        l.T("p", {"id": "chosen"}, "Chosen: ", chosen),
        l.T("p", {"id": "result"}, "Received: ", result),
    )
    return page


app = l.App()
app.page("/", home)
