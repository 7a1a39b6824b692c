"""A build under Node answers as the app on Sanic does: its pages, sessions and refusals."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from websockets.exceptions import InvalidStatus

from examples import gallery
from hlive_proto import inbound
from hlive_proto.browser import Browser
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from tests.server.support import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE = 60.0
"""Seconds for a frame: the first work of a worker begins with the start of its Python."""

DIFFERENT = {"Clock", "Dashboard", "Session"}
"""Examples that show the time or what it brings, and the one that needs cookies."""

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
                async with asyncio.timeout(PATIENCE):
                    frame = str(await client.connection.recv())
                self.browser.apply(frame)
                self.transcript.append(frame.replace(self.browser.session_id, "ID"))
        client.abort()

    def event(self, name: str, index: int, value: str | None) -> str | bytes:
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
    names = [name for name in gallery.EXAMPLES if name not in DIFFERENT]
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


async def test_a_form_without_scripts_is_answered_the_same(both: tuple[Server, Server]) -> None:
    answers = []
    for server in both:
        headers = {
            "origin": f"http://127.0.0.1:{server.port}",
            "content_type": "application/x-www-form-urlencoded",
        }
        body = "hlive-form=account&name=Zo%C3%AB&email=nonsense&plan=Team"
        answers.append(await server.ask("POST", "/sign-up/", body, **headers))
        answers.append(await server.ask("POST", "/sign-up/", body))
    sanic, foreign_sanic, node, foreign_node = answers
    assert (node.status, node.body) == (sanic.status, sanic.body)
    assert 'value="Zoë"' in node.body
    assert (foreign_node.status, foreign_node.body) == (foreign_sanic.status, foreign_sanic.body)
    assert foreign_node.status == 403


async def test_refusals_are_the_same(both: tuple[Server, Server]) -> None:
    refused = []
    for server in both:
        for path, headers in [
            ("/click/?hlive=1", {"Origin": "https://elsewhere.example"}),
            ("/click/?hlive=nosuchsession", {}),
        ]:
            with pytest.raises(InvalidStatus) as raised:
                await server.open(path, **headers)
            response = raised.value.response
            refused.append((response.status_code, bytes(response.body or b"")))
    assert refused[2:] == refused[:2]
    assert [status for status, _ in refused[:2]] == [403, 404]


async def test_bytes_that_are_no_event_are_refused_by_both(both: tuple[Server, Server]) -> None:
    for server in both:
        client = await server.visit("/click/?hlive=1")
        await client.connection.send(b"\x00\xffno event")
        reason = "a binary frame without the empty line that ends its JSON"
        assert await client.note() == ("refused", reason)


async def test_a_session_is_resumed(both: tuple[Server, Server]) -> None:
    _, node = both
    client = await node.visit("/click/?hlive=1")
    client.abort()
    again = await node.open(f"/click/?hlive={client.session_id}&hseq=2")
    assert await again.frame() == f"s|id|{client.session_id}"
