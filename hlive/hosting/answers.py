"""Answers to requests as values, and the plain pages that say what went wrong."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass, field

from hlive.errors import RequestError
from hlive.hosting.wire import Request
from hlive_proto import markup
from hlive_proto.tree import DOCTYPE, Element, Node, Text

log = logging.getLogger("hlive.host")

_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:4em auto;padding:0 1em}"
    "pre{overflow:auto;padding:1em;border-left:4px solid #c1121f;background:#8881}"
    ":root{color-scheme:light dark}"
)


@dataclass(slots=True)
class Answer:
    """What a browser is answered; middleware may add `headers`."""

    status: int
    body: str | bytes
    content_type: str = _TEXT
    headers: dict[str, str] = field(default_factory=dict)


def html(source: str | bytes, status: int = 200) -> Answer:
    """A page."""
    return Answer(status, source, _HTML)


def refusal(status: int, reason: str) -> Answer:
    """A plain answer to a request that is wrong; the log says the same."""
    log.warning("refused with %d: %s", status, reason)
    return Answer(status, f"{reason}\n")


def no_such_page(error: RequestError) -> Answer:
    """The page function, or its signature, says that there is nothing at this address."""
    log.info("refused with %d: %s", error.status, error)
    return _page(error.status, "There is no such page", _paragraph(str(error)))


def failure(request: Request, error: Exception, development: bool) -> Answer:
    """The author's code failed: the whole story in development, else a calm page and a number."""
    log.error("request %s: %s %s", request.id, request.method, request.path, exc_info=error)
    if development:
        story = "".join(traceback.format_exception(error))
        return _page(500, f"{type(error).__name__}: {error}", Element("pre", (), (Text(story),)))
    note = f"It has been noted. If you write to us about it, say that it was request {request.id}."
    return _page(500, "Something went wrong here", _paragraph(note))


def not_found(request: Request, paths: list[str], development: bool) -> Answer:
    """Nothing is at this path; in development, what is at others."""
    if not development:
        return _page(404, "There is no such page", _paragraph("The address may be mistyped."))
    links = tuple(
        Element("li", (), (Element("a", (("href", path),), (Text(path),)),)) for path in paths
    )
    return _page(
        404, f"Nothing is at {request.path}", _paragraph("This app has:"), Element("ul", (), links)
    )


def _paragraph(text: str) -> Node:
    return Element("p", (), (Text(text),))


def _page(status: int, title: str, *content: Node) -> Answer:
    head = (
        Element("meta", (("charset", "utf-8"),)),
        Element("title", (), (Text(title),)),
        Element("style", (), (Text(_STYLE),)),
    )
    body = (Element("h1", (), (Text(title),)), *content)
    document = Element(
        "html", (("lang", "en"),), (Element("head", (), head), Element("body", (), body))
    )
    return html(markup.html((DOCTYPE, document)), status)
