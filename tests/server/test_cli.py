"""The command: real processes that serve an app, and what it says when it can't."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import pytest_asyncio
from click.testing import CliRunner
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hlive_server.cli import main
from tests.conftest import ROOT

HELLO = """
import hlive as l
import os

def home():
    message = l.Box("")
    page = l.Page(title="Hello from " + str(os.getpid()))
    page.body.add(l.C("input", l.on("keyup", lambda e: message.set(e.value))), l.T("p", message))
    return page

app = l.App()
app.page("/", home)
number = 7
"""

Start = Callable[..., Coroutine[Any, Any, tuple[asyncio.subprocess.Process, str]]]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path


@pytest_asyncio.fixture
async def start(in_folder: Path) -> AsyncIterator[Start]:
    """Runs `hlive serve` with these arguments in the folder; process and URL."""
    started = []

    async def run(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom hlive_server.cli import main\n"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            code + "if __name__ == '__main__': main()",
            "serve",
            *arguments,
            "--port",
            "0",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        async with asyncio.timeout(20):
            line = (await process.stdout.readline()).decode()
        words = line.split()
        assert words[:3] == [arguments[0], "is", "at"], line
        return process, words[3]

    yield run
    for process in started:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def complaint(*arguments: str) -> str:
    """What `hlive serve` says before it gives up."""
    result = CliRunner().invoke(main, ["serve", *arguments])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and result.output.count("\n") == 1
    return result.output.removeprefix("Error: ").strip()


async def ask(url: str) -> str:
    return await asyncio.to_thread(lambda: urlopen(url).read().decode())


async def test_serving_an_app(start: Start, in_folder: Path) -> None:
    (in_folder / "hello.py").write_text(HELLO)
    (in_folder / "client.js").write_text("/* another client */")
    process, url = await start("hello:app", "--client", "client.js")
    assert "<script>/* another client */</script>" in await ask(url)
    async with connect(url.replace("http", "ws") + "/?hlive=1", proxy=None) as client:
        assert str(await client.recv()).startswith("s|id|")
        await client.recv()
        await client.send('{"t":"e","i":"5-1","d":{"value":"x"}}')
        assert await client.recv() == "d|c|4|>1>0|t|eA==\n"
        process.send_signal(signal.SIGINT)
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert client.close_code == 1001
        assert client.close_reason == "the server is stopping"
    out, err = await process.communicate()
    assert (out, err, process.returncode) == (b"", b"", 0)


async def test_two_workers(start: Start, in_folder: Path) -> None:
    (in_folder / "hello.py").write_text(HELLO)
    process, url = await start("hello:app", "--workers", "2")

    async def title() -> str:
        """A page's title names the worker that made it; at first none may be there."""
        try:
            return (await ask(url)).split("<title>")[1].split("</title>")[0]
        except OSError:
            return ""

    async with asyncio.timeout(30):
        workers: set[str] = set()
        while len(workers - {""}) < 2:
            workers |= set(await asyncio.gather(*(title() for _ in range(8))))
    async with connect(url.replace("http", "ws") + "/?hlive=1", proxy=None) as client:
        await client.recv()
        await client.recv()
        await client.send('{"t":"e","i":"5-1","d":{"value":"x"}}')
        assert await client.recv() == "d|c|4|>1>0|t|eA==\n"
    process.terminate()
    _, err = await process.communicate()
    assert err == b""


async def test_a_worker_that_dies_ends_the_others(start: Start, in_folder: Path) -> None:
    (in_folder / "hello.py").write_text(HELLO)
    process, url = await start("hello:app", "--workers", "2")
    worker = int((await ask(url)).split("Hello from ")[1].split("<")[0])
    os.kill(worker, signal.SIGKILL)
    _, err = await process.communicate()
    assert err == b"Error: a worker process ended by itself\n"
    assert process.returncode == 1
    with pytest.raises(OSError, match="refused"):
        await ask(url)


def test_no_such_module(in_folder: Path) -> None:
    assert complaint("absent:app") == (
        f"there is no module 'absent' in {in_folder} or among the installed ones"
    )


def test_a_module_that_needs_one_that_is_not_there(in_folder: Path) -> None:
    (in_folder / "needy.py").write_text("import absent\n")
    assert complaint("needy:app") == (
        "needy can't be imported: ModuleNotFoundError: No module named 'absent' "
        f"({in_folder / 'needy.py'}, line 1)"
    )


def test_a_module_with_a_syntax_error(in_folder: Path) -> None:
    (in_folder / "wrong.py").write_text("x = \n")
    assert complaint("wrong:app") == (
        "wrong can't be imported: SyntaxError: invalid syntax (wrong.py, line 1)"
    )


@pytest.mark.parametrize(
    "spec, reason",
    [
        ("things:absent", "things has no 'absent'"),
        ("things", "things has no 'app'"),
        ("things:number", "things:number is no hlive.App, but int"),
    ],
)
def test_no_such_app(in_folder: Path, spec: str, reason: str) -> None:
    (in_folder / "things.py").write_text("number = 7\n")
    assert complaint(spec) == reason


def test_a_client_that_is_not_there(in_folder: Path) -> None:
    assert complaint("hello:app", "--client", "absent.js") == (
        "can't read the client absent.js: No such file or directory"
    )


def test_a_port_that_is_taken(in_folder: Path) -> None:
    (in_folder / "taken.py").write_text(HELLO)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert complaint("taken:app", "--port", port) == (
            f"can't listen at 127.0.0.1 port {port}: something listens there already"
        )
