"""Python's standard library, split into what an app needs and the rest that is fetched later."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hlive_wasm.build.archive import zipped
from hlive_wasm.build.compile import Made, Tree
from hlive_wasm.build.runtime import STDLIB, Runtime

KEPT = frozenset(
    """
    _strptime zoneinfo importlib.readers importlib.resources.readers traceback linecache
    encodings.ascii encodings.cp437 encodings.idna encodings.latin_1 encodings.utf_8
    encodings.utf_8_sig encodings.utf_16 encodings.unicode_escape encodings.raw_unicode_escape
    """.split()
)
"""Needed sooner or later, but imported where no analysis sees it: in C, by name, or on failure."""

_NEVER = ("_pyrepl/", "__phello__/", "site-packages/", "antigravity", "this.", "pydoc")
"""Of no use to a page, wherever it runs."""

_OF_NO_USE = ("multiprocessing", "ctypes", "concurrent.futures.", "concurrent.interpreters")
"""What can't work in a browser, though others would import it if they were told to use it."""

_RARE = (
    "argparse", "getopt", "pprint", "py_compile", "statistics", "tarfile", "urllib.error",
    "urllib.request",
)  # fmt: skip
"""What others import for their command lines, and for functions that few apps call."""


@dataclass(frozen=True)
class Library:
    """The two halves, as zips of modules."""

    needed: bytes
    rest: bytes


def library_tree(runtime: Runtime) -> Tree:
    """The sources of the library."""
    with zipfile.ZipFile(io.BytesIO(runtime.read(STDLIB))) as archive:
        texts = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.endswith(".py") and not name.startswith(_NEVER)
        }
    # Pyodide reads the docstrings of its own functions.
    plain = frozenset(name for name in texts if not name.startswith(("_pyodide/", "pyodide/")))
    return Tree("library", "/lib/python314.zip/", texts, plain)


def split_library(tree: Tree, made: Made, roots: Iterable[str], sources: bool = False) -> Library:
    """The library as two zips: the one with what an app needs, and the one without.

    `roots` are modules that are needed besides those which the trial has loaded. With `sources`
    there are the sources instead of their code, for tracebacks.
    """
    modules = needed(made.imports, made.loaded, {*roots, *KEPT})
    stems = {module.replace(".", "/") for module in modules}
    files = tree.files if sources else made.code[tree.name]
    halves: dict[bool, dict[str, bytes]] = {True: {}, False: {}}
    for path, content in files.items():
        is_needed = path.removesuffix(".py").removesuffix("/__init__") in stems
        halves[is_needed][path if sources else path + "c"] = content
    return Library(zipped(halves[True]), zipped(halves[False]))


def needed(
    imports: Mapping[str, tuple[list[str], list[str]]], loaded: Iterable[str], roots: Iterable[str]
) -> set[str]:
    """The modules of the library that an app needs: `loaded` ones, `roots`, and their imports.

    `imports` says what modules import at once, and what their functions do later. Both count,
    except for what only others want that is rarely or never of use.
    """
    loaded, wanted = set(loaded), {*loaded, *roots}
    seen: set[str] = set()
    waiting = sorted(wanted)
    while waiting:
        module = waiting.pop()
        if module in seen or module not in imports:
            continue
        if module.startswith(_OF_NO_USE + _RARE) and module not in wanted:
            continue
        seen.add(module)
        waiting.extend([module.rpartition(".")[0]] * ("." in module))
        now, later = imports[module]
        # What Python has loaded needs no more at once: that is loaded, too.
        waiting.extend(later if module in loaded else now + later)
    return seen
