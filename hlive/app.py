"""An app: which page is made at which path, and where its files are; every host runs one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hlive.document import PageFactory

F = TypeVar("F", bound=PageFactory)


class App:
    """Paths and what is there.

    `pages` maps paths to page factories, `files` maps paths to folders.
    """

    def __init__(self) -> None:
        self.pages: dict[str, PageFactory] = {}
        self.files: dict[str, Path] = {}

    def page(self, path: str, factory: PageFactory) -> None:
        """Shows the pages that `factory` makes at `path`.

        Raises ValueError when the path is taken or doesn't start with a slash.
        """
        self._check_path(path)
        if not callable(factory):
            raise TypeError(f"{path} needs a function that makes a Page, not {factory!r:.60}")
        self.pages[path] = factory

    def route(self, path: str) -> Callable[[F], F]:
        """Like `page`, as a decorator of the factory."""

        def add(factory: F) -> F:
            self.page(path, factory)
            return factory

        return add

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
