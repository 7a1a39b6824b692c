"""Teaches sessions: middleware knows visitors by a cookie, and a page asks it who is there."""

import sys
from secrets import token_urlsafe
from typing import Any

import hlive as l
from hlive import html as h

COOKIE = "visitor"

HAS_COOKIES = sys.platform != "emscripten"
"""Built with hlive-wasm an app sees none: browsers show them to servers only."""

NO_COOKIES = (
    "Visitors are known by a cookie here, and an app inside a browser sees none. "
    "Run this example on a server: hlive serve examples.session:app"
)

NOTES: dict[str, str] = {}
"""What each visitor has written; they live as long as this process."""


def home(request: Any) -> l.Page:
    """Keeps a note for you: load the page again, or open it in another tab, and it is there."""
    page = l.Page(title="Session")
    page.body.add(note_of(request.ctx.visitor) if HAS_COOKIES else h.p(NO_COOKIES))
    return page


def note_of(visitor: str) -> l.Tag:
    """What a visitor has written, to be written on."""

    def write(event: l.Event) -> None:
        NOTES[visitor] = event.value

    return h.label("Your note", h.textarea(NOTES.get(visitor, ""), rows=5, on_input=write))


async def recognize(request: Any) -> None:
    """Runs before the page is made, and before its socket is opened."""
    if HAS_COOKIES:
        request.ctx.visitor = request.cookies.get(COOKIE) or token_urlsafe()


async def remember(request: Any, response: Any) -> None:
    """Runs after the page was made: next time the browser says who it is."""
    if HAS_COOKIES:
        response.add_cookie(COOKIE, request.ctx.visitor, httponly=True, secure=False)


app = l.App()
app.on_request(recognize)
app.on_response(remember)
app.page("/", home)
