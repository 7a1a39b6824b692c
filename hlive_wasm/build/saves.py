"""Notices that the author has saved a file of the app."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from pathlib import Path

from watchfiles import watch

from hlive_wasm.build.errors import BuildError


class Saves:
    """The files of the package that `module:attribute` is in, and the modules beside it, as they
    are now.

    Raises BuildError where there is no such package.
    """

    def __init__(self, spec: str) -> None:
        name = spec.partition(":")[0].partition(".")[0]
        found = PathFinder.find_spec(name, [str(Path.cwd()), *sys.path])
        if found is None or found.origin is None:
            raise BuildError(f"there is no module {name!r} in {Path.cwd()} to wait for")
        file = Path(found.origin)
        place = file.parent if found.submodule_search_locations else file
        self._places = [place, *sorted(set(place.parent.glob("*.py")) - {place})]
        self._before = self._times()

    def wait(self, others: Iterable[Path] = ()) -> bool:
        """Returns when one was saved since then, or one in `others` from now on.

        False is for Ctrl+C.
        """
        # Looking every second as well finds what was saved before the watch began.
        changes = watch(
            *self._places, *others, raise_interrupt=False, yield_on_timeout=True, rust_timeout=1000
        )
        return any(found or self._times() != self._before for found in changes)

    def _times(self) -> dict[Path, int]:
        files = (
            file
            for place in self._places
            for file in (place.rglob("*.py") if place.is_dir() else [place])
        )
        return {file: file.stat().st_mtime_ns for file in files}
