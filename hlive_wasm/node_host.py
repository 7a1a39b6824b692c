"""A server that has a build's own Python answer, under Node: the same files as in a browser."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic

from hlive.hosting.answers import Answer, refusal
from hlive.hosting.still import METHODS
from hlive_server.settings import ServerSettings
from hlive_server.socket import HandshakeError, Socket
from hlive_wasm.build.write import config_of
from hlive_wasm.node_process import Message, NodeError, NodeProcess

_BAD_GATEWAY = 502


def node_app(folder: Path, process: NodeProcess, name: str = "hlive-node") -> Sanic[Any, Any]:
    """A Sanic app, of that name, in front of `process`; they start and stop together.

    `folder` is a build, whose static files are served from there. Raises BuildError where it isn't.
    """
    config = config_of(folder)
    base = str(config["base"])
    settings = ServerSettings()
    sanic_app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    sanic_app.config.ACCESS_LOG = False
    sanic_app.config.REQUEST_MAX_SIZE = settings.frame_bytes
    sanic_app.enable_websocket()
    for number, path in enumerate(config["static"]):
        place = folder / path.strip("/")
        sanic_app.static(base.rstrip("/") + path, place, name=f"files-{number}")

    async def page(request: Request, path: str = "") -> HTTPResponse | None:
        try:
            answer = await _answer(process, request, settings)
        except NodeError as error:
            answer = refusal(_BAD_GATEWAY, str(error))
        if answer is None:
            return None
        return HTTPResponse(answer.body, answer.status, answer.headers, answer.content_type)

    page.is_websocket = True  # type: ignore[attr-defined]  # So Sanic knows that None is an answer.
    sanic_app.add_route(page, "/", methods=METHODS, name="start")
    sanic_app.add_route(page, "/<path:path>", methods=METHODS, name="pages")

    async def start(_: object) -> None:
        await process.start()

    async def stop(_: object) -> None:
        await process.stop()

    sanic_app.register_listener(start, "before_server_start")
    sanic_app.register_listener(stop, "before_server_stop")
    return sanic_app


def serve_in_node(folder: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serves the build in `folder` until a signal comes; `announce` is told its address.

    Raises BuildError where there is no build, OSError where the address is taken, and NodeError
    where Node can't run the build, or has ended.
    """
    config = config_of(folder)
    lost: list[NodeError] = []

    def stop(error: NodeError) -> None:
        lost.append(error)
        sanic_app.stop()

    process = NodeProcess(folder, config, stop)
    sanic_app = node_app(folder, process)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("sanic").setLevel(logging.WARNING)
    logging.getLogger("sanic.error").addFilter(_is_not_ours)
    with socket.create_server((host, port)) as listening:
        address = f"http://{host}:{listening.getsockname()[1]}{config['base']}"
        sanic_app.register_listener(lambda _: announce(address), "after_server_start")
        sanic_app.prepare(sock=listening, motd=False, access_log=False, single_process=True)
        Sanic.serve_single(primary=sanic_app)
    if lost:
        raise lost[0]


def _is_not_ours(record: logging.LogRecord) -> bool:
    """What stops the server is raised, so that it is told once and in one line."""
    return not (record.exc_info and isinstance(record.exc_info[1], NodeError))


async def _answer(
    process: NodeProcess, request: Request, settings: ServerSettings
) -> Answer | None:
    """What the app answers; None where it was a socket, and that is gone."""
    headers = [(name, value) for name, value in request.headers.items()]
    upgrade = request.headers.get("upgrade", "").lower()
    if "hlive" not in request.args or upgrade != "websocket" or request.method == "POST":
        return await process.fetch(request.method, request.url, headers, request.body)
    try:
        page_socket = Socket(request, settings)
    except HandshakeError as error:
        return refusal(error.status, str(error))
    try:
        return await _Bridge(page_socket).carry(process, {"url": request.url, "headers": headers})
    except asyncio.CancelledError:  # So Sanic ends what belongs to a connection that is gone.
        if not page_socket.over:
            raise
        return None


class _Bridge:
    """A browser's socket on one side, a connection of the app on the other."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._begun: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()

    async def carry(self, process: NodeProcess, hello: Message) -> Answer | None:
        """Returns when the socket is gone, or what refuses it."""
        connection = process.open(hello, self._post)
        try:
            refused = await self._begun
            if refused is not None:
                return refused
            self._socket.accept()
            await self._socket.listen(connection.hear)
        finally:
            connection.close()
        await self._socket.wait_lost()
        return None

    def _post(self, message: Message) -> None:
        """The app says something; what comes before the handshake is over leaves right after it."""
        kind = message["type"]
        if kind == "frame":
            self._socket.send(message["text"])
        elif kind == "opened":
            self._begun.set_result(None)
        elif kind == "refused":
            self._begun.set_result(refusal(message["status"], message["reason"]))
        elif self._begun.done():
            self._socket.close(message["code"], message["reason"])
        else:
            self._begun.set_result(refusal(_BAD_GATEWAY, message["reason"]))
