"""The command `hlive-wasm`: makes an app a folder of static files, serves and checks it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hlive_wasm.build import sizes
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.loading import LoadedApp, load_app
from hlive_wasm.build.native import native_wheel
from hlive_wasm.build.plan import Plan, Wishes, plan
from hlive_wasm.build.runtime import find_runtime
from hlive_wasm.build.saves import Saves
from hlive_wasm.build.write import base_of, check_folder, write
from hlive_wasm.checking import Check, check_build
from hlive_wasm.node_process import NodeError
from hlive_wasm.serving import serve_files

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Live web pages that run in the browser, without a server of their own."""


@main.command()
@click.argument("app", metavar="MODULE:APP")
@click.option("-o", "--out", default=Path("dist"), show_default=True, type=_FOLDER)
@click.option("--name", help="What visitors install; without it, the module's name.")
@click.option("--icon", type=_FILE, help="A picture; without it, the name's first letter.")
@click.option("--base", default="/", show_default=True, help="The folder's address on its host.")
@click.option("--dev", is_flag=True, help="With sources and tracebacks; builds again on save.")
@click.option("--analyze", is_flag=True, help="Show what each package costs.")
@click.option("--wheel", "wheels", multiple=True, type=_FILE, help="A wheel built for Pyodide.")
@click.option("--native", is_flag=True, help="Run `pyodide build` on the project in this folder.")
@click.option("--pyodide", type=_FOLDER, help="A folder with Pyodide, instead of the npm package.")
@click.option("--max-file", default=25.0, show_default=True, help="The host's limit, in MB.")
def build(
    app: str,
    out: Path,
    name: str | None,
    icon: Path | None,
    base: str,
    dev: bool,
    analyze: bool,
    wheels: tuple[Path, ...],
    native: bool,
    pyodide: Path | None,
    max_file: float,
) -> None:
    """Makes an app, such as `hello:app`, a folder that any static host can serve."""
    console = Console(highlight=False)
    saves: Saves | None = None
    statics: tuple[Path, ...] = ()
    try:
        if dev:
            saves = Saves(app)
        check_folder(out)
        loaded = load_app(app)
        statics = tuple(loaded.app.files.values())
        if native:
            wheels = (*wheels, native_wheel(Path.cwd()))
        wishes = Wishes(_named(name, loaded), _base(base), icon, wheels, dev, max_file)
        with console.status("Getting Pyodide") as status:
            made = plan(loaded, find_runtime(pyodide), wishes, status.update)
            status.update("Writing")
            write(made.files, out)
    except BuildError as error:
        if saves is None:
            raise click.ClickException(str(error)) from error
        console.print(f"[red]Error:[/red] {escape(str(error))}", soft_wrap=True)
    else:
        _report(console, made, out, analyze)
    if saves:
        _build_on_save(console, saves, statics)


def _report(console: Console, made: Plan, out: Path, analyze: bool) -> None:
    console.print(sizes.by_file(made.files))
    if analyze:
        console.print()
        console.print(sizes.by_part(made.parts))
    for warning in made.warnings:
        console.print(f"[yellow]Note:[/yellow] {escape(warning)}", soft_wrap=True)
    console.print(f"[bold]{out}[/bold] is ready: `hlive-wasm serve {out}`", soft_wrap=True)


def _build_on_save(console: Console, saves: Saves, statics: tuple[Path, ...]) -> None:
    """Waits until a file is saved, then starts this command anew in a fresh Python."""
    console.print("Builds again when a file is saved (Ctrl+C stops it)")
    if saves.wait(statics):
        os.execv(sys.executable, [sys.executable, "-m", "hlive_wasm.cli", *sys.argv[1:]])


def _named(name: str | None, loaded: LoadedApp) -> str:
    return name or loaded.module.rpartition(".")[2].replace("_", " ").capitalize()


def _base(base: str) -> str:
    """The address with a slash at both ends."""
    inner = base.strip("/")
    return f"/{inner}/" if inner else "/"


@main.command()
@click.argument("folder", default=Path("dist"), type=_FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=3000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host-in-node", is_flag=True, help="Run its Python here, for all visitors.")
def serve(folder: Path, host: str, port: int, host_in_node: bool) -> None:
    """Serves a build, as a static host would."""
    base = _built(folder)

    def announce(url: str) -> None:
        line = f"[bold]{folder} is at {url}[/bold] (Ctrl+C stops it)"
        Console(highlight=False).print(line, soft_wrap=True)

    try:
        if host_in_node:
            _serve_in_node(folder, host, port, announce)
        else:
            serve_files(folder, host, port, base, announce)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "something listens there already" if taken else error.strerror
        raise click.ClickException(f"can't listen at {host} port {port}: {reason}") from error


def _serve_in_node(folder: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    try:
        from hlive_wasm.node_host import serve_in_node
    except ImportError as error:
        raise click.ClickException(
            f"--host-in-node needs a server, and {error.name} is missing: "
            "pip install 'hlive[server]'"
        ) from error
    try:
        serve_in_node(folder, host, port, announce)
    except (BuildError, NodeError) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.argument("folder", default=Path("dist"), type=_FOLDER)
def check(folder: Path) -> None:
    """Opens a build in Chromium, stops its server, and says what works."""
    base = _built(folder)
    console = Console(highlight=False)
    try:
        with console.status("Opening the app") as status:
            checks = check_build(folder, base, status.update)
    except BuildError as error:
        raise click.ClickException(str(error)) from error
    console.print(_table(checks))
    if not all(each.works for each in checks):
        raise SystemExit(1)


def _table(checks: list[Check]) -> Table:
    table = Table("What", "Works", "Remarks", box=None, header_style="bold")
    for each in checks:
        works = "[green]yes[/green]" if each.works else "[red]no[/red]"
        table.add_row(escape(each.what), works, escape(each.remark))
    return table


def _built(folder: Path) -> str:
    """The address that a build was made for; raises ClickException where there is no build."""
    try:
        return base_of(folder)
    except BuildError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
