"""Collects the code that goes along: of the app, of hlive, and which other packages they use."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.imports import Import, imports_of
from hlive_wasm.build.loading import LoadedApp

RUNTIME = "hlive_wasm.runtime.boot"
"""What runs the app in the browser."""

OURS = ("hlive", "hlive_proto", "hlive_wasm")

_MINIFIED_BEFORE = {"rjsmin"}
"""Used by hlive only where its scripts weren't minified beforehand."""

_NO_PROCESSES = ("multiprocessing", "concurrent.futures.process")
"""hlive itself uses them on servers only."""

_INSTALLED = ("site-packages", "dist-packages")
"""Folders that pip fills."""

_NO_PROCESSES_THERE = "there are no processes in a browser: use l.in_worker"
_NO_WINDOWS = "there are no windows of one's own in a browser"
_NO_TERMINAL = "there is no terminal in a browser"
_NO_USERS = "there are no users of a system in a browser"

FORBIDDEN = {
    "multiprocessing": _NO_PROCESSES_THERE,
    "subprocess": _NO_PROCESSES_THERE,
    "threading": "threads can't be started in a browser: use l.in_worker or l.task",
    "socket": "a page has no raw sockets: use pyodide.http or a server's API",
    "socketserver": "a page has no raw sockets, and can't be a server",
    "tkinter": _NO_WINDOWS,
    "turtle": _NO_WINDOWS,
    "curses": _NO_TERMINAL,
    "readline": _NO_TERMINAL,
    "fcntl": "files can't be locked in a browser",
    "dbm": "Pyodide has none: use sqlite3 or a file",
    "pwd": _NO_USERS,
    "grp": _NO_USERS,
    "resource": "a browser doesn't say what a process takes",
    "syslog": "there is no system log in a browser: use logging",
    "venv": _NO_PROCESSES_THERE,
}
"""Modules of the standard library that an app can't use there, and why.

Some can be imported nevertheless; the build says so, and goes on.
"""


@dataclass(frozen=True)
class Place:
    """Where something is imported: a module's file and line."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}"


@dataclass
class Code:
    """Sources by their paths; which packages of others and of the standard library they import.

    What the app can do without is in `welcome`. `forbidden` says of modules that can't be used
    where they are imported, and why they can't.
    """

    own: dict[str, bytes] = field(default_factory=dict)
    ours: dict[str, bytes] = field(default_factory=dict)
    others: dict[str, Place] = field(default_factory=dict)
    welcome: dict[str, Place] = field(default_factory=dict)
    standard: set[str] = field(default_factory=set)
    forbidden: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def collect(loaded: LoadedApp, include: Iterable[str] = ()) -> Code:
    """All code that the app may reach through imports, from its module and from our runtime.

    What is imported from beside the app's package is the app's own, too; `include` are modules of
    it that no `import` names. Raises BuildError where a file isn't Python.
    """
    own = [loaded.module, *include]
    roots = {module.partition(".")[0]: loaded.root for module in own}
    roots |= {name: _root_of(name) for name in OURS}
    code = Code()
    waiting = [*own, RUNTIME]
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        top = module.partition(".")[0]
        if module in seen or top not in roots:
            continue
        seen.add(module)
        path = _file(roots[top], module)
        waiting.extend([module.rpartition(".")[0]] * ("." in module))
        if path is None:
            continue
        source = path.read_bytes()
        relative = path.relative_to(roots[top]).as_posix()
        is_own = top not in OURS
        (code.own if is_own else code.ours)[relative] = source
        for each in _imports(source, module, path):
            name = each.module.partition(".")[0]
            if name not in roots and _is_in(loaded.root, name):
                roots[name] = loaded.root
            waiting.extend(each.candidates)
            _note(code, each, Place(relative, each.line), is_own, roots)
    return code


def _root_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(f"the package {package} isn't installed")
    return Path(next(iter(spec.submodule_search_locations))).resolve().parent


def _is_in(root: Path, package: str) -> bool:
    """Whether Python finds a top-level package or module in a folder of the author's."""
    if not package or root.name in _INSTALLED:
        return False
    spec = importlib.util.find_spec(package)
    if spec is None:
        return False
    places = spec.submodule_search_locations or [spec.origin or ""]
    return any(Path(place).resolve().parent == root for place in places)


def _file(root: Path, module: str) -> Path | None:
    """The file of a module; None for a folder without __init__.py, and for what is no module."""
    base = root.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_name(f"{base.name}.py")):
        if path.is_file():
            return path
    return None


def _imports(source: bytes, module: str, path: Path) -> list[Import]:
    try:
        return imports_of(source, module, path.name == "__init__.py")
    except SyntaxError as error:
        raise BuildError(f"{path}, line {error.lineno}: {error.msg}") from error


def _note(code: Code, found: Import, place: Place, is_own: bool, roots: Iterable[str]) -> None:
    top = found.module.partition(".")[0]
    if top in roots or not top:
        return
    if top in sys.stdlib_module_names:
        if is_own or not found.module.startswith(_NO_PROCESSES):
            code.standard.update(found.candidates)
        if is_own and top in FORBIDDEN and not found.optional:
            code.forbidden.setdefault(top, f"{place} imports {top}: {FORBIDDEN[top]}")
    elif top in ("js", "pyodide", "pyodide_js", "_pyodide") or (
        not is_own and top in _MINIFIED_BEFORE
    ):
        return
    elif not found.optional:
        code.others.setdefault(top, place)
    elif is_own:
        # What hlive can do without stays away: it would cost each visitor a download.
        code.welcome.setdefault(top, place)
