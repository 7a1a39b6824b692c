"""Our server in the service worker: the scenario pages as a build, served as plain files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

from conformance.peer import PeerError
from conformance.targets.hosted import Hosted, Start
from conformance.web.inside import WATCH

APP = "conformance.peers.python.site:app"

_building = Lock()
"""Two builds at once would both compile what neither has found in the cache."""


def offline(dialect: str) -> Start:
    """Hosts the pages in a dialect; the start raises PeerError where the build can't be made."""

    @contextmanager
    def start(client: str) -> Iterator[Hosted]:
        with _building:
            files = _built(client, dialect)
        # Here, because a build needs more than the rest of the suite.
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


def _built(client: str, dialect: str) -> Mapping[str, bytes]:
    """The files of the build whose pages carry a client."""
    try:
        from hlive_wasm.build.errors import BuildError
        from hlive_wasm.build.loading import load_app
        from hlive_wasm.build.plan import Wishes, plan
        from hlive_wasm.build.runtime import find_runtime
    except ImportError as error:
        raise PeerError(f"the service worker can't be built: {error}") from error
    wishes = Wishes("Scenarios", client=WATCH + client, dialect=dialect)
    try:
        return plan(load_app(APP), find_runtime(), wishes, lambda what: None).files
    except BuildError as error:
        raise PeerError(f"the service worker can't be built: {error}") from error
