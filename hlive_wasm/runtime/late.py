"""The half of the standard library that is fetched later: an import says so until it is here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
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
