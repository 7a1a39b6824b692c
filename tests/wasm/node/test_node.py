"""The Node process behind a server: its end, whoever ends it, and starts that fail."""

import asyncio
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from hlive_wasm.build.write import config_of
from hlive_wasm.cli import main
from hlive_wasm.node_process import NodeError, NodeProcess
from tests.waiting import until
from tests.wasm.node.conftest import NodeServer


async def test_node_ends_by_itself(node: NodeServer) -> None:
    client = await node.server.visit("/click/?hlive=1")
    asked = asyncio.create_task(node.server.get("/"))
    node.process._process.kill()  # Nobody but a test wants it.
    reason = "Node has ended with status -9; its own words are above"
    assert await client.closed() == (1001, reason)
    assert (await asked).status in (200, 502)
    answer = await node.server.get("/")
    assert (answer.status, answer.body) == (502, f"{reason}\n")
    assert [str(error) for error in node.lost] == [reason]


async def test_deep_json_does_not_end_python(node: NodeServer) -> None:
    client = await node.server.visit("/click/?hlive=1")
    await client.connection.send("[" * 60_000)
    kind, why = await client.note()
    assert (kind, why.rpartition(": ")[2]) == ("refused", "JSON that is nested more than 32 deep")
    assert (await node.server.get("/")).status == 200
    assert node.lost == []


async def test_nothing_is_left_running(gallery_build: Path) -> None:
    process = NodeProcess(gallery_build, config_of(gallery_build))
    await process.start()
    pid = process._process.pid
    await process.stop()
    await until(lambda: not Path(f"/proc/{pid}").exists() or is_zombie(pid), "end of Node")


def is_zombie(pid: int) -> bool:
    return ") Z " in Path(f"/proc/{pid}/stat").read_text()


async def test_an_app_that_cannot_start(gallery_build: Path) -> None:
    config = {**config_of(gallery_build), "app": "examples.gallery:nothing"}
    with pytest.raises(NodeError) as raised:
        await NodeProcess(gallery_build, config).start()
    assert str(raised.value).startswith("the app can't start: ")
    assert "examples.gallery has no 'nothing'" in str(raised.value)


async def test_node_is_missing(gallery_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(NodeError, match=r"^Node isn't installed: get it from https://nodejs.org$"):
        await NodeProcess(gallery_build, config_of(gallery_build)).start()


def test_a_folder_without_a_build(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", str(tmp_path), "--host-in-node"])
    assert result.exit_code == 1
    assert result.output.strip() == (
        f"Error: {tmp_path} holds no build: make one with `hlive-wasm build MODULE:APP`"
    )
