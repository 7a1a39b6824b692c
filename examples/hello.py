"""Teaches boxes and events: a box holds a value, and every place that shows it follows it."""

import hlive as l


def home() -> l.Page:
    """Greets whoever types their name."""
    message = l.Box("")
    page = l.Page(title="Hello")
    page.body.add(
        l.T("div", l.C("input", {"type": "text"}, l.on("keyup", lambda e: message.set(e.value)))),
        l.T("p", "Hello, ", message),
    )
    return page


app = l.App()
app.page("/", home)
