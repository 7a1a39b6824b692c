"""A build under Node answers as the app on Sanic does: pages, sessions, refusals; and its end."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from websockets.exceptions import InvalidStatus

from examples import gallery
from hlive_proto import inbound
from hlive_proto.browser import Browser
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from hlive_wasm.build.write import config_of
from hlive_wasm.cli import main
from hlive_wasm.node_process import NodeError, NodeProcess
from tests.server.support import Server, until
from tests.wasm.node.conftest import NodeServer

CHANGING = {"Clock", "Dashboard"}
"""Examples that show the time, or what it brings."""

Step = tuple[str, int, str | None, int]
"""An event, at which of the elements that hear it, with which value, and how many frames follow."""

SCRIPTS: dict[str, list[Step]] = {
    "/click/": [("click", 0, None, 1)] * 3,
    "/todo/": [
        ("input", 0, "Milk", 1),
        ("submit", 0, None, 1),
        ("change", 0, None, 0),
        ("click", 0, None, 1),
    ],
    "/sign-up/": [("input", 0, "ab", 0), ("submit", 0, None, 1)],
    "/data-table/": [("click", 0, None, 3)],
    "/workers/": [("input", 0, "1000", 0), ("click", 0, None, 2)],
}


class Visitor:
    """A browser whose page talks with a server."""

    def __init__(self, server: Server, path: str, html: str) -> None:
        self.browser = Browser(html)
        self.server = server
        self.path = path
        self.transcript: list[str] = []

    async def run(self, steps: Sequence[Step]) -> None:
        """Opens the socket and does everything in the script."""
        client = await self.server.open(f"{self.path}?hlive=1")
        frames = 2  # The session, and what the live page has that its HTML hasn't.
        for step in [None, *steps]:
            if step is not None:
                event, index, value, frames = step
                await client.connection.send(self.event(event, index, value))
            for _ in range(frames):
                frame = await client.frame()
                self.browser.apply(frame)
                self.transcript.append(frame.replace(self.browser.session_id, "ID"))
        client.abort()

    def event(self, name: str, index: int, value: str | None) -> str:
        """The frame that says what happened at an element."""
        bindings = [
            tuple(id for id, event in self.bindings(element) if event == name)
            for element in elements(self.browser.document)
        ]
        return inbound.encode(DomEvent([ids for ids in bindings if ids][index], value=value))

    def bindings(self, element: DomElement) -> list[tuple[str, str]]:
        pairs = element.attrs.get("hon", "").split(",")
        return [(id, event) for id, _, event in (pair.partition("|") for pair in pairs)]


def elements(top: DomElement) -> Iterator[DomElement]:
    for child in top.children:
        if isinstance(child, DomElement):
            yield child
            yield from elements(child)


async def test_html_is_the_same(both: tuple[Server, Server]) -> None:
    sanic, node = both
    names = [name for name in gallery.EXAMPLES if name not in CHANGING]
    paths = ["/", "/no-such-page", *map(gallery.address, names)]
    for path in paths:
        expected, found = await sanic.get(path), await node.get(path)
        assert found.body == expected.body, path
        assert found.status == expected.status
        assert found.headers["content-type"] == expected.headers["content-type"]


async def test_static_files_are_the_same(both: tuple[Server, Server]) -> None:
    sanic, node = both
    expected, found = await sanic.get("/static/gallery.css"), await node.get("/static/gallery.css")
    assert (found.status, found.body) == (200, expected.body)


@pytest.mark.parametrize("path", SCRIPTS)
async def test_transcripts_are_the_same(both: tuple[Server, Server], path: str) -> None:
    visitors = [Visitor(server, path, (await server.get(path)).body) for server in both]
    for visitor in visitors:
        await visitor.run(SCRIPTS[path])
    sanic, node = visitors
    assert node.transcript == sanic.transcript
    assert node.browser.snapshot() == sanic.browser.snapshot()


async def test_refusals_are_the_same(both: tuple[Server, Server]) -> None:
    refused = []
    for server in both:
        for path, headers in [
            ("/click/?hlive=1", {"Origin": "https://elsewhere.example"}),
            ("/click/?hlive=1&sess=NoSuchSession", {}),
        ]:
            with pytest.raises(InvalidStatus) as raised:
                await server.open(path, **headers)
            response = raised.value.response
            refused.append((response.status_code, bytes(response.body or b"")))
    assert refused[2:] == refused[:2]
    assert [status for status, _ in refused[:2]] == [403, 404]


async def test_a_frame_that_is_no_event_closes_both(both: tuple[Server, Server]) -> None:
    codes = []
    for server in both:
        client = await server.visit("/click/?hlive=1")
        await client.connection.send(b"\x00\xffno event")
        codes.append(await client.closed())
    assert codes[0] == codes[1]


async def test_a_session_is_resumed(node: NodeServer) -> None:
    client = await node.server.visit("/click/?hlive=1")
    client.abort()
    again = await node.server.open(f"/click/?hlive=1&sess={client.session_id}")
    assert client.session_id in await again.frame()


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
