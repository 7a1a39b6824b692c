"""Fixtures for tests of builds: a small app, and one real build of it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hlive_wasm.build.runtime import Runtime
from hlive_wasm.cli import main

Project = Callable[[str, str], None]

APP = '''"""A counter."""

from pathlib import Path

import hlive as l


def home() -> l.Page:
    """Counts clicks."""
    page = l.Page(title="Counter")
    count = l.Box(0)
    page.body.add(l.C("button", l.on("click", lambda e: count.set(count.get() + 1)), count))
    page.body.add(l.T("p", (Path(__file__).parent / "words.txt").read_text()))
    return page


app = l.App()
app.page("/", home)
app.page("/users/{id}", lambda id: l.Page(title=id))
app.static("/files", Path(__file__).parent / "static")
'''


def write_app(root: Path, source: str = APP) -> None:
    """A package `counter` with data and static files."""
    files = {
        "__init__.py": '"""A package."""\n',
        "web.py": source,
        "words.txt": "some words",
        "static/style.css": "p { color: teal }",
        "unused/__init__.py": "import nothing_that_exists\n",
    }
    for name, text in files.items():
        path = root / "counter" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(*arguments: str | Path) -> Result:
    """Runs `hlive-wasm` in this process, with modules that no other test has imported."""
    before, path = set(sys.modules), list(sys.path)
    try:
        return CliRunner().invoke(main, [str(each) for each in arguments])
    finally:
        sys.path[:] = path
        for name in set(sys.modules) - before:
            if name.partition(".")[0] in ("counter", "single", "broken"):
                del sys.modules[name]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty current folder; writes modules into it."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, source: str) -> None:
        Path(name).write_text(source)

    return write


@pytest.fixture(scope="session")
def built(pyodide: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real build of the small app."""
    root = tmp_path_factory.mktemp("project")
    write_app(root)
    before = Path.cwd()
    os.chdir(root)
    try:
        result = run("build", "counter.web:app", "-o", "dist", "--name", "Counter")
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    return root / "dist"
