"""A running server, frame by frame: ours and the reference's, over HTTP and WebSocket."""

from collections.abc import Iterator
from http import HTTPStatus
from threading import Thread

import pytest
from click.testing import CliRunner
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from conformance.cli import main
from conformance.peer import PeerError
from conformance.run import run_online
from conformance.scenario import load_all
from conformance.targets.servers import SERVERS
from conformance.verdict import Verdict

SAMPLE = ("app.hello", "event.log", "list.remove-all", "plugin.added", "raw.roots", "raw.update",
          "render.component-shrink", "text.escape-update")  # fmt: skip
GO_ERRATA = ("raw.roots", "raw.update", "render.component-shrink")


def verdicts(url: str, dialect: str) -> dict[str, Verdict]:
    found = run_online(url, dialect, load_all(SAMPLE))
    return {result.case: result.finding.verdict for result in found}


@pytest.mark.parametrize("name", ["python", "python01"])
def test_our_own_site_passes(name: str) -> None:
    server = SERVERS[name]
    with server.start("") as hosted:
        found = verdicts(hosted.url, server.dialect)
    assert {*found.values()} == {Verdict.PASS} and len(found) >= len(SAMPLE) - 1


@pytest.mark.go
def test_the_reference_shows_its_errata() -> None:
    try:
        with SERVERS["go"].start("") as hosted:
            found = verdicts(hosted.url, "0.2")
    except PeerError as error:
        pytest.skip(str(error))
    expected = dict.fromkeys(SAMPLE, Verdict.PASS) | dict.fromkeys(GO_ERRATA, Verdict.ERRATUM)
    assert found == expected


def test_the_command_takes_a_url() -> None:
    with SERVERS["python"].start("") as hosted:
        arguments = ["run", "--track", "server", "--url", hosted.url, "--dialect", "0.2"]
        result = CliRunner().invoke(main, [*arguments, "app.*"])
    assert result.exit_code == 0, result.output
    assert "server 0.2 app.counter                      pass" in result.output


def _pages(connection: ServerConnection, request: Request) -> Response | None:
    if "Upgrade" in request.headers:
        return None
    there = request.path.startswith("/app.")
    return connection.respond(HTTPStatus.OK if there else HTTPStatus.NOT_IMPLEMENTED, "<p>")


@pytest.fixture
def rude() -> Iterator[str]:
    """A server that has some pages only, and hangs up at once."""
    with serve(lambda socket: None, "127.0.0.1", 0, process_request=_pages) as listener:
        Thread(target=listener.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listener.socket.getsockname()[1]}"
        listener.shutdown()


def test_a_server_that_hangs_up_fails_and_one_without_the_page_has_not_implemented_it(
    rude: str,
) -> None:
    results = list(run_online(rude, "0.2", load_all(("app.hello", "text.plain"))))
    assert [result.finding.verdict for result in results] == [Verdict.FAIL, Verdict.UNIMPLEMENTED]
    assert "has closed the socket" in results[0].finding.detail


def test_nobody_there() -> None:
    results = list(run_online("http://127.0.0.1:9", "0.2", load_all(("text.plain",))))
    assert "the server can't be reached" in results[0].finding.detail
