"""Fixtures for tests of apps that run inside the browser: a folder, its server, a visitor."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.wasm.worker import bundle
from tests.wasm.worker.visitor import StaticServer, Visitor

_APP = Path(__file__).parent / "pages_app.py"


@dataclass
class Offline:
    """An app in a folder behind a static server."""

    server: StaticServer
    pyodide: Path

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.port}/{path}"

    def write(self, version: str, folder: str = "", client: str | None = None) -> None:
        """Puts a version of the app into the server's folder, or into one below."""
        source = _APP.read_text(encoding="utf-8").replace('"first"', f'"{version}"')
        scope = f"/{folder}/" if folder else "/"
        target = self.server.folder / folder
        files = {"pages_app.py": source}
        bundle.write_bundle(target, self.pyodide, "pages_app:app", files, version, scope, client)


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offline]:
    """The app's first version, served."""
    try:
        pyodide = bundle.pyodide(ROOT / "build")
    except bundle.Unavailable as why:
        pytest.skip(str(why))
    server = StaticServer(tmp_path_factory.mktemp("site"))
    site = Offline(server, pyodide)
    site.write("first")
    server.start()
    yield site
    server.stop()


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One visitor for all tests of a module: installing the app takes the most time of all."""
    visitor = Visitor(tmp_path_factory.mktemp("profile"))
    yield visitor
    visitor.browser.quit()
