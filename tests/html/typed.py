"""How `hlive.html` looks to a type checker: each ignored line is an error that it must find."""

from typing import assert_type

import hlive as l
from hlive import html as h


async def handler(event: l.Event) -> None:
    """Does nothing."""


def right(rows: list[l.Tag], wide: bool) -> None:
    """Calls without an error."""
    assert_type(h.div(), l.Tag)
    assert_type(h.component(h.div()), l.Component)
    h.div("x", 3, 0.5, None, h.p(), rows, l.Box("x"), l.Group(), l.HTML("<hr>"), lambda: "x")
    h.div((h.p(row) for row in "ab"), {"x": "y"}, l.on("click", handler), l.Elements())
    h.div(id="x", class_="a", style={"color": "red", "width": 3}, data={"id": 3}, key=3)
    h.div(class_=["a", wide and "b", None])
    h.div(class_={"wide": wide})
    h.div(title=wide and "x", hidden=wide, on_click=handler, on_input=lambda event: event.value)
    h.div(aria={"label": "x", "expanded": wide, "current": "page"})
    h.input(l.on("input", handler), type="email", required=True, maxlength=3, value=l.Box("x"))
    h.a(href=h.trusted_url("x"), download=True)
    h.svg.svg(h.svg.circle(cx=1, cy=1.5, r="50%", fill="red"), viewBox="0 0 1 1")


def wrong() -> None:
    """Calls with an error each."""
    h.div(hreff="x")  # type: ignore[call-arg]
    h.div(href="x")  # type: ignore[call-arg]
    h.div(b"x")  # type: ignore[arg-type]
    h.div(id=b"x")  # type: ignore[arg-type]
    h.div(on_click="x")  # type: ignore[arg-type]
    h.div(on_clik=handler)  # type: ignore[call-arg]
    h.div(class_=3)  # type: ignore[arg-type]
    h.div(aria={"lable": "x"})  # type: ignore[typeddict-unknown-key]
    h.div(aria={"live": "loud"})  # type: ignore[typeddict-item]
    h.br("x")  # type: ignore[arg-type]
    h.input(type="checkbx")  # type: ignore[arg-type]
    h.input(disabled="disabled")  # type: ignore[arg-type]
    h.iframe(srcdoc="<p>")  # type: ignore[arg-type]
    h.svg.circle(x=1)  # type: ignore[call-arg]
