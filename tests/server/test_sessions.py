"""Sessions and their sockets: the line before a full server, coming back, and going away."""

import asyncio
from dataclasses import replace

import pytest
from websockets.exceptions import InvalidStatus

import hlive as l
from hlive.sessions import SessionSettings
from hlive_proto.outbound import SessionLine, decode
from hlive_proto.session import Limits, State
from hlive_server import ServerSettings, mount
from tests.server.conftest import Serve
from tests.server.support import Client, Server, hello
from tests.waiting import until

FINE = "d|u|4|>1>0|t|SGVsbG8sIGZpbmU=\n"
KEEP = ServerSettings(client="", sessions=SessionSettings(disconnect_timeout=60))
FULL = ServerSettings(
    client="", sessions=SessionSettings(limit=1, disconnect_timeout=0, sweep_interval=0.01)
)


async def assert_works(client: Client) -> None:
    await client.say("5-1", value="fine")
    assert await client.frame() == FINE


async def is_away(server: Server, client: Client) -> None:
    live = server.host.sessions.get(client.session_id)
    assert live is not None
    await until(lambda: live.session.state is State.DETACHED, "lost socket")


async def refused(server: Server, path: str) -> int:
    with pytest.raises(InvalidStatus) as caught:
        await server.open(path)
    return caught.value.response.status_code


async def test_who_comes_to_a_full_server_waits_in_line(serve: Serve) -> None:
    server = await serve(hello, FULL)
    first = await server.visit()
    second, third = await server.open(), await server.open()
    seen: list[str] = []

    async def wait(name: str, client: Client) -> None:
        await client.frame()
        seen.append(name)
        await client.connection.close()

    waiting = [wait("third", third), wait("second", second)]
    await assert_works(first)
    assert seen == []
    await first.connection.close()
    await asyncio.gather(*waiting)
    assert seen == ["second", "third"]


async def test_who_goes_away_leaves_the_line(serve: Serve) -> None:
    server = await serve(hello, FULL)
    first = await server.visit()
    second, third = await server.open(), await server.open()
    second.abort()
    await first.connection.close()
    await third.frame()
    assert len(server.host.sessions) == 1
    await third.connection.close()
    await assert_works(await server.visit())


async def test_waiting_ends_with_a_reason(serve: Serve) -> None:
    settings = SessionSettings(limit=1, wait_timeout=0.02)
    server = await serve(hello, ServerSettings(client="", sessions=settings))
    first = await server.visit()
    second = await server.open()
    assert await second.closed() == (
        1013,
        "all 1 sessions are taken; none came free in 0.02 seconds",
    )
    await assert_works(first)


async def test_a_page_ends_when_its_browser_stays_away(serve: Serve) -> None:
    ended: list[str] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.CM("p", unmount=lambda context: ended.append("p")))
        return page

    server = await serve(home, FULL)
    client = await server.visit()
    client.abort()
    await until(lambda: ended == ["p"], "unmount")
    assert len(server.host.sessions) == 0
    assert (await server.get(f"/?hlive={client.session_id}")).status == 404


async def test_a_client_that_counts_gets_what_it_missed(serve: Serve) -> None:
    server = await serve(hello, KEEP)
    client = await server.visit("/?hlive=1&hseq=0")
    await client.say("5-1", value="fine")
    await client.frame()
    client.abort()
    await is_away(server, client)
    probe = await server.get(f"/?hlive={client.session_id}&hseq=2")
    assert (probe.status, probe.body) == (200, "")
    again = await server.open(f"/?hlive={client.session_id}&hseq=2")
    assert await again.frame() == FINE
    await again.say("5-1", value="")
    assert await again.frame() == "d|u|4|>1>0|t|SGVsbG8sIA==\n"


async def test_a_client_that_counts_takes_over_a_socket_that_seems_alive(serve: Serve) -> None:
    server = await serve(hello, KEEP)
    client = await server.visit("/?hlive=1&hseq=0")
    again = await server.open(f"/?hlive={client.session_id}&hseq=2")
    assert await client.closed() == (4003, "the page goes on at another connection")
    await assert_works(again)
    assert len(server.host.sessions) == 1


@pytest.mark.parametrize("received", [9, 0])
async def test_what_is_not_kept_cannot_be_sent_again(serve: Serve, received: int) -> None:
    sessions = replace(KEEP.sessions, limits=Limits(replay_bytes=100))
    server = await serve(hello, replace(KEEP, sessions=sessions))
    client = await server.visit("/?hlive=1&hseq=0")
    client.abort()
    await is_away(server, client)
    assert await refused(server, f"/?hlive={client.session_id}&hseq={received}") == 404


async def test_a_client_that_does_not_count_comes_back_by_its_id(serve: Serve) -> None:
    server = await serve(hello, KEEP)
    client = await server.visit()
    assert await refused(server, f"/?hlive={client.session_id}") == 404
    client.abort()
    await is_away(server, client)
    again = await server.open(f"/?hlive={client.session_id}")
    assert decode(await again.frame()) == [SessionLine(client.session_id)]
    await assert_works(again)


async def test_a_session_stays_at_its_page(serve: Serve) -> None:
    app = l.App()
    app.page("/", hello)
    app.page("/other", hello)
    server = await serve(app, KEEP)
    client = await server.visit()
    client.abort()
    await is_away(server, client)
    assert await refused(server, f"/other?hlive={client.session_id}") == 404
    assert await refused(server, f"/?hlive={client.session_id}x") == 404
    await assert_works_after_session_line(server, client)


async def assert_works_after_session_line(server: Server, client: Client) -> None:
    again = await server.open(f"/?hlive={client.session_id}")
    await again.frame()
    await assert_works(again)


async def test_a_page_changes_while_its_browser_is_away(serve: Serve) -> None:
    go_on = asyncio.Event()

    def home() -> l.Page:
        async def wait(event: l.Event) -> None:
            await go_on.wait()
            said.set("done")

        said = l.Box("started")
        page = l.Page()
        page.body.add(l.C("button", l.on("click", wait)), l.T("p", said))
        return page

    server = await serve(home, KEEP)
    client = await server.visit("/?hlive=1&hseq=0")
    await client.say("5-1")
    client.abort()
    await is_away(server, client)
    go_on.set()
    again = await server.open(f"/?hlive={client.session_id}&hseq=2")
    assert await again.frame() == "d|u|4|>1>0|t|ZG9uZQ==\n"


async def test_who_is_silent_is_cut_off(serve: Serve) -> None:
    settings = replace(KEEP, ping_interval=0.02, pong_timeout=0.1)
    server = await serve(hello, settings)
    silent, other = await server.visit(), await server.visit()
    silent.connection.transport.pause_reading()
    await is_away(server, silent)
    await assert_works(other)
    silent.abort()


async def test_who_does_not_read_is_cut_off(serve: Serve) -> None:
    server = await serve(hello, replace(KEEP, unsent_bytes=100_000))
    client, other = await server.visit(), await server.visit()
    client.connection.transport.pause_reading()
    live = server.host.sessions.get(client.session_id)
    assert live is not None
    for number in range(1000):
        await client.say("5-1", value=f"{number} {'x' * 50_000}")
        await asyncio.sleep(0)
        if live.session.state is State.DETACHED:
            break
    await is_away(server, client)
    await assert_works(other)


async def test_pages_of_one_app_share_their_settings(serve: Serve) -> None:
    server = await serve(hello, KEEP)
    with pytest.raises(ValueError, match="other settings"):
        mount(server.app, "/other", hello, ServerSettings(client="other"))
