"""Our server in the service worker: the scenario pages as a build, served as plain files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, Thread

from conformance.peer import PeerError
from conformance.targets.hosted import Hosted, Start
from conformance.web.inside import WATCH

APP = "conformance.peers.python.site:app"

_SCRIPT = "hlive-sw.js"
"""The only file of a build that says which client its pages carry, and no hash is kept of it."""

_CONFIG = "const CONFIG = {"
_building = Lock()


def offline(dialect: str) -> Start:
    """Hosts the pages in a dialect; the start raises PeerError where the build can't be made."""

    @contextmanager
    def start(client: str) -> Iterator[Hosted]:
        # Here, because a build needs more than the rest of the suite.
        files = _with_client(_built(), client, dialect)
        from hlive_wasm.build.write import config_of, write
        from hlive_wasm.serving import server

        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch, "site")
            write(files, folder)
            with server(folder) as serving:
                Thread(target=serving.serve_forever, daemon=True).start()
                try:
                    url = f"http://127.0.0.1:{serving.server_address[1]}"
                    yield Hosted(url, tuple(config_of(folder)["head"]))
                finally:
                    serving.shutdown()

    return start


def _built() -> Mapping[str, bytes]:
    """The files of the build, which is made once."""
    with _building:
        return _build()


@cache
def _build() -> Mapping[str, bytes]:
    try:
        from hlive_wasm.build.errors import BuildError
        from hlive_wasm.build.loading import load_app
        from hlive_wasm.build.plan import Wishes, plan
        from hlive_wasm.build.runtime import find_runtime
    except ImportError as error:
        raise PeerError(f"the service worker can't be built: {error}") from error
    try:
        made = plan(load_app(APP), find_runtime(), Wishes("Scenarios"), lambda what: None)
    except BuildError as error:
        raise PeerError(f"the service worker can't be built: {error}") from error
    return made.files


def _with_client(files: Mapping[str, bytes], client: str, dialect: str) -> dict[str, bytes]:
    script = files[_SCRIPT].decode()
    assert script.count(_CONFIG) == 1, f"{_SCRIPT} has another form"
    chosen = json.dumps({"client": WATCH + client, "dialect": dialect})
    begins = _CONFIG + chosen.removeprefix("{").removesuffix("}") + ","
    return {**files, _SCRIPT: script.replace(_CONFIG, begins).encode()}
