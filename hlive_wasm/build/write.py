"""Puts a build into its folder, all at once: a failed build leaves the old one as it was."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hlive_wasm.build.errors import BuildError

MARK = "hlive-sw.js"
"""A folder with this file was written by a build, so another build may replace it."""


def check_folder(folder: Path) -> None:
    """Raises BuildError where `folder` is something that a build must not replace."""
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise BuildError(
                f"{folder} isn't empty and holds no build: name another folder, or empty it"
            )
    elif folder.exists():
        raise BuildError(f"{folder} is a file: name a folder")


def base_of(folder: Path) -> str:
    """The address that the build in `folder` was made for; raises BuildError without a build."""
    manifest = folder / "app.webmanifest"
    if not (folder / MARK).is_file() or not manifest.is_file():
        raise BuildError(f"{folder} holds no build: make one with `hlive-wasm build MODULE:APP`")
    return str(json.loads(manifest.read_bytes())["scope"])


def config_of(folder: Path) -> dict[str, Any]:
    """What the build in `folder` says of itself; raises BuildError without a build."""
    base_of(folder)
    script = (folder / MARK).read_text(encoding="utf-8")
    found = re.search(r"^const CONFIG = (\{.*\});$", script, re.MULTILINE)
    if found is None:
        raise BuildError(f"{folder} holds a build of another version of hlive: build it again")
    config: dict[str, Any] = json.loads(found[1])
    return config


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Makes `folder` hold these files and no others; raises BuildError where it can't."""
    check_folder(folder)
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _fill(work / "new", files)
            if folder.is_dir():
                folder.rename(work / "old")
            (work / "new").rename(folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise BuildError(f"{folder} can't be written: {error.strerror}") from error


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
