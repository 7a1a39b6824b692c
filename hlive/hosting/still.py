"""The still side of a page: its first HTML, forms posted without scripts, probes of sessions."""

from __future__ import annotations

from collections.abc import Callable

from hlive.document import PageCache, first_html, first_tree, hashed_html, open_page
from hlive.errors import RequestError
from hlive.forms.posting import UNKNOWN, post
from hlive.hosting.answers import Answer, failure, html, no_such_page, refusal
from hlive.hosting.host import Host
from hlive.hosting.kept import KeptPage
from hlive.hosting.wire import Request
from hlive.page import Page
from hlive.routes import Lasting
from hlive_proto.session import Connect, parse_connect

METHODS = ("GET", "HEAD", "POST")
"""What pages answer to."""


def wish(request: Request) -> Connect | None:
    """What the query says of a socket; None where the page itself is wanted.

    Raises RemoteProtocolError for a malformed one.
    """
    return parse_connect({name: values[0] for name, values in request.get_args(True).items()})


async def still_answer(
    host: Host,
    make: Callable[[], Page],
    request: Request,
    connect: Connect | None,
    lasting: Lasting | None = None,
) -> Answer:
    """The answer to a request that opens no socket; `lasting` says that a page may be kept."""
    if request.method == "POST":
        return await _posted(host, make, request)
    if connect is None:
        return _first(host, make, request, lasting)
    return _probed(host, connect)


def _first(
    host: Host, make: Callable[[], Page], request: Request, lasting: Lasting | None
) -> Answer:
    """A page as a browser first sees it; if it can't be made, a page that says so."""
    settings = host.settings
    cached = settings.page_cache is not None
    try:
        if lasting is not None and settings.page_cache is not None:
            return html(_kept(host, make, lasting, settings.page_cache))
        context = open_page(
            make, settings.client_source, request, cached=cached, head=settings.head
        )
        return html(first_html(context, settings.dialect, settings.page_cache))
    except RequestError as error:
        return no_such_page(error)
    except Exception as error:
        return failure(request, error, settings.development)


def _kept(host: Host, make: Callable[[], Page], lasting: Lasting, cache: PageCache) -> bytes:
    """A page that is made once for many, so it isn't told of the request.

    Each time it is sent, its tree is in the cache like that of a page that has just been made.
    """
    page = host.kept.find(lasting)
    if page is None:
        settings = host.settings
        context = open_page(make, settings.client_source, cached=True, head=settings.head)
        document = first_tree(context, settings.dialect)
        source, hash = hashed_html(document)
        page = KeptPage(source.encode(), hash, document)
        host.kept.keep(lasting, page)
    cache.set(page.hash, page.document)
    return page.body


async def _posted(host: Host, make: Callable[[], Page], request: Request) -> Answer:
    """A form was posted without scripts: the page says what became of it."""
    if not _is_of_this_site(host, request):
        return refusal(403, "a form of another site was posted here")
    settings = host.settings
    try:
        context = open_page(make, settings.client_source, request, head=settings.head)
        status = await post(context, request.form or {})
        if status == UNKNOWN:
            return refusal(status, "no form of this page was posted")
        return html(first_html(context, settings.dialect), status)
    except RequestError as error:
        return no_such_page(error)
    except Exception as error:
        return failure(request, error, settings.development)


def _is_of_this_site(host: Host, request: Request) -> bool:
    """Whether the form is one of our own pages; a browser says where a post comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    return "origin" in request.headers and host.allows(request)


def _probed(host: Host, connect: Connect) -> Answer:
    """A client whose socket was refused asks here whether its session is still kept."""
    if connect.session_id is None:
        return refusal(400, "hlive=1 asks for a WebSocket, so the request needs its headers")
    if host.sessions.get(connect.session_id) is None:
        return Answer(404, "no such session (any more)\n")
    return Answer(200, "")
