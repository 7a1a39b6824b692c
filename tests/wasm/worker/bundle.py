"""Puts an app into a folder as a build does, just without trimming, compiling or pre-rendering."""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

import cachetools
import rjsmin

import hlive
import hlive_proto
import hlive_wasm.runtime
from tests.conftest import ROOT

PYODIDE = "314.0.7"
_RUNTIME = f"runtime/{PYODIDE}/"
_RUNTIME_FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
_JS = ROOT / "hlive_wasm" / "js"
_PAGE_SCRIPTS = ["offline.js", "port_socket.js"]


class Unavailable(Exception):
    """Pyodide can't be had here, and why."""


def pyodide(cache: Path) -> Path:
    """The folder of the npm package, fetched once into `cache`; raises Unavailable."""
    folder = cache / f"pyodide-{PYODIDE}"
    if not folder.is_dir():
        if shutil.which("npm") is None:
            raise Unavailable("needs Pyodide: no `npm` in PATH")
        cache.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "pack",
            f"pyodide@{PYODIDE}",
            "--silent",
            "--pack-destination",
            str(cache),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise Unavailable(f"needs Pyodide: npm pack: {done.stderr.strip()[:200]}")
        with tarfile.open(cache / f"pyodide-{PYODIDE}.tgz") as packed:
            packed.extractall(folder, filter="data")
    return folder / "package"


def write_bundle(
    target: Path,
    source: Path,
    app: str,
    files: Mapping[str, str],
    version: str = "1",
    scope: str = "/",
    client: str | None = None,
    static: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Writes the app "module:name" with its `files` (paths and contents); `source` is Pyodide.

    `static` are files for the browser itself.
    """
    (target / _RUNTIME).mkdir(parents=True, exist_ok=True)
    for name in _RUNTIME_FILES:
        if not (target / _RUNTIME / name).exists():
            shutil.copy(source / name, target / _RUNTIME / name)
    archive, package = f"libraries-{version}.zip", f"app-{version}.zip"
    _write_libraries(target / archive)
    with ZipFile(target / package, "w") as packed:
        for path, text in files.items():
            packed.writestr(path, text)
    config = {
        "version": version,
        "app": app,
        "runtime": _RUNTIME,
        "stdlib": f"{_RUNTIME}python_stdlib.zip",
        "archive": archive,
        "package": package,
        "head": [f'<script src="{scope}hlive-port.js"></script>'],
        "lock": json.loads((source / "pyodide-lock.json").read_text(encoding="utf-8"))["info"],
        "client": client,
        "development": False,
        "lazy": {"files": {}},
    }
    port = "\n".join((_JS / name).read_text(encoding="utf-8") for name in _PAGE_SCRIPTS)
    (target / "hlive-port.js").write_text(_filled(port, config), encoding="utf-8")
    kept = [archive, package, "hlive-port.js", *(f"{_RUNTIME}{name}" for name in _RUNTIME_FILES)]
    for path, text in static.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
        kept.append(path)
    scripts = {
        f"hlive-{script.name}": script.read_text(encoding="utf-8")
        for script in _JS.glob("*.js")
        if script.name not in _PAGE_SCRIPTS
    }
    for name in sorted(scripts, key=lambda name: "__HLIVE_CONFIG__" in scripts[name]):
        whole = {**config, "files": {path: digest(target / path) for path in kept}}
        (target / name).write_text(_filled(scripts[name], whole), encoding="utf-8")
        if "__HLIVE_CONFIG__" not in scripts[name]:
            kept.append(name)
    shell = f'<!doctype html><meta name="hlive-shell">{whole["head"][0]}One moment'
    (target / "index.html").write_text(shell, encoding="utf-8")


def digest(file: Path) -> str:
    """A file's SHA-256 as the `integrity` of a script has it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()}"


def _filled(script: str, config: Mapping[str, object]) -> str:
    runtime = str(config["runtime"])
    return script.replace("__HLIVE_CONFIG__", json.dumps(config)).replace(
        "__HLIVE_RUNTIME__", runtime
    )


def _write_libraries(target: Path) -> None:
    with ZipFile(target, "w") as archive:
        archive.writestr("hlive_wasm/__init__.py", "")
        for package in [hlive, hlive_proto, cachetools, rjsmin, hlive_wasm.runtime]:
            root = Path(str(package.__file__))
            base = root.parents[str(package.__name__).count(".") + (root.name == "__init__.py")]
            found = root.parent.rglob("*") if root.name == "__init__.py" else [root]
            for file in sorted(found):
                if file.is_file() and "__pycache__" not in file.parts:
                    archive.write(file, file.relative_to(base).as_posix())
