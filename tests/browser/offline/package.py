"""What goes into the worker with the tests: they themselves, the examples, and pytest with its own.

Nothing in here is changed for the browser but the fixtures, which are `worker_fixtures.py` there.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

_LIBRARIES = (
    "pytest pluggy iniconfig packaging pygments"
    " selenium urllib3 typing_extensions certifi websocket-client websockets".split()
)
"""What tests import; the rest of what these libraries depend on isn't used here."""

_OWN = ["conformance", "examples", "tests/browser"]

_INI = """
[pytest]
addopts = --import-mode=importlib
asyncio_mode = auto
markers =
    browser: drives a real Chromium
    sanic_only: why not
"""


def files(
    bridge: str, session: str, capabilities: dict[str, Any], clients: Mapping[str, Path]
) -> dict[str, str]:
    """The files of the app, by path; `clients` are the reference's by dialect."""
    found = dict(_libraries())
    for folder in _OWN:
        found |= _texts(ROOT / folder, folder)
    found["tests/conftest.py"] = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    found["tests/browser/conftest.py"] = found.pop("tests/browser/offline/worker_fixtures.py")
    for dialect, file in clients.items():
        found |= _texts(file.parent, f"clients/{dialect}", ".js")
    found["pytest.ini"] = _INI
    outside = {"bridge": bridge, "session": session, "capabilities": capabilities}
    found["outside.json"] = json.dumps(outside)
    return found


def static() -> dict[str, str]:
    """Files of the examples that browsers ask for."""
    return _texts(ROOT / "examples" / "static", "static")


def _libraries() -> Iterator[tuple[str, str]]:
    for name in _LIBRARIES:
        for path in distribution(name).files or ():
            if path.suffix in (".py", ".js") and ".." not in path.parts:
                yield path.as_posix(), Path(str(path.locate())).read_text(encoding="utf-8")


def _texts(folder: Path, prefix: str, *kinds: str) -> dict[str, str]:
    wanted = kinds or (".py", ".js", ".css", ".svg")
    return {
        f"{prefix}/{file.relative_to(folder).as_posix()}": file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.suffix in wanted and "__pycache__" not in file.parts
    }
