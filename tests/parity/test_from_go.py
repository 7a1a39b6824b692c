"""docs/from-go.md: each row names its test, its Python is right, and no name is left out."""

from __future__ import annotations

import ast
import re
from functools import cache
from types import ModuleType
from typing import NamedTuple

import pytest

import hlive as l
import hlive_server
from hlive import html as h
from hlive import kit, testing
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "from-go.md").read_text(encoding="utf-8")
MODULES = {"l": l, "kit": kit, "h": h, "testing": testing, "hlive_server": hlive_server}
FENCED = re.compile(r"```.*?```", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """One row of a table, and the number of its line."""

    line: int
    go: str
    python: str
    test: str


def rows() -> list[Row]:
    """All rows of all tables."""
    found: list[Row] = []
    for number, line in enumerate(TEXT.splitlines(), 1):
        if line.startswith("|") and not line.startswith(("| Go |", "| ---")):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 3, f"line {number} has {len(cells)} cells"
            found.append(Row(number, *cells))
    return found


ROWS = rows()
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line {row.line}")


@cache
def functions_in(path: str) -> frozenset[str]:
    """The names of the test functions in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, functions))


def names_in(code: str) -> set[tuple[str, str]]:
    """The names that code takes from our modules, such as ("l", "Box")."""
    return {
        (node.value.id, node.attr)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.value.id in MODULES
    }


def test_there_are_tables() -> None:
    assert len(ROWS) > 120
    assert TEXT.count("\n| Go | Python | Test |\n| --- | --- | --- |\n") == TEXT.count("\n| Go |")


@EACH_ROW
def test_a_row_names_its_test(row: Row) -> None:
    found = re.fullmatch(r"`(tests/\S+\.py)::(test_\w+)`", row.test)
    assert found, f"line {row.line} names no test, but {row.test!r}"
    path, name = found.groups()
    assert (ROOT / path).is_file(), f"line {row.line}: there is no {path}"
    assert name in functions_in(path), f"line {row.line}: there is no {name} in {path}"


@EACH_ROW
def test_the_python_of_a_row_is_python(row: Row) -> None:
    for code in CODE.findall(row.python):
        for module, name in names_in(code):
            assert hasattr(MODULES[module], name), f"line {row.line}: there is no {module}.{name}"


@pytest.mark.parametrize("prefix, module", [("l", l), ("kit", kit)])
def test_no_public_name_is_left_out(prefix: str, module: ModuleType) -> None:
    codes = CODE.findall(FENCED.sub("", TEXT))
    told = {name for code in codes for name in re.findall(rf"\b{prefix}\.(\w+)", code)}
    missing = sorted(set(module.__all__) - told)
    assert missing == [], "docs/from-go.md: give each a row, or name it in 'New here'"
