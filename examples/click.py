"""Teaches state: a component declares what it knows, and is shown again when that changes."""

import hlive as l
from hlive import html as h


class Counter(l.Component):
    """A button that counts its clicks."""

    clicks: int = l.state(0)

    def render(self) -> object:
        return [
            h.button("Click me", type="button", on_click=self.count),
            h.p("Clicks: ", h.output(self.clicks)),
        ]

    def count(self, event: l.Event) -> None:
        self.clicks += 1


def home() -> l.Page:
    """Counts clicks on a button. A page is made anew for each visit, so the count is yours."""
    page = l.Page(title="Click")
    page.body.add(Counter())
    return page


app = l.App()
app.page("/", home)
