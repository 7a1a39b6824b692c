"""The still side of a page: its first HTML, and the plain pages that say what went wrong."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from sanic import HTTPResponse, Request, response

from hlive.document import first_html, open_page
from hlive.errors import RequestError
from hlive.forms.posting import UNKNOWN, post
from hlive.page import Page
from hlive_proto import markup
from hlive_proto.session import Connect
from hlive_proto.tree import DOCTYPE, Element, Node, Text
from hlive_server.host import Host

log = logging.getLogger("hlive.server")

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:4em auto;padding:0 1em}"
    "pre{overflow:auto;padding:1em;border-left:4px solid #c1121f;background:#8881}"
    ":root{color-scheme:light dark}"
)


def serve_html(host: Host, make: Callable[[], Page], request: Request) -> HTTPResponse:
    """A page as a browser first sees it; if it can't be made, a page that says so."""
    settings = host.settings
    cached = settings.page_cache is not None
    try:
        context = open_page(make, settings.client_source, request, cached=cached)
        return response.html(first_html(context, settings.dialect, settings.page_cache))
    except RequestError as error:
        return _no_such_page(error)
    except Exception as error:
        return failure(request, error, host.settings.development)


async def serve_post(host: Host, make: Callable[[], Page], request: Request) -> HTTPResponse:
    """A form was posted without scripts: the page says what became of it."""
    if not _is_of_this_site(host, request):
        return refusal(403, "a form of another site was posted here")
    settings = host.settings
    try:
        context = open_page(make, settings.client_source, request)
        status = await post(context, request.form or {})
        if status == UNKNOWN:
            return refusal(status, "no form of this page was posted")
        return response.html(first_html(context, settings.dialect), status)
    except RequestError as error:
        return _no_such_page(error)
    except Exception as error:
        return failure(request, error, settings.development)


def _is_of_this_site(host: Host, request: Request) -> bool:
    """Whether the form is one of our own pages; a browser says where a post comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    return "origin" in request.headers and host.allows(request)


def _no_such_page(error: RequestError) -> HTTPResponse:
    log.info("refused with %d: %s", error.status, error)
    return _page(error.status, "There is no such page", _paragraph(str(error)))


def answer_probe(host: Host, connect: Connect) -> HTTPResponse:
    """A client whose socket was refused asks here whether its session is still kept."""
    if connect.session_id is None:
        return refusal(400, "hlive=1 asks for a WebSocket, so the request needs its headers")
    if host.sessions.get(connect.session_id) is None:
        return response.text("no such session (any more)\n", 404)
    return response.empty(200)


def refusal(status: int, reason: str) -> HTTPResponse:
    """A plain answer to a request that is wrong; the log says the same."""
    log.warning("refused with %d: %s", status, reason)
    return response.text(f"{reason}\n", status)


def failure(request: Request, error: Exception, development: bool) -> HTTPResponse:
    """The author's code failed: the whole story in development, else a calm page and a number."""
    log.error("request %s: %s %s", request.id, request.method, request.path, exc_info=error)
    if development:
        story = "".join(traceback.format_exception(error))
        return _page(500, f"{type(error).__name__}: {error}", Element("pre", (), (Text(story),)))
    note = f"It has been noted. If you write to us about it, say that it was request {request.id}."
    return _page(500, "Something went wrong here", _paragraph(note))


def not_found(request: Request, paths: list[str], development: bool) -> HTTPResponse:
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


def _page(status: int, title: str, *content: Node) -> HTTPResponse:
    head = (
        Element("meta", (("charset", "utf-8"),)),
        Element("title", (), (Text(title),)),
        Element("style", (), (Text(_STYLE),)),
    )
    body = (Element("h1", (), (Text(title),)), *content)
    html = Element(
        "html", (("lang", "en"),), (Element("head", (), head), Element("body", (), body))
    )
    return response.html(markup.html((DOCTYPE, html)), status)
