"""Where pages meet Sanic: one route answers with the HTML of a page and with its socket."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, NotFound, Request, Sanic
from sanic.exceptions import SanicException

from hlive.app import App
from hlive.hosting.answers import Answer, failure, not_found, refusal
from hlive.hosting.still import METHODS, still_answer, wish
from hlive.routes import PageFactory, Route
from hlive.sessions import Sessions
from hlive_proto.errors import RemoteProtocolError
from hlive_server.host import ServerHost, host_of
from hlive_server.settings import ServerSettings
from hlive_server.websocket import serve_socket


def mount(
    sanic_app: Sanic[Any, Any],
    path: str,
    home: PageFactory,
    settings: ServerSettings | None = None,
) -> None:
    """Shows the pages that `home` makes at a path of an existing Sanic app.

    The app's middleware runs before the page and before its socket; the request is in
    `Context.request`, and is the argument of `home` if it takes one. All pages of an app share
    their sessions and settings. Raises ValueError for settings that differ from earlier ones.
    """
    _add_page(sanic_app, _host(sanic_app, settings), Route(path, home))


def _host(sanic_app: Sanic[Any, Any], settings: ServerSettings | None) -> ServerHost:
    """The host of the app, with these settings; raises ValueError if it has others."""
    host = host_of(sanic_app)
    if host is None:
        host = ServerHost(settings or ServerSettings())
        host.attach(sanic_app)
    elif settings is not None and settings != host.settings:
        raise ValueError("this app has pages with other settings already: all must share them")
    return host


def serve_app(
    app: App, settings: ServerSettings | None = None, name: str = "hlive"
) -> Sanic[Any, Any]:
    """A Sanic app, of that name, with the pages and files of an hlive app."""
    settings = settings or ServerSettings()
    if app.page_cache is not None:
        settings = replace(settings, page_cache=app.page_cache)
    sanic_app = Sanic(name, configure_logging=False)
    sanic_app.config.ACCESS_LOG = False
    _add_middleware(sanic_app, "request", app.request_hooks)
    _add_middleware(sanic_app, "response", app.response_hooks)
    for route in app.pages.values():
        _add_page(sanic_app, _host(sanic_app, settings), route)
    for number, (path, folder) in enumerate(app.files.items()):
        sanic_app.static(path, folder, name=f"files-{number}")
    _add_error_pages(sanic_app, sorted(app.pages), settings.development)
    return sanic_app


def sessions(sanic_app: Sanic[Any, Any]) -> Sessions:
    """The live pages of an app: how many there are, one by its id, and how to end one.

    Raises ValueError when the app has no pages.
    """
    host = host_of(sanic_app)
    if host is None:
        raise ValueError("no pages were mounted into this app")
    return host.sessions


def _add_middleware(sanic_app: Sanic[Any, Any], kind: str, hooks: list[Any]) -> None:
    for hook in hooks:
        sanic_app.register_middleware(hook, kind)


def _add_page(sanic_app: Sanic[Any, Any], host: ServerHost, route: Route) -> None:
    async def page(request: Request, **found: Any) -> HTTPResponse | None:
        try:
            connect = wish(request)
        except RemoteProtocolError as error:
            return _response(refusal(400, str(error)))
        texts = {name: unquote(str(value)) for name, value in found.items()}
        query = request.get_args(True)
        make = partial(route.page, texts, query, request)
        upgrade = request.headers.get("upgrade", "").lower()
        if connect is None or upgrade != "websocket" or request.method == "POST":
            lasting = route.lasting(texts, query)
            return _response(await still_answer(host, make, request, connect, lasting))
        answer = await serve_socket(host, make, request, connect)
        return None if answer is None else _response(answer)

    page.is_websocket = True  # type: ignore[attr-defined]  # So Sanic knows that None is an answer.
    number = len(sanic_app.router.routes_all)
    path = route.path.replace("{", "<").replace("}", ":str>")
    sanic_app.add_route(page, path, methods=METHODS, name=f"hlive-{number}")


def _add_error_pages(sanic_app: Sanic[Any, Any], paths: list[str], development: bool) -> None:
    async def missing(request: Request, error: NotFound) -> HTTPResponse:
        return _response(not_found(request, paths, development))

    async def failed(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException) and error.status_code < 500:
            return _response(refusal(error.status_code, str(error)))
        return _response(failure(request, error, development))

    sanic_app.error_handler.add(NotFound, missing)
    sanic_app.error_handler.add(Exception, failed)


def _response(answer: Answer) -> HTTPResponse:
    return HTTPResponse(answer.body, answer.status, answer.headers, answer.content_type)
