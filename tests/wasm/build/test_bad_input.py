"""What can't be built is told in one clear message, with the way out."""

from pathlib import Path

import pytest

from hlive_wasm.build.code import Code, Place
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.packages import check_wheel, find_packages
from hlive_wasm.build.runtime import Runtime, find_runtime
from hlive_wasm.build.write import check_folder, write
from tests.wasm.build.conftest import Project, run
from tests.wasm.wheels import write_wheel

SMALL = "import hlive as l\napp = l.App()\napp.page('/', lambda: l.Page())\n"


def problem(*arguments: str | Path) -> str:
    result = run("build", *arguments)
    assert result.exit_code == 1
    said = result.output.removeprefix("Error: ").strip()
    assert "\n" not in said
    return said


def test_no_such_module(project: Project, tmp_path: Path) -> None:
    assert problem("single:app") == (
        f"there is no module 'single' in {tmp_path} or among the installed ones"
    )


def test_a_module_that_fails(project: Project, tmp_path: Path) -> None:
    project("broken.py", "\n1 / 0\n")
    assert problem("broken:app") == (
        f"broken can't be imported: ZeroDivisionError: division by zero ({tmp_path}/broken.py, "
        "line 2)"
    )


def test_no_app_in_it(project: Project) -> None:
    project("single.py", "app = 3\n")
    assert problem("single:app") == "single:app is no hlive.App, but int"
    assert problem("single:page") == (
        "single has no 'page': write single:NAME for the app's name in it"
    )


def test_a_folder_that_is_not_ours(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    project("out/diary.txt", "dear diary")
    assert problem("single:app", "-o", "out") == (
        "out isn't empty and holds no build: name another folder, or empty it"
    )
    assert (tmp_path / "out/diary.txt").read_text() == "dear diary"


def test_another_pyodide(project: Project, tmp_path: Path) -> None:
    project("single.py", SMALL)
    (tmp_path / "pyodide").mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        project(f"pyodide/{name}", "")
    project("pyodide/pyodide-lock.json", "{}")
    project("pyodide/package.json", '{"version": "0.26.1"}')
    assert problem("single:app", "--pyodide", "pyodide") == (
        "pyodide holds Pyodide 0.26.1, and this version of hlive needs 314.0.7: get it with "
        "`npm pack pyodide@314.0.7`, or leave --pyodide away"
    )


def test_a_folder_without_pyodide(project: Project) -> None:
    project("single.py", SMALL)
    assert problem("single:app", "--pyodide", ".") == (
        ". holds no Pyodide: pyodide.mjs is missing. Unpack `npm pack pyodide@314.0.7`"
    )


def test_no_npm(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLIVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))
    project("single.py", SMALL)
    assert problem("single:app") == (
        "npm, which downloads Pyodide, isn't installed: get it from https://nodejs.org, or name a "
        "folder with Pyodide by --pyodide"
    )


