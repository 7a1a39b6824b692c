"""The examples of spec/protocol.md that need a running server: ours, and the minimal one."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from conformance.codec.examples import SPEC, Example, examples
from examples.minimal.page import counter_and_greeting
from examples.minimal.server import run
from tests.server.conftest import Serve
from tests.server.support import PATIENCE, hello
from tests.spec.grammar import follows
from tests.waiting import until

EXAMPLES = [each for each in examples(SPEC.read_text(encoding="utf-8")) if each.kind == "http"]


@pytest_asyncio.fixture(params=["ours", "minimal"])
async def host(
    request: pytest.FixtureRequest, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[str]:
    """Host and port of a server with one page."""
    if request.param == "ours":
        yield f"127.0.0.1:{(await serve(hello)).port}"
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    task = asyncio.create_task(run(lambda: counter_and_greeting(""), port))
    await until(lambda: "http://" in capsys.readouterr().out, "listening server")
    yield f"127.0.0.1:{port}"
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
async def test_example(example: Example, host: str) -> None:
    request, *headers = example.wire.replace("HOST", host).split("\n")
    method, path = request.split(" ")
    fields = dict(header.split(": ") for header in headers)
    async with asyncio.timeout(PATIENCE):
        if method == "GET":
            assert await asyncio.to_thread(get, f"http://{host}{path}") == example.meaning
        else:
            assert await opened(f"ws://{host}{path}", fields) == example.meaning


def get(url: str) -> dict[str, object]:
    try:
        with urlopen(url) as answer:
            return {"status": answer.status, "type": answer.headers.get_content_type()}
    except HTTPError as error:
        return {"status": error.code}


async def opened(url: str, headers: dict[str, str]) -> dict[str, object]:
    """What became of an upgrade; after one, the server's first frame must be a session line."""
    offered = headers.pop("Sec-WebSocket-Protocol", None)
    subprotocols = [Subprotocol(offered)] if offered else None
    try:
        async with connect(
            url, additional_headers=headers, subprotocols=subprotocols, proxy=None
        ) as connection:
            first = await connection.recv()
            assert isinstance(first, str) and follows("session-line", first)
            assert connection.subprotocol is None
            return {"status": 101}
    except InvalidStatus as refused:
        return {"status": refused.response.status_code}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 9
