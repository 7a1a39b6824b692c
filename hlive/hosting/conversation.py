"""The live side of a page: a socket becomes a session, and what is said there is heard."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from hlive.document import open_page
from hlive.errors import RequestError
from hlive.hosting.host import Host
from hlive.hosting.wire import Request, Socket
from hlive.live import Live
from hlive.page import Page
from hlive.sessions import SessionsFull
from hlive_proto.errors import RemoteProtocolError
from hlive_proto.outbound import ExtensionLine, encode, text_field
from hlive_proto.session import Close, Connect, State
from hlive_proto.tree import Document

log = logging.getLogger("hlive.host")

_INTERNAL_ERROR = 1011


async def begin(
    host: Host,
    make: Callable[[], Page],
    request: Request,
    connect: Connect,
    socket: Socket,
    start: Callable[[Live], None] | None = None,
    known_id: str = "",
) -> Live | None:
    """A new session at this socket, after its turn in line; None where there can't be one.

    The browser has been told why then. `start` starts the page, where it isn't to start from what
    its visitor was sent; `known_id` is free, and the browser knows it already.
    """
    try:
        id = await host.sessions.admit()
    except SessionsFull as error:
        log.warning("closed with %d: %s", Close.TRY_AGAIN, error)
        socket.close(Close.TRY_AGAIN, str(error))
        return None
    if socket.over:
        host.sessions.give_back()
        return None
    id = known_id or id
    settings = host.settings
    cached = settings.page_cache is not None
    try:
        context = open_page(
            make, settings.client_source, request, id, cached=cached, head=settings.head
        )
    except RequestError as error:
        host.sessions.give_back()
        log.info("closed with %d: %s", Close.NO_SUCH_PAGE, error)
        socket.close(Close.NO_SUCH_PAGE, str(error))
        return None
    except Exception as error:
        host.sessions.give_back()
        _fail(host, socket, id, error)
        return None
    live = host.live(context, connect.received is not None, socket)
    host.sessions.add(live)
    try:
        if start is None:
            live.start(_shown(host, connect))
        else:
            start(live)
    except Exception as error:
        host.sessions.close(live)
        _fail(host, socket, id, error)
        return None
    return live


def _shown(host: Host, connect: Connect) -> Document | None:
    """What the browser was really sent, where that is kept."""
    cache = host.settings.page_cache
    return cache.get(connect.page_hash) if cache and connect.page_hash else None


def resume(host: Host, request: Request, connect: Connect, socket: Socket) -> Live | None:
    """The session that the browser had, now at this socket; None where it can't go on.

    Only a client that counts frames loses none when it comes back before we know that its old
    socket is dead; to the others a connected session is taken, as in the reference.
    """
    assert connect.session_id is not None
    live = host.sessions.get(connect.session_id)
    if live is None or live.context.request.path != request.path:
        return None
    if live.session.state is State.LIVE:
        if connect.received is None:
            return None
        host.displace(live)
    try:
        live.resume(connect.received, socket.send)
    except RemoteProtocolError as error:
        log.warning("session %s: can't go on: %s", live.session.id, error)
        return None
    host.sessions.back(live)
    return live


async def converse(host: Host, live: Live, socket: Socket) -> None:
    """Hears what the browser says until it is gone, or has broken a limit."""
    host.connect(live, socket)
    try:
        await socket.listen(live.hear)
    except RemoteProtocolError as error:
        code = error.close_code or _INTERNAL_ERROR
        log.warning("session %s: closed with %d: %s", live.session.id, code, error)
        socket.close(code, str(error))
        host.sessions.close(live)
    except Exception as error:
        host.sessions.close(live)
        _fail(host, socket, live.session.id, error)
    finally:
        host.release(live, socket)


def _fail(host: Host, socket: Socket, id: str, error: Exception) -> None:
    """The page can't be live: the author is told, and the browser isn't left waiting."""
    log.error("session %s: the page can't be live", id, exc_info=error)
    if host.settings.development:
        told = "".join(traceback.format_exception(error))
        socket.send(encode([ExtensionLine("x", ("error", text_field(told)))]))
    socket.close(_INTERNAL_ERROR, "the page can't be live; the server's log says why")
