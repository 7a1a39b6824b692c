"""Teaches callbacks: the browser tells when it shows what a handler changed."""

from time import perf_counter

import hlive as l
from hlive import html as h
from hlive import kit


def home() -> l.Page:
    """Measures how long a change is under way: to the browser, into the page, and back."""
    log = l.C("ol")
    clicked = l.Box(0.0)

    def click(event: l.Event) -> None:
        clicked.set(perf_counter())
        log.add(h.li("The server heard a click."), kit.on_diff_applied_once(applied))

    def applied(event: l.Event) -> None:
        passed = perf_counter() - clicked.get()
        log.add(h.li(f"The browser showed that, {passed * 1000:.1f} ms later."))

    page = l.Page(title="Diff applied")
    page.body.add(h.button("Click me", type="button", on_click=click), log)
    return page


app = l.App()
app.page("/", home)
