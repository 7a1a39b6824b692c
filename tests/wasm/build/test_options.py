"""What the options of `hlive-wasm build` do: wheels, drawings, another address, rebuilding."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hlive_wasm.build.code import Code, Place, collect
from hlive_wasm.build.icons import entries, icons
from hlive_wasm.build.loading import load_app
from hlive_wasm.build.packages import find_packages
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.build.saves import Saves
from tests.conftest import ROOT
from tests.wasm.build.conftest import Project, run
from tests.wasm.build.test_build import config, named
from tests.wasm.wheels import write_wheel

SMALL = "import hlive as l\napp = l.App()\napp.page('/', lambda: l.Page(title='{title}'))\n"
PATIENCE = 120


def test_a_drawing_is_an_icon_as_it_is(tmp_path: Path) -> None:
    drawing = tmp_path / "icon.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    made = icons(drawing, "Shop")
    assert made["icons/any.svg"] == drawing.read_bytes()
    assert entries(made) == [
        {"src": "icons/any.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "icons/192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "icons/512.png", "sizes": "512x512", "type": "image/png"},
    ]


def test_a_wheel_comes_along_with_another_address(
    project: Project, pyodide: Runtime, tmp_path: Path
) -> None:
    write_wheel(tmp_path / "fast-1.0-py3-none-any.whl", {"fast.py": b"SPEED = 3\n"})
    project("single.py", SMALL.format(title="Small"))
    options = ["--wheel", "fast-1.0-py3-none-any.whl", "--base", "sub/shop"]
    result = run("build", "single:app", *options)
    assert result.exit_code == 0, result.output
    dist = tmp_path / "dist"
    assert "fast.pyc" in named(dist, "libraries-*.zip").namelist()
    lock = json.loads((dist / "runtime/314.0.7/pyodide-lock.json").read_text())
    assert lock["packages"]["fast"]["version"] == "1.0"
    assert config(dist)["base"] == "/sub/shop/"
    assert '<script src="/sub/shop/hlive-port.js">' in (dist / "index.html").read_text()
    manifest = json.loads((dist / "app.webmanifest").read_text())
    assert (manifest["scope"], manifest["start_url"]) == ("/sub/shop/", "/sub/shop/")


def test_a_guarded_import_comes_along_when_it_is_installed_and_pure(pyodide: Runtime) -> None:
    code = Code(welcome={"packaging": Place("shop.py", 3), "nonsuch": Place("shop.py", 4)})
    assert list(find_packages(code, [], pyodide).files) == ["packaging"]
    assert code.warnings == []


def test_a_guarded_import_that_cannot_run_there_is_left_out(pyodide: Runtime) -> None:
    code = Code(welcome={"uvloop": Place("shop.py", 3)})
    assert find_packages(code, [], pyodide).files == {}
    assert code.warnings == [
        "shop.py, line 3 imports uvloop if it is there, and it won't be: uvloop isn't pure Python"
    ]


def test_what_an_app_can_do_without_is_told_apart(project: Project) -> None:
    project(
        "single.py",
        "import subprocess\n"
        "try:\n    import rich\n    import curses\nexcept ImportError:\n    pass\n"
        + SMALL.format(title="Small"),
    )
    code = collect(load_app("single:app"))
    assert code.welcome == {"rich": Place("single.py", 3)}
    assert code.forbidden == {
        "subprocess": "single.py, line 1 imports subprocess: there are no processes in a browser: "
        "use l.in_worker"
    }


@pytest.mark.parametrize("saved", ["single.py", "beside.py"])
def test_what_is_saved_during_a_build_is_not_missed(project: Project, saved: str) -> None:
    for name in ("single.py", "beside.py"):
        project(name, "1\n")
    saves = Saves("single:app")
    project(saved, "2\n")
    assert saves.wait()


@pytest.fixture
def development(
    project: Project, pyodide: Runtime, tmp_path: Path
) -> Iterator["subprocess.Popen[str]"]:
    """`hlive-wasm build --dev` of a small app."""
    project("single.py", SMALL.format(title="First"))
    command = [sys.executable, "-m", "hlive_wasm.cli", "build", "single:app", "--dev"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    yield process
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lines_until(process: "subprocess.Popen[str]", word: str) -> list[str]:
    """What the command says, to the line that has this word."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if word in line:
            return said
    raise AssertionError(f"it has ended, and said {said}")


def test_development_builds_again_on_save_also_after_a_mistake(
    development: "subprocess.Popen[str]", project: Project, tmp_path: Path
) -> None:
    page = tmp_path / "dist" / "index.html"
    lines_until(development, "Builds again")
    assert "<title>First</title>" in page.read_text()
    assert [name for name in named(tmp_path / "dist", "libraries-*.zip").namelist()
            if name == "hlive/live.py"]  # fmt: skip
    project("single.py", "import hlive as l\napp = (\n")
    assert "SyntaxError" in "".join(lines_until(development, "Builds again"))
    project("single.py", SMALL.format(title="Second"))
    lines_until(development, "Builds again")
    wait_until(lambda: "<title>Second</title>" in page.read_text())


def test_modules_beside_the_app_are_its_own(project: Project) -> None:
    project("words.py", "import rich\nWORDS = 'some'\n")
    project("by_name.py", "")
    project("two_files.py", "from words import WORDS\n" + SMALL.format(title="Small"))
    code = collect(load_app("two_files:app"), include=["by_name"])
    assert sorted(code.own) == ["by_name.py", "two_files.py", "words.py"]
    assert code.others["rich"] == Place("words.py", 1)
