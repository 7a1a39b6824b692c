"""Teaches styles, and several events of one component: what one points at is coloured."""

import hlive as l

COLOURS = ("crimson", "teal", "rebeccapurple")
REST = "dimgray"


def home() -> l.Page:
    """Colours an area, each time with the next colour, while the mouse is over it."""
    colour = l.Box(REST)
    visits = l.Box(0)

    def enter(event: l.Event) -> None:
        visits.set(visits.get() + 1)
        colour.set(COLOURS[visits.get() % len(COLOURS)])

    page = l.Page(title="Hover")
    page.body.add(
        l.C(
            "div",
            {"id": "area"},
            l.Style({"padding": "3em", "color": "white", "background-color": colour}),
            l.on("mouseenter", enter),
            l.on("mouseleave", lambda e: colour.set(REST)),
            "Point at me",
        ),
        l.T("p", "Visits: ", l.T("output", visits)),
    )
    return page


app = l.App()
app.page("/", home)
