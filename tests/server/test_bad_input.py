"""Whoever sends rubbish gets a clear answer, nobody else notices, and the log has one line."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hlive.sessions import SessionSettings
from hlive_proto.session import Limits
from hlive_server import ServerSettings
from tests.server.conftest import Serve
from tests.server.support import Client, Server, hello

Log = Callable[[], list[str]]


def settings(limits: Limits | None = None) -> ServerSettings:
    return ServerSettings(client="", sessions=SessionSettings(limits=limits or Limits()))


async def assert_works(client: Client) -> None:
    await client.say("5-1", value="fine")
    assert await client.frame() == "d|u|4|>1>0|t|SGVsbG8sIGZpbmU=\n"


@pytest.mark.parametrize(
    "message, answer",
    [
        ("rubbish", "not JSON"),
        ("[" * 20000, "nested more than 32 deep"),
        ("[]", "a message is a JSON object, not list"),
        ('{"t":"z"}', "unknown message type 'z'"),
        ('{"t":"e","i":"99-1"}', "there is no binding '99-1'"),
        ('{"t":"e","i":"5-1","d":7}', "'d' must be dict"),
        (b'{"t":"e","i":"5-1"}', "without the empty line"),
        (b"\xff\n\nx", "isn't UTF-8"),
    ],
    ids=["words", "deep", "list", "type", "binding", "data", "no separator", "binary"],
)
async def test_a_malformed_message_is_refused(
    serve: Serve, server_log: Log, message: str | bytes, answer: str
) -> None:
    server = await serve(hello, settings())
    client, other = await server.visit(), await server.visit()
    await client.connection.send(message)
    kind, text = await client.note()
    assert kind == "refused" and answer in text
    assert len(server_log()) == 1 and answer in server_log()[0]
    await assert_works(client)
    await assert_works(other)


@pytest.mark.parametrize(
    "message, limits, reason",
    [
        ("x" * 1001, Limits(text_bytes=1000), "a message may have 1000 bytes, this has 1001"),
        ("ä" * 501, Limits(text_bytes=1000), "a message may have 1000 bytes, this has 1002"),
        (b"x" * 2001, Limits(upload_bytes=2000), "an upload may have 2000 bytes, this has 2001"),
    ],
    ids=["text", "bytes count", "upload"],
)
async def test_a_message_above_its_limit_ends_the_session(
    serve: Serve, server_log: Log, message: str | bytes, limits: Limits, reason: str
) -> None:
    server = await serve(hello, settings(limits))
    client, other = await server.visit(), await server.visit()
    await client.connection.send(message)
    assert await client.closed() == (4001, reason)
    assert len(server_log()) == 1 and reason in server_log()[0]
    assert (await server.get(f"/?hlive={client.session_id}")).status == 404
    await assert_works(other)


async def test_a_frame_that_is_too_large_to_be_received_at_all(
    serve: Serve, server_log: Log
) -> None:
    server = await serve(hello, settings(Limits(upload_bytes=1000)))
    client, other = await server.visit(), await server.visit()
    await client.connection.send(b"x" * 3_000_000)
    code, reason = await client.closed()
    assert code == 1009 and reason is not None and "3000000 bytes" in reason
    assert len(server_log()) == 1 and "3000000 bytes" in server_log()[0]
    await assert_works(other)


async def test_text_in_fragments_is_one_message(serve: Serve) -> None:
    server = await serve(hello, settings())
    client = await server.visit()
    await client.connection.send(['{"t":"e","i":"5-1","d":', '{"value":"fine"}}'])
    assert await client.frame() == "d|u|4|>1>0|t|SGVsbG8sIGZpbmU=\n"


async def test_invalid_utf8(serve: Serve, server_log: Log) -> None:
    server = await serve(hello, settings())
    client, other = await server.visit(), await server.visit()
    await client.connection.send(b'{"t":"\xff"}', text=True)
    assert await client.closed() == (1007, "a text message must be UTF-8")
    assert len(server_log()) == 1 and "isn't UTF-8" in server_log()[0]
    await assert_works(other)


async def test_ten_thousand_events_in_a_second(serve: Serve, server_log: Log) -> None:
    server = await serve(hello, settings())
    client, other = await server.visit(), await server.visit()
    with suppress(ConnectionClosed):
        for _ in range(10_000):
            await client.say("5-1", value="again")
    assert await client.closed() == (4002, "more than 500 events a second")
    assert len(server_log()) == 1 and "more than 500 events a second" in server_log()[0]
    await assert_works(other)


@pytest.mark.parametrize(
    "origin, allowed",
    [
        ("http://127.0.0.1:{port}", True),
        ("HTTP://127.0.0.1:{port}", True),
        ("https://friend.example", True),
        ("http://127.0.0.1", False),
        ("http://127.0.0.1:{port}.evil.example", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
async def test_the_origin_of_a_socket(
    serve: Serve, server_log: Log, origin: str, allowed: bool
) -> None:
    server = await serve(
        hello, ServerSettings(client="", allowed_origins=("https://friend.example",))
    )
    origin = origin.format(port=server.port)
    if allowed:
        await server.visit(origin=origin)
        return
    assert await refused(server, "/?hlive=1", origin=origin) == 403
    assert len(server_log()) == 1 and repr(origin) in server_log()[0]
    assert len(server.host.sessions) == 0


@pytest.mark.parametrize(
    "query, status",
    [
        ("hlive=00000000000000000000", 404),
        ("hlive=00000000000000000000&hseq=3", 404),
        ("hlive=" + "x" * 3000, 404),
        ("hlive=1&hseq=x", 400),
        ("hlive=1&hseq=-1", 400),
        ("hlive=1&hseq=", 400),
    ],
)
async def test_a_socket_that_is_refused(
    serve: Serve, server_log: Log, query: str, status: int
) -> None:
    server = await serve(hello, settings())
    other = await server.visit()
    assert await refused(server, f"/?{query}") == status
    assert len(server_log()) == 1 and f"refused with {status}" in server_log()[0]
    assert len(server_log()[0]) < 200
    await assert_works(other)


@pytest.mark.parametrize("query, status", [("hlive=1", 400), ("hlive=0", 404), ("hseq=x", 200)])
async def test_a_plain_request_with_a_sockets_query(serve: Serve, query: str, status: int) -> None:
    server = await serve(hello, settings())
    assert (await server.get(f"/?{query}")).status == status


async def test_an_upgrade_that_is_no_handshake(serve: Serve) -> None:
    server = await serve(hello, settings())
    answer = await server.get("/?hlive=1", upgrade="websocket")
    assert answer.status == 426
    assert answer.body == "no WebSocket handshake: invalid Connection header: close\n"
    assert len(server.host.sessions) == 0


async def test_rubbish_instead_of_frames(serve: Serve, server_log: Log) -> None:
    server = await serve(hello, settings())
    client, other = await server.visit(), await server.visit()
    client.connection.transport.write(b"\xff\xff\xff\xff rubbish")
    code, _ = await client.closed()
    assert code == 1002
    assert len(server_log()) == 1 and "1002" in server_log()[0]
    await assert_works(other)


async def refused(server: Server, path: str, **headers: str) -> int:
    """The status with which a socket is refused."""
    with pytest.raises(InvalidStatus) as caught:
        await server.open(path, **headers)
    return caught.value.response.status_code
