"""The command `hlive`: serves an app from the shell."""

from __future__ import annotations

import errno
import gc
import importlib
import logging
import socket
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from sanic import Sanic

from hlive.app import App
from hlive_proto.dialect import DIALECTS
from hlive_proto.differ import Strategy
from hlive_server.mount import serve_app
from hlive_server.settings import ServerSettings
from hlive_server.workers import serve_in_processes

_GARBAGE_THRESHOLDS = (10_000, 10, 10)
"""As for `gc.set_threshold`; Python's own first one is 700."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Live web pages in plain Python."""


@main.command()
@click.argument("app", metavar="MODULE:APP")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=3000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--client", type=click.Path(path_type=Path), help="Another browser client's file.")
@click.option("--dev/--no-dev", default=False, help="Show tracebacks in the browser.")
@click.option("--dialect", type=click.Choice(sorted(DIALECTS)), default="0.2", show_default=True)
@click.option(
    "--strategy",
    type=click.Choice([strategy.value for strategy in Strategy]),
    default=Strategy.MINIMAL.value,
    show_default=True,
    help="How changes are found.",
)
def serve(
    app: str,
    host: str,
    port: int,
    workers: int,
    client: Path | None,
    dev: bool,
    dialect: str,
    strategy: str,
) -> None:
    """Serves an app, such as `hello:app`, from a module in the current folder."""
    sys.path.insert(0, str(Path.cwd()))
    settings = ServerSettings(
        client=None if client is None else _read_client(client),
        development=dev,
        dialect=DIALECTS[dialect],
        strategy=Strategy(strategy),
    )
    load_app(app)
    with _listen(host, port) as listening:
        url = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        serve_one = partial(serve_here, app, settings, listening)
        announce = partial(_announce, f"{app} is at {url}")
        if workers == 1:
            serve_one(announce)
        elif not serve_in_processes(serve_one, workers, announce):
            raise click.ClickException("a worker process ended by itself")


def serve_here(
    app: str, settings: ServerSettings, listening: socket.socket, when_ready: Callable[[], object]
) -> None:
    """Serves `module:app` in this process until a signal stops it.

    Raises ClickException, with a message of one line, when there is no such app.
    """
    level = logging.INFO if settings.development else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("sanic").setLevel(logging.WARNING)
    sanic_app = serve_app(load_app(app), settings)

    def ready(_: object) -> None:
        _look_less_for_garbage()
        when_ready()

    sanic_app.register_listener(ready, "after_server_start")
    sanic_app.prepare(sock=listening, motd=False, access_log=False, single_process=True)
    Sanic.serve_single(primary=sanic_app)


def _look_less_for_garbage() -> None:
    """What has been imported stays, so Python needn't look for garbage in it; and as each page
    is made of thousands of objects, it looks after more of them than it would by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE_THRESHOLDS)


def load_app(spec: str) -> App:
    """The app that `module:attribute` names.

    Raises ClickException, saying in one line what is wrong, when there is none.
    """
    module_name, _, attribute = spec.partition(":")
    attribute = attribute or "app"
    try:
        module = importlib.import_module(module_name)
    except Exception as error:
        raise click.ClickException(_import_problem(module_name, error)) from error
    found = getattr(module, attribute, None)
    if found is None:
        raise click.ClickException(f"{module_name} has no {attribute!r}")
    if not isinstance(found, App):
        raise click.ClickException(f"{spec} is no hlive.App, but {type(found).__name__}")
    return found


def _import_problem(module: str, error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name in (module, module.partition(".")[0]):
        return f"there is no module {module!r} in {Path.cwd()} or among the installed ones"
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = "" if isinstance(error, SyntaxError) else f" ({last.filename}, line {last.lineno})"
    return f"{module} can't be imported: {type(error).__name__}: {error}{where}"


def _read_client(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise click.ClickException(f"can't read the client {path}: {reason}") from error


def _listen(host: str, port: int) -> socket.socket:
    """Takes the port before anything else happens, so that a taken one is told in one line."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "something listens there already" if taken else error.strerror
        raise click.ClickException(f"can't listen at {host} port {port}: {reason}") from error


def _announce(line: str) -> None:
    Console(highlight=False).print(f"[bold]{line}[/bold] (Ctrl+C stops it)", soft_wrap=True)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
