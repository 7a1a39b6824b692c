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
        many seconds; the live page is still made for each visitor. Raises ValueError when the path
        is taken, doesn't start with a slash, or has a parameter that `factory` doesn't take, and
        for `cache` when `factory` takes the request; TypeError when that is no function.
        """
        self._check_path(path)
        self.pages[path] = Route(path, factory, cache)
        if cache is not None and self.page_cache is None:
            self.page_cache = MemoryPageCache()

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route for a URL's path, and the path's parameters; None where there is no page."""
        for route in self.pages.values():
            found = route.match(path)
            if found is not None:
                return route, found
        return None

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
