"""Teaches state: a page function runs once for each visit, so its boxes belong to one visitor."""

import hlive as l


def home() -> l.Page:
    """Counts clicks on a button."""
    count = l.Box(0)
    page = l.Page(title="Click")
    page.body.add(
        l.C("button", {"type": "button"}, "Click me", l.on("click", lambda e: count.update(_next))),
        l.T("p", "Clicks: ", l.T("output", count)),
    )
    return page


def _next(count: int) -> int:
    return count + 1


app = l.App()
app.page("/", home)
