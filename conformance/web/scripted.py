"""A server whose every frame somebody else decides, so that a client can be watched at work."""

import json
import threading
from base64 import b64encode
from contextlib import suppress
from http import HTTPStatus
from logging import NullHandler, getLogger
from queue import Empty, Queue
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

SESSION = "0123456789abcdefghij"

PATIENCE = 10.0
"""Seconds that a client may take for anything."""

Message = dict[str, Any]

_quiet = getLogger("conformance.scripted")
_quiet.addHandler(NullHandler())
_quiet.propagate = False


def patch(op: str, root: str, path: str, kind: str = "", content: str = "") -> str:
    """One patch line; `content` is plain text here."""
    return f"d|{op}|{root}|{path}|{kind}|{b64encode(content.encode()).decode()}"


def attribute(op: str, root: str, path: str, name: str, value: str) -> str:
    """One patch line about an attribute."""
    return patch(op, root, path, "a", f' {name}="{value}"')


class Socket:
    """One client's socket, from the server's side. `query` is what the client connected with."""

    def __init__(self, connection: ServerConnection, query: dict[str, str]) -> None:
        self.query = query
        self.logs: list[str] = []
        self.acked: int | None = None
        self._connection = connection
        self._inbox: Queue[str | bytes] = Queue()

    def listen(self) -> None:
        with suppress(ConnectionClosed):
            for frame in self._connection:
                self._inbox.put(frame)

    def send(self, *lines: str) -> None:
        """Sends one frame."""
        self._connection.send("\n".join(lines))

    def event(self) -> Message:
        """The next event, without its count of frames (see `acked`)."""
        return self._message(self.frame_but_logs())

    def upload(self) -> tuple[Message, bytes]:
        """The next upload: what its JSON says, and the file's bytes."""
        frame = self.frame_but_logs()
        assert isinstance(frame, bytes), frame
        head, _, content = frame.partition(b"\n\n")
        return self._message(head), content

    def log(self) -> str:
        """The next log message."""
        while not self.logs:
            frame = self._frame()
            assert self._is_log(frame), frame
        return self.logs.pop(0)

    def close(self, code: int = 1000, reason: str = "") -> None:
        self._connection.close(code, reason)

    def _message(self, text: str | bytes) -> Message:
        message: Message = json.loads(text)
        self.acked = message.pop("a", None)
        return message

    def frame_but_logs(self, patience: float = PATIENCE) -> str | bytes:
        """The next frame that isn't a log; logs are put aside.

        Raises AssertionError when none comes within so many seconds.
        """
        while self._is_log(frame := self._frame(patience)):
            pass
        return frame

    def _is_log(self, frame: str | bytes) -> bool:
        if isinstance(frame, bytes):
            return False
        try:
            message = json.loads(frame)
        except ValueError:
            return False
        if not isinstance(message, dict) or message.get("t") != "l":
            return False
        # The original tells of the connection, too.
        text = str(message.get("d", {}).get("m", ""))
        if not text.startswith("con: "):
            self.logs.append(text)
        return True

    def _frame(self, patience: float = PATIENCE) -> str | bytes:
        try:
            return self._inbox.get(timeout=patience)
        except Empty:
            raise AssertionError(f"the client said nothing for {patience:g} s") from None


class ScriptedServer:
    """Serves one page with a client, and hands its sockets over to the test.

    `refusal` is the status that upgrades are answered with, None to accept them; `probe` the
    status for a plain request with `hlive=`. `loads` counts how often the page was loaded.
    """

    def __init__(self, client: str) -> None:
        self.client = client
        self.html = ""
        self.refusal: int | None = None
        self.probe = 426
        self.probes: list[dict[str, str]] = []
        self.loads = 0
        self.port = 0
        self._sockets: Queue[Socket] = Queue()
        self._server: Server | None = None
        self._connections: list[ServerConnection] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> "ScriptedServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listens; after `stop`, on the same port."""
        self._server = serve(
            self._handle,
            "127.0.0.1",
            self.port,
            process_request=self._request,
            max_size=None,
            ping_interval=None,
            create_connection=self._connect,  # type: ignore[arg-type]  # any callable will do
            logger=_quiet,
        )
        self.port = self._server.socket.getsockname()[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Goes away without a word, as a server does that is killed."""
        if self._server is not None:
            # Browsers open spare connections; waiting for their first request would take long.
            for connection in self._connections:
                with suppress(OSError):
                    connection.socket.shutdown(SHUT_RDWR)
            self._server.shutdown()
            self._server = None

    def page(self, body: str = "", head: str = "", html: str = "") -> None:
        """Sets the page: its first node in the body is `body`'s, without any space."""
        self.html = (
            f'<!doctype html><html{html}><head><link rel="icon" href="data:,">{head}'
            f'<script src="/client.js"></script></head><body>{body}</body></html>'
        )

    def accept(self, patience: float = PATIENCE) -> Socket:
        """The next socket that a client opens; raises AssertionError when none comes."""
        try:
            return self._sockets.get(timeout=patience)
        except Empty:
            raise AssertionError(f"no socket for {patience:g} s") from None

    def forget(self) -> None:
        """Drops the sockets that nobody has asked for."""
        with suppress(Empty):
            while True:
                self._sockets.get_nowait()

    def no_socket(self, patience: float) -> bool:
        """Whether no client comes within so many seconds."""
        try:
            self._sockets.get(timeout=patience)
        except Empty:
            return True
        return False

    def _connect(self, *arguments: Any, **options: Any) -> ServerConnection:
        connection = ServerConnection(*arguments, **options)
        self._connections.append(connection)
        return connection

    def _handle(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        accepted = Socket(connection, _query(connection.request))
        self._sockets.put(accepted)
        accepted.listen()

    def _request(self, connection: ServerConnection, request: Request) -> Response | None:
        query = _query(request)
        if "Upgrade" in request.headers:
            if self.refusal is None:
                return None
            return connection.respond(HTTPStatus(self.refusal), "")
        if request.path == "/client.js":
            return _answer(connection, self.client, "text/javascript")
        if "hlive" in query:
            self.probes.append(query)
            return connection.respond(HTTPStatus(self.probe), "")
        self.loads += 1
        return _answer(connection, self.html, "text/html")


def _query(request: Request) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.path).query))


def _answer(connection: ServerConnection, text: str, kind: str) -> Response:
    response = connection.respond(HTTPStatus.OK, text)
    del response.headers["Content-Type"]
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    return response
