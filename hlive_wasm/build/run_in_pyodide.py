"""Compiles modules and tells what an app imports; runs in Pyodide under Node, not on its own."""

import _imp
import ast
import json
import logging
import os
import sys
import zipfile
from importlib import import_module
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from importlib.util import source_hash
from pathlib import Path

JOB = Path("/job")
LIBRARY = "/lib/python314.zip"

FROZEN = ("importlib._bootstrap", "importlib._bootstrap_external")
"""Frozen under other names."""


def compile_file(source: Path, target: Path, name: str, documented: bool) -> str | None:
    """Writes the code of one module; gives what is wrong with its source."""
    text = source.read_bytes()
    try:
        tree = ast.parse(text, name)
        if not documented:
            forget_docstrings(tree)
        code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError) as error:
        return f"{name}: {error}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_code_to_hash_pyc(code, source_hash(text), False))
    return None


def forget_docstrings(tree: ast.Module) -> None:
    """Empties what only a reader of the source wants.

    A class keeps its docstring: for one without, `dataclass` takes its time to write another.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(ast.Constant(str()))]:
                    node.body = [ast.copy_location(ast.Pass(), node.body[0])]
                case [ast.Expr(ast.Constant(str())), *rest]:
                    node.body = rest


def library_imports() -> dict[str, tuple[list[str], list[str]]]:
    """What each module of the standard library imports: at once, and later in its functions."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    with zipfile.ZipFile(LIBRARY) as library:
        for path in library.namelist():
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if not path.endswith(".py") or _imp.is_frozen(module) or module in FROZEN:
                continue
            package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
            tree = ast.parse(library.read(path))
            now = imported(tree, package, False)
            found[module] = sorted(now), sorted(imported(tree, package, True) - now)
    return found


def imported(tree: ast.Module, package: str, in_functions: bool) -> set[str]:
    """The modules that source code names in its imports."""
    found: set[str] = set()
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not in_functions:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parts, node.module] if node.module else parts)
            found.update([base, *(f"{base}.{alias.name}" for alias in node.names)])
        nodes.extend(ast.iter_child_nodes(node))
    return found


async def try_app(spec: str, paths: list[str]) -> tuple[str, str] | None:
    """Starts the app and asks for its pages, which imports what they need.

    Gives what went wrong at the start, and which module is missing if that was it. A page may
    fail, as it may want what only a browser has.
    """
    logging.disable()
    try:
        boot = import_module("hlive_wasm.runtime.boot")
        runtime = boot.start(spec, {"scope": "/", "head": [], "development": False})
    except Exception as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        return f"{type(error).__name__}: {error}", missing or ""
    for path in paths:
        await runtime.fetch("GET", f"http://build{path}", [], None)
    return None


job = json.loads((JOB / "job.json").read_text())
problems = [
    compile_file(JOB / source, JOB / target, name, documented)
    for source, target, name, documented in job["compile"]
]
answer: dict[str, object] = {"problems": [each for each in problems if each]}
if not answer["problems"]:
    sys.path[:0] = [str(JOB / folder) for folder in job["path"]]
    os.chdir(sys.path[0])
    answer["failed"] = await try_app(job["app"], job["pages"])  # type: ignore[top-level-await]  # noqa: F704
    answer["loaded"] = sorted(sys.modules)
    if job["imports"]:
        answer["imports"] = library_imports()
(JOB / "answer.json").write_text(json.dumps(answer))
