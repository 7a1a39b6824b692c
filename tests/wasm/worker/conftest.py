"""Fixtures for tests of apps that run inside the browser: a folder, its server, a visitor."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.wasm.builds import Build
from tests.wasm.worker.visitor import StaticServer, Visitor


@dataclass
class Site:
    """An app in a folder behind a static server, at a port and so an origin of its own."""

    server: StaticServer
    first: Build
    _now: float = field(default_factory=time.time)

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.port}/{path}"

    def version(self, word: str, base: str = "/") -> Build:
        """The app with another word for its version."""
        return self.first.changed({'"first"': f'"{word}"', ">first<": f">{word}<"}, base=base)

    def publish(self, build: Build) -> None:
        """Puts a build where it belongs, beside what is there already."""
        root = self.server.folder / build.config["base"].strip("/")
        self._now += 1  # HTTP knows no parts of seconds: what is newer has to look newer.
        for path, content in build.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            os.utime(file, (self._now, self._now))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Iterator[Site]:
    """The app's first version, served."""
    server = StaticServer(tmp_path_factory.mktemp("site"))
    site = Site(server, build)
    site.publish(build)
    server.start()
    yield site
    server.stop()


@pytest.fixture(scope="session")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One visitor for all tests: a browser takes long to start, and each site is new to it."""
    visitor = Visitor(tmp_path_factory.mktemp("profile"))
    yield visitor
    visitor.browser.quit()
