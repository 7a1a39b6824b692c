"""Imports from the half of the standard library that isn't there yet."""

import importlib
import sys

import pytest

from hlive_wasm.runtime.late import expect_library


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
