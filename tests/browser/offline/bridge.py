"""What tests inside the browser have of the world outside: orders, a place for reports, a driver.

It is a server at a port of its own. The worker asks it by POST, with JSON both ways:

- /session: the id of the driver's session, and its capabilities.
- /client: the `files` of the reference's client of a dialect, or why they are `missing`.
- /next: the id of the next test; null after a while without one.
- /done: the report of a test.
- /driver: a command for the browser's driver, which is passed on as it is.
"""

import json
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import urllib3
from selenium.webdriver import Chrome

from conformance.targets import original

_POLL = 5.0
"""Seconds after which a worker without orders asks again."""


class Bridge:
    """The server between the worker and the driver of a browser.

    Files that tests give to the browser are put into the folder `files`.
    """

    def __init__(self, browser: Chrome, files: Path) -> None:
        self.orders: Queue[str] = Queue()
        self.reports: Queue[dict[str, Any]] = Queue()
        self.heard = Event()
        """Whether the worker has said anything."""
        self.waiting = 0
        """How many wait for one right now."""
        self._session = (browser.session_id, browser.capabilities)
        self._driver = browser.service.service_url
        self._files = files
        self._numbers = count()
        self._pool = urllib3.PoolManager()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]

    def start(self) -> None:
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, said: Any) -> Any:
        """The answer to a request of the worker."""
        self.heard.set()
        if path == "/session":
            return self._session
        if path == "/client":
            return _client(said)
        if path == "/next":
            return self._next()
        if path == "/done":
            return self.reports.put(said)
        return self._command(said)

    def _next(self) -> str | None:
        self.waiting += 1
        try:
            return self.orders.get(timeout=_POLL)
        except Empty:
            return None
        finally:
            self.waiting -= 1

    def _command(self, command: dict[str, Any]) -> dict[str, Any]:
        if command["path"].endswith("/se/file"):
            return {"status": 200, "body": json.dumps({"value": self._keep(command["body"])})}
        headers = {"content-type": "application/json; charset=utf-8"}
        answer = self._pool.request(
            command["method"],
            self._driver + command["path"],
            body=command["body"],
            headers=headers,
        )
        return {"status": answer.status, "body": answer.data.decode()}

    def _keep(self, upload: str) -> str:
        """Keeps a zipped file for the browser to take; Chromium's driver can't do this itself."""
        zipped = BytesIO(b64decode(json.loads(upload)["file"]))
        folder = self._files / str(next(self._numbers))
        with ZipFile(zipped) as packed:
            (name,) = packed.namelist()
            return packed.extract(name, folder)


def _client(dialect: str) -> dict[str, Any]:
    try:
        folder = original.original_client(dialect).parent
    except original.Unavailable as why:
        return {"missing": str(why)}
    return {
        "files": {
            file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
            for file in folder.rglob("*.js")
        }
    }


def _handler(bridge: Bridge) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer would wait 40 ms for an acknowledgement

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["content-length"])))
            body = json.dumps(bridge.answer(self.path, said)).encode()
            self.send_response(200)
            self.send_header("access-control-allow-origin", "*")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
