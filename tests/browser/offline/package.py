"""The build that has the tests in it: they themselves, the examples, and pytest with its own.

Nothing in here is changed for the browser but the fixtures, which are `worker_fixtures.py` there.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

from hlive_wasm.build.loading import load_app
from hlive_wasm.build.plan import Wishes, plan
from hlive_wasm.build.runtime import Runtime
from tests.conftest import ROOT
from tests.wasm.wheels import write_wheel

APP = "tests.browser.offline.app:app"

_LIBRARIES = (
    "pytest pluggy iniconfig packaging pygments"
    " selenium urllib3 typing_extensions certifi websocket-client websockets".split()
)
"""What tests import; the rest of what these libraries depend on isn't used here."""


def build(pyodide: Runtime, scratch: Path) -> Mapping[str, bytes]:
    """The files of the build by their paths; raises BuildError where it can't be made."""
    wishes = Wishes(
        "Tests",
        wheels=tuple(_wheel(name, scratch) for name in _LIBRARIES),
        include=tuple(_tests()),
    )
    return plan(load_app(APP), pyodide, wishes, lambda step: None).files


def _tests() -> Iterator[str]:
    """The modules with tests that serve an app."""
    for file in sorted((ROOT / "tests" / "browser").glob("test_*.py")):
        if re.search(r"\bServe\b", file.read_text(encoding="utf-8")):
            yield f"tests.browser.{file.stem}"


def _wheel(name: str, folder: Path) -> Path:
    """An installed library as a wheel, without programs, and Selenium's megabytes of DevTools."""
    installed = distribution(name)
    file = folder / f"{name.replace('-', '_')}-{installed.version}-py3-none-any.whl"
    files = {
        path.as_posix(): Path(str(path.locate())).read_bytes()
        for path in installed.files or ()
        if path.suffix in (".py", ".js", ".pem") and not {"..", "devtools"} & set(path.parts)
    }
    write_wheel(file, files)
    return file
