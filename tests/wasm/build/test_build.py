"""A real build: what is in it, that its Python runs, and that it is the same each time."""

import base64
import gzip
import json
import os
import re
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hlive_wasm.build.runtime import Runtime
from tests.wasm.build.conftest import run

HERE = Path(__file__).parent


def config(folder: Path) -> dict[str, Any]:
    found = re.search(r"CONFIG = ({.*});", (folder / "hlive-sw.js").read_text())
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def tree(folder: Path) -> dict[str, str]:
    """The files of a folder with the hashes of their contents."""
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def named(folder: Path, pattern: str) -> zipfile.ZipFile:
    (path,) = folder.glob(pattern)
    return zipfile.ZipFile(path)


def test_the_folder_has_what_a_static_host_needs(built: Path) -> None:
    names = {re.sub(r"-[0-9a-f]{16}", "-HASH", name) for name in tree(built)}
    runtime = "runtime/314.0.7"
    assert {
        "index.html", "404.html", "app.webmanifest", "icons/192.png", "icons/512.png",
        "files/style.css", "hlive-sw.js", "hlive-port.js", "hlive-worker.js", "hlive-host.js",
        "app-HASH.zip", "libraries-HASH.zip", f"{runtime}/pyodide.mjs",
        f"{runtime}/pyodide.asm.mjs", f"{runtime}/pyodide.asm.wasm",
        f"{runtime}/pyodide-lock.json", f"{runtime}/python_stdlib-HASH.zip",
        f"{runtime}/python_stdlib_rest-HASH.zip",
    } <= names  # fmt: skip


def test_the_app_goes_along_with_its_sources_and_files(built: Path) -> None:
    assert named(built, "app-*.zip").namelist() == [
        "counter/__init__.py",
        "counter/__pycache__/__init__.cpython-314.pyc",
        "counter/__pycache__/web.cpython-314.pyc",
        "counter/static/",
        "counter/static/style.css",
        "counter/web.py",
        "counter/words.txt",
    ]


def test_zips_are_stored_and_undated(built: Path) -> None:
    for path in built.rglob("*.zip"):
        for info in zipfile.ZipFile(path).infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


def test_libraries_have_code_and_minified_scripts_but_no_sources(built: Path) -> None:
    names = named(built, "libraries-*.zip").namelist()
    assert {"hlive/live.pyc", "hlive/client/hlive.min.js", "cachetools/__init__.pyc"} <= set(names)
    assert [name for name in names if name.endswith(".py")] == []
    assert [name for name in names if name.startswith(("hlive_wasm/build", "hlive/testing"))] == []


def test_the_page_is_there_before_python(built: Path) -> None:
    html = (built / "index.html").read_text()
    assert re.match(
        r'<!doctype html><html lang="en"><head><script src="/hlive-port.js"></script>'
        r'<link rel="manifest" href="/app.webmanifest">',
        html,
    )
    assert '<meta name="hlive-prerendered"></head>' in html
    assert "<p>some words</p>" in html


def test_the_service_worker_knows_every_file_by_its_hash(built: Path) -> None:
    known = config(built)
    assert known["app"] == "counter.web:app"
    assert known["routes"] == ["/", "/users/{id}"]
    assert known["static"] == ["/files"]
    assert known["prerendered"] == {"/": "index.html"}
    assert {known["archive"], known["package"], known["stdlib"], "hlive-port.js"} <= set(
        known["files"]
    )
    assert set(known["lazy"]["files"]) & set(known["files"]) == set()
    for path, hash in (known["files"] | known["lazy"]["files"]).items():
        digest = sha256((built / path).read_bytes()).digest()
        assert hash == f"sha256-{base64.b64encode(digest).decode()}"


def test_python_answers_with_what_is_in_the_folder(built: Path) -> None:
    done = subprocess.run(
        ["node", HERE / "answer.mjs", built, "/"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    status, html, _ = json.loads(done.stdout.splitlines()[-1])
    assert status == 200
    assert "<title>Counter</title>" in html
    assert "<p>some words</p>" in html


def test_the_smallest_app_has_at_most_5_3_mb(built: Path) -> None:
    known = config(built)
    runtime = [known["runtime"] + name for name in ("pyodide.mjs", "pyodide.asm.mjs")]
    paths = {*known["files"], *runtime, "index.html", "hlive-sw.js", "hlive-host.js"}
    sizes = [len(gzip.compress((built / path).read_bytes(), 9)) for path in paths]
    assert sum(sizes) <= 5_300_000


def test_the_same_app_gives_the_same_bytes(
    pyodide: Runtime, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing kept of earlier builds, and another time with everything kept."""
    monkeypatch.chdir(built.parent)
    monkeypatch.setenv("HLIVE_CACHE", str(tmp_path / "cache"))
    options = ["--name", "Counter", "--pyodide", str(pyodide.folder)]
    for _ in range(2):
        result = run("build", "counter.web:app", "-o", tmp_path / "again", *options)
        assert result.exit_code == 0, result.output
        assert tree(tmp_path / "again") == tree(built)
    assert sorted(os.listdir(tmp_path)) == ["again", "cache"]
