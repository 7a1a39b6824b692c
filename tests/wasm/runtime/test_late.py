"""Imports from the half of the standard library that isn't there yet."""

import importlib
import sys
from pathlib import Path

import pytest

from hlive_wasm.build.archive import zipped
from hlive_wasm.runtime.late import add_last, expect_library

CODEC = b"""
from encodings import ascii
def getregentry():
    return ascii.getregentry()
"""


def test_a_missing_module_is_fetched_and_the_error_says_what_to_do() -> None:
    asked: list[int] = []
    came = expect_library(lambda: asked.append(1))
    try:
        with pytest.raises(ModuleNotFoundError) as raised:
            importlib.import_module("email.nonsuch")
        with pytest.raises(ModuleNotFoundError, match=r"No module named 'nonsuch'$"):
            importlib.import_module("nonsuch")
    finally:
        came()
    assert asked == [1]
    assert raised.value.name == "email.nonsuch"
    assert str(raised.value) == (
        "No module named 'email.nonsuch' yet: that part of Python's standard library is fetched "
        "later, and hasn't come, as when there is no network. Write `import email.nonsuch` "
        "anywhere in the app's code: so a build knows that it is needed from the start"
    )


def test_nothing_is_left_when_it_has_come() -> None:
    before = list(sys.meta_path)
    expect_library(lambda: None)()
    assert sys.meta_path == before
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'email.nonsuch'$"):
        importlib.import_module("email.nonsuch")


def test_what_has_come_may_belong_to_a_package_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halves = {
        "early.zip": {"halved/__init__.py": b""},
        "late.zip": {"halved/more.py": b"HERE = 1", "encodings/halved.py": CODEC},
    }
    for name, files in halves.items():
        (tmp_path / name).write_bytes(zipped(files))
    monkeypatch.syspath_prepend(str(tmp_path / "early.zip"))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    importlib.import_module("halved")
    with pytest.raises(LookupError, match="unknown encoding: halved"):
        "a".encode("halved")
    add_last(str(tmp_path / "late.zip"))
    assert importlib.import_module("halved.more").HERE == 1
    assert "a".encode("halved") == b"a"
