"""Teaches sessions: middleware knows visitors by a cookie, and a page asks it who is there."""

import sys
from secrets import token_urlsafe
from typing import Any

import hlive as l
from hlive import html as h

COOKIE = "visitor"

IN_BROWSER = sys.platform == "emscripten"
"""Built with hlive-wasm, the app has one visitor, and no cookies."""

NOTES: dict[str, str] = {}
"""What each visitor has written; they live as long as this process."""


def home(request: Any) -> l.Page:
    """Keeps a note for you: load the page again, or open it in another tab, and it is there."""
    visitor = request.ctx.visitor

    def write(event: l.Event) -> None:
        NOTES[visitor] = event.value

    note = h.textarea(NOTES.get(visitor, ""), rows=5, on_input=write)
    page = l.Page(title="Session")
    page.body.add(h.label("Your note", note))
    return page


async def recognize(request: Any) -> None:
    """Runs before the page is made, and before its socket is opened."""
    known = "you" if IN_BROWSER else request.cookies.get(COOKIE)
    request.ctx.visitor = known or token_urlsafe()


async def remember(request: Any, response: Any) -> None:
    """Runs after the page was made: next time the browser says who it is."""
    if not IN_BROWSER:
        response.add_cookie(COOKIE, request.ctx.visitor, httponly=True, secure=False)


app = l.App()
app.on_request(recognize)
app.on_response(remember)
app.page("/", home)
