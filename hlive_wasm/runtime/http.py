"""Requests as this host has them, from navigations and from the URLs of sockets."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from hlive.app import App
from hlive.hosting.answers import Answer
from hlive_wasm.runtime.errors import UnsupportedError

_numbers = count(1)

_NO_COOKIES = (
    "a page inside the browser can't see cookies: keep what is to last in declared state, "
    "which this host saves, or run the app on a server"
)


class Request:
    """A request of the browser that we are in.

    `path` starts at the app, wherever its files lie. Raises ValueError for a URL outside of
    `scope`.
    """

    def __init__(
        self,
        url: str,
        scope: str = "/",
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> None:
        parts = urlsplit(url)
        if not parts.path.startswith(scope):
            raise ValueError(f"{parts.path!r:.80} isn't below {scope!r}")
        self.id = next(_numbers)
        self.url = url
        self.method = method
        self.path = "/" + parts.path[len(scope) :]
        self.query_string = parts.query
        self.headers: Mapping[str, str] = {
            "host": parts.netloc,
            **{name.lower(): value for name, value in headers},
        }
        self.body = body
        self.ctx = SimpleNamespace()

    @property
    def args(self) -> dict[str, list[str]]:
        """The query's parameters that aren't empty."""
        return self.get_args()

    def get_args(self, keep_blank_values: bool = False) -> dict[str, list[str]]:
        """The query's parameters, each with all its values."""
        return parse_qs(self.query_string, keep_blank_values)

    @property
    def form(self) -> dict[str, list[str]]:
        """What a form posted; raises UnsupportedError for another encoding than the usual one."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ("", "application/x-www-form-urlencoded"):
            raise UnsupportedError(f"this host reads no forms that are sent as {kind}")
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def cookies(self) -> NoReturn:
        """Raises UnsupportedError: browsers show them to servers only."""
        raise UnsupportedError(_NO_COOKIES)


class Response(Answer):
    """An answer as middleware sees it."""

    __slots__ = ()

    def add_cookie(self, *args: Any, **options: Any) -> NoReturn:
        """Raises UnsupportedError: browsers take them from servers only."""
        raise UnsupportedError(_NO_COOKIES)

    delete_cookie = add_cookie


def static_answer(app: App, path: str) -> Answer | None:
    """A file of the app's own folders, None where there is none at this path."""
    for start, folder in app.files.items():
        prefix = start.rstrip("/") + "/"
        if path.startswith(prefix):
            file = _inside(folder, unquote(path.removeprefix(prefix)))
            if file is not None:
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                return Answer(200, file.read_bytes(), kind)
    return None


def _inside(folder: Path, name: str) -> Path | None:
    """The file of that name, unless the name leads out of the folder."""
    file = folder.joinpath(*PurePosixPath(name).parts)
    inside = not name.startswith("/") and ".." not in PurePosixPath(name).parts
    return file if inside and file.is_file() else None
