"""Teaches events and styles: one element can hear several events, and a style is a value, too."""

import hlive as l
from hlive import html as h

COLOURS = ("crimson", "teal", "rebeccapurple")
REST = "dimgray"


class Area(l.Component):
    """An area that takes on another colour each time the mouse comes in."""

    colour: str = l.state(REST)
    visits: int = l.state(0)

    def render(self) -> object:
        style = {"padding": "3em", "color": "white", "background-color": self.colour}
        return [
            h.div(
                "Point at me",
                id="area",
                style=style,
                on_mouseenter=self.enter,
                on_mouseleave=self.leave,
            ),
            h.p("Visits: ", h.output(self.visits)),
        ]

    def enter(self, event: l.Event) -> None:
        self.visits += 1
        self.colour = COLOURS[self.visits % len(COLOURS)]

    def leave(self, event: l.Event) -> None:
        self.colour = REST


def home() -> l.Page:
    """Colours an area while the mouse is over it."""
    page = l.Page(title="Hover")
    page.body.add(Area())
    return page


app = l.App()
app.page("/", home)
