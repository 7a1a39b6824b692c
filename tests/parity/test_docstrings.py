"""Every public name says what it is: functions, classes, what is in them, and constants."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from types import ModuleType

import pytest

import hlive
from hlive import html, kit, testing
from tests.conftest import ROOT

PACKAGES = (hlive, kit, testing, html)


def public_names(module: ModuleType) -> list[str]:
    """What is in `__all__`, and what else has no underscore."""
    return sorted({*module.__all__, *(name for name in vars(module) if not name.startswith("_"))})


def says_something(thing: object) -> bool:
    return bool((inspect.getdoc(thing) or "").strip())


def members(owner: type) -> Iterator[tuple[str, object]]:
    """The public functions and properties that a class of ours has, also of its bases."""
    for base in owner.__mro__:
        if base.__module__.split(".")[0] in ("hlive", "hlive_proto"):
            for name, member in vars(base).items():
                if not name.startswith("_") and (
                    inspect.isroutine(member) or isinstance(member, property)
                ):
                    yield name, getattr(owner, name)


@cache
def described_constants() -> frozenset[str]:
    """The names of our modules that are assigned, and explained by the text below."""
    found: set[str] = set()
    for package in ("hlive", "hlive_proto"):
        for path in (ROOT / package).rglob("*.py"):
            body = ast.parse(path.read_text(encoding="utf-8")).body
            for node, after in pairwise(body):
                if isinstance(node, ast.Assign | ast.AnnAssign) and is_text(after):
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return frozenset(found)


def is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@pytest.mark.parametrize("module", PACKAGES, ids=lambda module: module.__name__)
def test_no_public_name_is_without_a_docstring(module: ModuleType) -> None:
    assert says_something(module)
    silent = []
    for name in public_names(module):
        thing = getattr(module, name)
        if isinstance(thing, type):
            silent += [f"{name}.{each}" for each, it in members(thing) if not says_something(it)]
        if isinstance(thing, type | ModuleType) or inspect.isroutine(thing):
            documented = says_something(thing)
        else:
            documented = name in described_constants() or name == "TYPE_CHECKING"
        if not documented:
            silent.append(name)
    assert silent == []
