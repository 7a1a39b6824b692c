"""A request becomes a WebSocket, and the WebSocket a session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sanic import Request

from hlive.hosting.answers import Answer, refusal
from hlive.hosting.conversation import begin, converse, resume
from hlive.page import Page
from hlive_proto.session import Connect
from hlive_server.host import ServerHost
from hlive_server.socket import HandshakeError, Socket


async def serve_socket(
    host: ServerHost, make: Callable[[], Page], request: Request, connect: Connect
) -> Answer | None:
    """Answers a request for a socket; returns when the socket is gone, or what refuses it."""
    if not host.allows(request):
        return refusal(403, f"this page may not connect from {request.headers['origin']!r:.80}")
    try:
        socket = Socket(request, host.server_settings)
    except HandshakeError as error:
        return refusal(error.status, str(error))
    try:
        if connect.session_id is None:
            socket.accept()
            live = await begin(host, make, request, connect, socket)
        else:
            live = resume(host, request, connect, socket)
            if live is None:
                return refusal(404, f"no session {connect.session_id!r:.40} to go on with")
            socket.accept()
        if live is not None:
            await asyncio.shield(host.spawn(converse(host, live, socket)))
        await socket.wait_lost()
    except asyncio.CancelledError:
        if not socket.over:
            raise
    return None
