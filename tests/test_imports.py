"""The house rules that the sources show: arrows point down only, and each file says what it is."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

BELOW = {
    "hlive_proto": set[str](),
    "hlive": {"hlive_proto"},
    "hlive_server": {"hlive", "hlive_proto"},
    "hlive_wasm": {"hlive", "hlive_proto"},
    "conformance": {"hlive", "hlive_proto", "hlive_wasm"},
}
"""Which of our packages each may import besides itself."""

EXTRAS = {
    "hlive_proto": None,
    "hlive": "",
    "hlive_server": "server",
    "hlive_wasm": "wasm",
    "conformance": "conformance",
}
"""The extra in pyproject.toml that declares what a package needs; "" are the core dependencies."""

HAS_AN_EFFECT = {
    "asyncio", "datetime", "http", "logging", "os", "pathlib", "random", "secrets", "selectors",
    "socket", "ssl", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
"""What the protocol must be given and never takes: I/O, clocks, randomness, loggers."""

OPTIONAL = {
    "hlive_server": {"redis"},
    "hlive_wasm": {"hlive_server", "js", "pyodide", "sanic", "selenium"},
}
"""Declared in an extra of its own, or part of Pyodide; only single files of a host need it."""

IMPORTED_AS = {"pillow": "PIL", "pyodide-lock": "pyodide_lock"}
"""Packages whose modules have another name."""

PACKAGES = sorted(name for name in BELOW if (ROOT / name).is_dir())
SOURCES = [*PACKAGES, "benchmarks", "examples", "scripts", "tests"]


def modules(package: str) -> dict[str, Path]:
    """The modules of a package by their dotted names."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a module imports, whether at its top or in a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def without_type_checking(tree: ast.Module) -> ast.Module:
    """The module as it runs: what only a type checker imports makes no cycle."""
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    ]
    return ast.Module(body, type_ignores=[])


def declared(package: str) -> set[str]:
    """The import names of the dependencies that a package may use."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extra = EXTRAS[package]
    if extra is None:
        return set()
    requirements = list(project["dependencies"])
    if extra:
        requirements += project["optional-dependencies"][extra]
    names = {re.split(r"[^\w-]", requirement, maxsplit=1)[0] for requirement in requirements}
    return {IMPORTED_AS.get(name, name) for name in names} | OPTIONAL.get(package, set())


def allowed(package: str) -> set[str]:
    standard = set(sys.stdlib_module_names)
    if package == "hlive_proto":
        standard -= HAS_AN_EFFECT
    return standard | {package} | BELOW[package] | declared(package)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_down(package: str) -> None:
    may = allowed(package)
    wrong = [
        f"{module}:{line} imports {name}"
        for module, path in modules(package).items()
        for line, name in imports(ast.parse(path.read_text()))
        if name.partition(".")[0] not in may
    ]
    assert wrong == []


@pytest.mark.parametrize("side, other", [("runtime", "build"), ("build", "runtime")])
def test_the_two_sides_of_hlive_wasm_do_not_meet(side: str, other: str) -> None:
    wrong = [
        f"{module}:{line} imports {name}"
        for module, path in modules("hlive_wasm").items()
        if module.startswith(f"hlive_wasm.{side}")
        for line, name in imports(ast.parse(path.read_text()))
        if name.startswith(f"hlive_wasm.{other}")
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_make_no_cycle(package: str) -> None:
    files = modules(package)
    graph = {}
    for module, path in files.items():
        tree = without_type_checking(ast.parse(path.read_text()))
        names = {name for _, name in imports(tree)}
        # `from package import module` names a module, `from module import name` stands in one.
        graph[module] = {
            name if name in files else name.rpartition(".")[0]
            for name in names
            if name.partition(".")[0] == package
        } - {module, package}
    TopologicalSorter(graph).prepare()  # raises CycleError with the cycle


def sources(*suffixes: str) -> list[Path]:
    found = [path for folder in SOURCES for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in suffixes)


@pytest.mark.parametrize("path", sources(".py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_python_file_says_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said is not None
    assert re.match(r"[^.]{10,}", said)
    assert said.split("\n\n")[0].endswith((".", "!", "?"))


@pytest.mark.parametrize(
    "path", sources(".js", ".sh"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_another_source_file_says_what_it_is_for(path: Path) -> None:
    lines = path.read_text().splitlines()
    first = lines[1] if lines[0].startswith("#!") else lines[0]
    assert re.match(r"(//|/\*|#) ?\S.{10,}", first)


def test_the_rules_cover_every_package_that_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(shipped) <= set(BELOW)
