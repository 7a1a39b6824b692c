"""An app: which page is made at which path, and where its files are; every host runs one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hlive.document import PageCache
from hlive.page_cache import MemoryPageCache
from hlive.routes import PageFactory, Route

F = TypeVar("F", bound=PageFactory)

Middleware = Callable[..., object]
"""Gets the host's request (and response); what it leaves there reaches pages and handlers."""

M = TypeVar("M", bound=Middleware)


class App:
    """Paths and what is there.

    `pages` maps paths to their routes, `files` maps paths to folders. With a `page_cache` live
    pages start from what their visitors were really sent; an app that has pages with `cache` gets
    one in memory, if it has no other.
    """

    def __init__(self, page_cache: PageCache | None = None) -> None:
        self.page_cache = page_cache
        self.request_hooks: list[Middleware] = []
        self.response_hooks: list[Middleware] = []
        self.pages: dict[str, Route] = {}
        self.files: dict[str, Path] = {}

    def page(self, path: str, factory: PageFactory, cache: float | None = None) -> None:
        """Shows the pages that `factory` makes at `path`, such as "/" or "/users/{id}".

        With `cache` the first HTML is made once for all who ask for the same address within so
        many seconds; the live page is still made for each visitor. "/users" and "/users/" are one
        path; a part as it stands goes before a parameter. Raises ValueError when the path is taken,
        doesn't start with a slash, or has a parameter that isn't a whole part or that `factory`
        doesn't take, and for `cache` when `factory` takes the request; TypeError when that is no
        function.
        """
        self._check_path(path)
        route = Route(path, factory, cache)
        for other in self.pages.values():
            if other.parts == route.parts:
                raise ValueError(f"{path!r} is the same path as {other.path!r}")
        self.pages[path] = route
        if cache is not None and self.page_cache is None:
            self.page_cache = MemoryPageCache()

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route for a URL's path, and the path's parameters; None where there is no page."""
        matches = ((route, route.match(path)) for route in self.pages.values())
        found = [(route, texts) for route, texts in matches if texts is not None]
        return min(found, key=_parameters_last, default=None)

    def route(self, path: str, cache: float | None = None) -> Callable[[F], F]:
        """Like `page`, as a decorator of the factory."""

        def add(factory: F) -> F:
            self.page(path, factory, cache)
            return factory

        return add

    def on_request(self, hook: M) -> M:
        """Runs `hook` with the host's request, before a page is made and before its socket is
        opened. A plain function or a coroutine function; as a decorator it leaves it as it is."""
        self.request_hooks.append(hook)
        return hook

    def on_response(self, hook: M) -> M:
        """Runs `hook` with the host's request and response, after a page was made."""
        self.response_hooks.append(hook)
        return hook

    def static(self, path: str, folder: str | Path) -> None:
        """Serves the files of a folder below `path`; raises ValueError when it is no folder."""
        self._check_path(path)
        if not Path(folder).is_dir():
            raise ValueError(f"{folder} isn't a folder")
        self.files[path] = Path(folder)

    def _check_path(self, path: str) -> None:
        if not path.startswith("/"):
            raise ValueError(f"a path starts with a slash, {path!r} doesn't")
        if path in self.pages or path in self.files:
            raise ValueError(f"there is something at {path!r} already")


def _parameters_last(match: tuple[Route, dict[str, str]]) -> list[bool]:
    return [part is None for part in match[0].parts]
