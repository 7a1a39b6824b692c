"""The half of the standard library that is fetched later: an import says so until it is here."""

from __future__ import annotations

import encodings
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_NOT_YET = (
    "No module named {name!r} yet: that part of Python's standard library is fetched later, and "
    "hasn't come, as when there is no network. Write `import {name}` anywhere in the app's code: "
    "so a build knows that it is needed from the start"
)


class _Missing(MetaPathFinder):
    """Is asked when no other finder knows a module."""

    def __init__(self, fetch: Callable[[], object]) -> None:
        self._fetch = fetch

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Raises ModuleNotFoundError for what may come; knows nothing of other modules."""
        if fullname.partition(".")[0] in sys.stdlib_module_names:
            self._fetch()
            raise ModuleNotFoundError(_NOT_YET.format(name=fullname), name=fullname)


def expect_library(fetch: Callable[[], object]) -> Callable[[], None]:
    """Calls `fetch` whenever a module is missing that may be in that half; what is returned is to
    be called when that half is here."""
    finder = _Missing(fetch)
    sys.meta_path.append(finder)
    return lambda: sys.meta_path.remove(finder)


class _Rest(MetaPathFinder):
    """Finds modules in a zip; those of packages, too, that are in another place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the module is in the zip."""
        folder = "/".join([self._place, *fullname.split(".")[:-1]])
        return PathFinder.find_spec(fullname, [folder])


def add_last(place: str) -> None:
    """Makes the modules in a zip importable where no other finder knows them."""
    sys.meta_path.append(_Rest(place))
    # Python remembers which codecs it hasn't found, and some may be here.
    missed = [name for name, codec in encodings._cache.items() if codec is None]
    for name in missed:
        del encodings._cache[name]
