"""Which modules a module imports, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_CATCHES_MISSING = {"ImportError", "ModuleNotFoundError", "Exception"}


@dataclass(frozen=True)
class Import:
    """A module that is imported; `names` may be modules in it. An optional one may be missing."""

    module: str
    line: int
    names: tuple[str, ...] = ()
    optional: bool = False

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everything that this may import, if it is a module."""
        return (self.module, *(f"{self.module}.{name}" for name in self.names))


def imports_of(source: bytes, module: str, is_package: bool) -> list[Import]:
    """What a module imports, at its top and in its functions; not what is for type checkers only.

    Raises SyntaxError where `source` isn't Python.
    """
    package = module if is_package else module.rpartition(".")[0]
    return list(_walk(ast.parse(source).body, package, False))


def _walk(nodes: list[ast.AST] | list[ast.stmt], package: str, optional: bool) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, (), optional)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names if alias.name != "*")
            yield Import(_absolute(node, package), node.lineno, names, optional)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _walk(node.orelse, package, optional)
        elif isinstance(node, ast.Try) and any(map(_catches_missing, node.handlers)):
            yield from _walk(list(ast.iter_child_nodes(node)), package, True)
        else:
            yield from _walk(list(ast.iter_child_nodes(node)), package, optional)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def _catches_missing(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(caught & _CATCHES_MISSING)
