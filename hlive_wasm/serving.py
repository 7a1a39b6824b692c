"""Serves a build on this machine, with the headers that a good static host sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_HASHED = re.compile(r"-[0-9a-f]{16}\.\w+$|^/?runtime/")


class Handler(SimpleHTTPRequestHandler):
    """Answers from a folder, whose address is `base`; 404.html for whatever isn't there."""

    protocol_version = "HTTP/1.0"
    """A connection that is kept would be answered even when the server has been closed."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".zip": "application/zip",
    }

    def __init__(self, *args: object, base: str, folder: Path) -> None:
        self.base = base
        super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file for an address; one that is in no folder for those outside of `base`."""
        plain = unquote(urlsplit(path).path)
        if not plain.startswith(self.base):
            return str(Path(self.directory) / "outside the base" / "nothing")
        return super().translate_path("/" + plain.removeprefix(self.base))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The page 404.html, where there is nothing at an address below `base`."""
        shell = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not shell.is_file():
            return super().send_error(code, message, explain)
        content = shell.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """What changes with its content's name is kept for good, all else is asked for again."""
        path = urlsplit(self.path).path.removeprefix(self.base)
        forever = bool(_HASHED.search(path))
        keep = "public, max-age=31536000, immutable" if forever else "no-cache"
        self.send_header("Cache-Control", keep)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Sends a file; that a browser has lost interest in it is no news."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a static server has no news."""


def server(
    folder: Path, host: str = "127.0.0.1", port: int = 0, base: str = "/"
) -> ThreadingHTTPServer:
    """A server of a build, not running yet; raises OSError where it can't listen."""
    return ThreadingHTTPServer((host, port), partial(Handler, base=base, folder=folder))


def serve_files(
    folder: Path, host: str, port: int, base: str, announce: Callable[[str], None]
) -> None:
    """Serves a build until Ctrl+C; `announce` is told its address.

    Raises OSError where it can't listen.
    """
    serving = server(folder, host, port, base)
    announce(f"http://{host}:{serving.server_address[1]}{base}")
    with serving, suppress(KeyboardInterrupt):
        serving.serve_forever()
