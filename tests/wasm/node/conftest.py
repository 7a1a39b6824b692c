"""Fixtures for tests of builds under Node: the gallery's build, and it beside Sanic."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from click.testing import CliRunner

from examples.gallery import app as gallery
from hlive_server import serve_app
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.build.write import config_of
from hlive_wasm.cli import main
from hlive_wasm.node_host import node_app
from hlive_wasm.node_process import NodeError, NodeProcess
from tests.conftest import ROOT
from tests.server.support import Server, fresh_name, running


@pytest.fixture(scope="session")
def gallery_build(pyodide: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real build of the gallery."""
    out = tmp_path_factory.mktemp("node") / "dist"
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        result = CliRunner().invoke(main, ["build", "examples.gallery:app", "-o", str(out)])
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    return out


@dataclass
class NodeServer:
    """A server whose Python is under Node; `lost` is filled when that ends by itself."""

    server: Server
    process: NodeProcess
    lost: list[NodeError]


@pytest.fixture
async def node(gallery_build: Path) -> AsyncIterator[NodeServer]:
    """The gallery under Node."""
    lost: list[NodeError] = []
    process = NodeProcess(gallery_build, config_of(gallery_build), lost.append)
    async with running(node_app(gallery_build, process, fresh_name())) as server:
        yield NodeServer(server, process, lost)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(gallery_build: Path) -> AsyncIterator[tuple[Server, Server]]:
    """The gallery on Sanic, and under Node."""
    process = NodeProcess(gallery_build, config_of(gallery_build))
    async with AsyncExitStack() as stack:
        apps = [
            serve_app(gallery, name=fresh_name()),
            node_app(gallery_build, process, fresh_name()),
        ]
        sanic, node = [await stack.enter_async_context(running(app)) for app in apps]
        yield sanic, node
