"""Compiles Python, and tries it, with the very Python that will run it: Pyodide under Node."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from hlive_wasm.build.cache import key_of
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.runtime import Runtime

_NODE_SCRIPT = Path(__file__).with_name("compile.mjs")
_PYTHON_SCRIPT = Path(__file__).with_name("run_in_pyodide.py")
_TOOLS = key_of(_NODE_SCRIPT.read_bytes(), _PYTHON_SCRIPT.read_bytes())
"""What they make changes with them."""


@dataclass(frozen=True)
class Tree:
    """Files by their paths below `place`, a folder of the browser's Python.

    Functions in the `undocumented` ones lose their docstrings.
    """

    name: str
    place: str
    files: Mapping[str, bytes]
    undocumented: frozenset[str] = frozenset()

    @property
    def modules(self) -> list[str]:
        return sorted(path for path in self.files if path.endswith(".py"))

    def key(self, path: str) -> str:
        """The key of a module's code."""
        documented = str(path not in self.undocumented)
        return key_of("code", _TOOLS, self.place + path, documented, self.files[path])


@dataclass(frozen=True)
class Trial:
    """An app that is started to see whether it works, and some of its pages.

    Its modules are looked for in `trees`.
    """

    app: str
    pages: Sequence[str]
    trees: Sequence[Tree]

    def key(self) -> str:
        """The key of what comes of it."""
        files = (
            part for tree in self.trees for item in sorted(tree.files.items()) for part in item
        )
        return key_of("trial", _TOOLS, self.app, *self.pages, "", *files)


@dataclass
class Made:
    """Code by the paths of its sources, for each tree by its name.

    `loaded` are the modules that the trial has imported; `imports` are those of the standard
    library by module: what it imports at once, and what its functions import later.
    """

    code: dict[str, dict[str, bytes]] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)
    imports: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)


class TrialError(BuildError):
    """The app doesn't start; `missing` is the module that isn't there, if that is why."""

    def __init__(self, reason: str, missing: str) -> None:
        super().__init__(f"the app can't start in Pyodide: {reason}")
        self.missing = missing


def compile_all(runtime: Runtime, trees: Sequence[Tree], trial: Trial) -> Made:
    """The code of all trees, and what a trial has shown; what is in the cache isn't done again.

    Raises BuildError without Node and where a source can't be compiled, and TrialError.
    """
    made = Made({tree.name: _known(runtime, tree) for tree in trees})
    missing = [
        (tree, path) for tree in trees for path in tree.modules if path not in made.code[tree.name]
    ]
    loaded = runtime.cache.read(trial.key())
    imports = runtime.cache.read(key_of("imports", _TOOLS))
    if missing or loaded is None or imports is None:
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            answer = _run(runtime, folder, _job(folder, made, trees, trial, missing, imports))
            for tree, path in missing:
                code = (folder / tree.name / code_path(path)).read_bytes()
                made.code[tree.name][path] = code
                runtime.cache.write(tree.key(path), code)
        loaded = json.dumps(answer["loaded"]).encode()
        imports = imports or json.dumps(answer["imports"]).encode()
        runtime.cache.write(trial.key(), loaded)
        runtime.cache.write(key_of("imports", _TOOLS), imports)
    made.loaded = json.loads(loaded)
    made.imports = json.loads(imports)
    return made


def code_path(path: str) -> str:
    """Where Python looks for the code of a module that has its source beside it."""
    file = PurePosixPath(path)
    return str(file.parent / "__pycache__" / f"{file.stem}.cpython-314.pyc")


def _known(runtime: Runtime, tree: Tree) -> dict[str, bytes]:
    found = {path: runtime.cache.read(tree.key(path)) for path in tree.modules}
    return {path: code for path, code in found.items() if code is not None}


def _job(
    folder: Path,
    made: Made,
    trees: Iterable[Tree],
    trial: Trial,
    missing: Iterable[tuple[Tree, str]],
    imports: bytes | None,
) -> dict[str, Any]:
    """What is to be done, with the files for it in `folder`."""
    for tree in trees:
        for path, content in tree.files.items():
            _write(folder / tree.name, path, content)
        for path, code in made.code[tree.name].items():
            _write(folder / tree.name, code_path(path), code)
    return {
        "compile": [
            (
                f"{tree.name}/{path}",
                f"{tree.name}/{code_path(path)}",
                tree.place + path,
                path not in tree.undocumented,
            )
            for tree, path in missing
        ],
        "imports": imports is None,
        "app": trial.app,
        "pages": list(trial.pages),
        "path": [tree.name for tree in trial.trees],
    }


def _write(folder: Path, path: str, content: bytes) -> None:
    """Writes a file, or makes the folder that a path with a slash at its end names."""
    place = folder / path
    if path.endswith("/"):
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _run(runtime: Runtime, folder: Path, job: Mapping[str, Any]) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None:
        raise BuildError(
            "Node, which runs Pyodide's compiler, isn't installed: get it from https://nodejs.org"
        )
    (folder / "job.json").write_text(json.dumps(job))
    command: list[str | Path] = [
        node,
        _NODE_SCRIPT,
        runtime.folder.resolve(),
        folder,
        _PYTHON_SCRIPT,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = folder / "answer.json"
    if not answer.is_file():
        raise BuildError(
            f"Pyodide ended under Node:\n{(done.stderr or done.stdout).strip()[-2000:]}"
        )
    result: dict[str, Any] = json.loads(answer.read_text())
    if result["problems"]:
        raise BuildError("Pyodide's Python can't compile " + "\n".join(result["problems"]))
    if result["failed"]:
        raise TrialError(*result["failed"])
    return result
