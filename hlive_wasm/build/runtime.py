"""Pyodide: from the npm package, which is kept in the user's cache, or from a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from hlive_wasm.build.cache import Cache
from hlive_wasm.build.errors import BuildError

VERSION = "314.0.7"
"""The version of Pyodide that builds are made with."""

LOADED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
"""What a browser loads of it, besides the standard library."""

STDLIB = "python_stdlib.zip"

_MANIFEST = "package.json"


@dataclass(frozen=True)
class Runtime:
    """A folder with Pyodide, and where the build may keep what it made from it."""

    folder: Path
    cache: Cache

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    @property
    def abi(self) -> str:
        """The version of the binary interface that extension modules are built for."""
        info = json.loads(self.read("pyodide-lock.json"))["info"]
        return str(info["abi_version"])


def cache_folder() -> Path:
    """Where downloads are kept: in HLIVE_CACHE if that is set, else where the system wants it."""
    chosen = os.environ.get("HLIVE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("hlive")


def find_runtime(folder: Path | None = None) -> Runtime:
    """Pyodide in `folder`, else from npm; it is downloaded once.

    Raises BuildError where it can't be had, or is another version.
    """
    cache = cache_folder() / f"pyodide-{VERSION}"
    if folder is None:
        folder = cache / "package"
        if not (folder / _MANIFEST).is_file():
            _download(folder)
    for name in (*LOADED, STDLIB, "pyodide-lock.json", _MANIFEST):
        if not (folder / name).is_file():
            raise BuildError(
                f"{folder} holds no Pyodide: {name} is missing. Unpack `npm pack pyodide@{VERSION}`"
            )
    version = json.loads((folder / _MANIFEST).read_bytes()).get("version")
    if version != VERSION:
        raise BuildError(
            f"{folder} holds Pyodide {version}, and this version of hlive needs {VERSION}: "
            f"get it with `npm pack pyodide@{VERSION}`, or leave --pyodide away"
        )
    return Runtime(folder, Cache(cache))


def _download(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise BuildError(
            "npm, which downloads Pyodide, isn't installed: get it from https://nodejs.org, "
            "or name a folder with Pyodide by --pyodide"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        command = [npm, "pack", "--silent", f"pyodide@{VERSION}"]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        archives = list(Path(work).glob("*.tgz"))
        if done.returncode or not archives:
            reason = (done.stderr.strip() or "npm said nothing").splitlines()[-1]
            raise BuildError(
                f"Pyodide {VERSION} can't be downloaded: {reason}. Try again with a network, or "
                "name a folder with Pyodide by --pyodide"
            )
        with tarfile.open(archives[0]) as archive:
            archive.extractall(work, filter="data")
        try:
            (Path(work) / "package").replace(folder)
        except OSError:
            if not (folder / _MANIFEST).is_file():  # else somebody was quicker, at the same time
                raise