def test_no_node(project: Project, pyodide: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    project("single.py", SMALL)
    assert problem("single:app", "--pyodide", pyodide.folder) == (
        "Node, which runs Pyodide's compiler, isn't installed: get it from https://nodejs.org"
    )


def test_an_icon_that_is_no_picture(project: Project, pyodide: Runtime) -> None:
    project("single.py", SMALL)
    project("icon.png", "no picture")
    assert problem("single:app", "--icon", "icon.png") == (
        "the icon icon.png can't be read as a picture (cannot identify image file 'icon.png'): "
        "use an SVG file, or a PNG of 512×512"
    )


_NATIVE_NEEDS = (
    "--native needs pyodide-build and its cross-build environment. In an environment with Python "
    "3.14, whose `pyodide` is in PATH, run `pip install pyodide-build`, `pyodide xbuildenv install "
    "314.0.7` and `pyodide xbuildenv install-emscripten`"
)


@pytest.mark.parametrize(
    "tool, said",
    [
        (None, _NATIVE_NEEDS),
        ("exit 1", _NATIVE_NEEDS),  # as `pyodide xbuildenv version` does where it has none
        ('[ "$1" != build ]', "`pyodide build` made no wheel: what it said is above"),
    ],
)
def test_native_without_its_tools(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tool: str | None, said: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    if tool is not None:
        project("bin/pyodide", f"#!/bin/sh\n{tool}\n")
        (tmp_path / "bin" / "pyodide").chmod(0o755)
    project("single.py", SMALL)
    project("pyproject.toml", "")
    assert problem("single:app", "--native") == said


def test_static_files_of_another_place(
    project: Project, pyodide: Runtime, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    project("single.py", f"{SMALL}app.static('/files', {str(elsewhere)!r})\n")
    assert problem("single:app") == (
        f"the static folder {elsewhere} isn't below {tmp_path}, where the app's code is, so it "
        "would be missing in the browser: move it there"
    )


def test_a_file_over_the_hosts_limit(project: Project, pyodide: Runtime) -> None:
    project("single.py", SMALL)
    assert problem("single:app", "--max-file", "9") == (
        "runtime/314.0.7/pyodide.asm.wasm has 9.6 MB, more than the 9 MB that hosts take: make it "
        "smaller, or name your host's limit by --max-file"
    )


def test_a_package_that_is_not_installed(pyodide: Runtime) -> None:
    code = Code(others={"nonsuch": Place("shop/cart.py", 7)})
    with pytest.raises(BuildError) as raised:
        find_packages(code, [], pyodide)
    assert str(raised.value) == (
        "shop/cart.py, line 7 imports nonsuch, which isn't installed: install it, or guard the "
        "import with `except ImportError` if the app can do without"
    )


def test_a_package_without_a_wheel_for_pyodide(pyodide: Runtime) -> None:
    code = Code(others={"rjsmin": Place("shop/cart.py", 7)})
    with pytest.raises(BuildError) as raised:
        find_packages(code, [], pyodide)
    said = str(raised.value)
    if "can't reach the package index" in said:
        pytest.skip("needs the package index")
    assert "has no wheel that runs in Pyodide (needed by shop/cart.py, line 7 → rjsmin)" in said


def test_a_wheel_for_another_platform(project: Project, pyodide: Runtime, tmp_path: Path) -> None:
    project("single.py", SMALL)
    name = "fast-1.0-cp314-cp314-manylinux_2_28_x86_64.whl"
    write_wheel(tmp_path / name, {"fast.py": b""})
    assert problem("single:app", "--wheel", name) == (
        f"{name} isn't for Pyodide, which wants one in pure Python or for "
        f"pyemscripten_{pyodide.abi}_wasm32: build it with `pyodide build`"
    )


@pytest.mark.parametrize("tags", ["py3-none-any", "cp314-cp314-pyemscripten_{abi}_wasm32"])
def test_wheels_for_pyodide_are_taken(pyodide: Runtime, tmp_path: Path, tags: str) -> None:
    wheel = tmp_path / f"fast-1.0-{tags.format(abi=pyodide.abi)}.whl"
    write_wheel(wheel, {"fast.py": b""})
    check_wheel(wheel, pyodide.abi)


def test_a_file_that_is_no_wheel(project: Project, pyodide: Runtime) -> None:
    project("single.py", SMALL)
    project("fast-1.0-py3-none-any.whl", "no zip")
    assert problem("single:app", "--wheel", "fast-1.0-py3-none-any.whl") == (
        "fast-1.0-py3-none-any.whl is no wheel: File is not a zip file"
    )


def test_an_app_whose_start_needs_a_module_that_is_not_there(
    project: Project, pyodide: Runtime
) -> None:
    project("single.py", f"import dbm\n{SMALL}")
    assert problem("single:app") == (
        "single.py, line 1 imports dbm: Pyodide has none: use sqlite3 or a file"
    )


def test_a_drawing_that_is_none(project: Project, pyodide: Runtime) -> None:
    project("single.py", SMALL)
    project("icon.svg", "<html></html>")
    assert problem("single:app", "--icon", "icon.svg") == (
        "the icon icon.svg isn't SVG: its root is <html>"
    )


def test_a_build_replaces_a_build_and_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    write({"hlive-sw.js": b"1", "old/file": b""}, out)
    check_folder(out)
    write({"hlive-sw.js": b"2"}, out)
    assert [path.name for path in tmp_path.rglob("*")] == ["dist", "hlive-sw.js"]
    assert (out / "hlive-sw.js").read_bytes() == b"2"


def test_pyodide_is_found_in_the_cache(pyodide: Runtime) -> None:
    assert find_runtime(pyodide.folder).folder == pyodide.folder
