"""The pages of docs/events.md do what the text says."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace
from typing import Any

import hlive as l
from hlive import testing
from tests.conftest import ROOT
from tests.view.driver import page_of


def example(containing: str, **names: Any) -> dict[str, Any]:
    """What a block of code in the documentation defines; `names` are known there."""
    text = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (block,) = (each for each in blocks if containing in each)
    known: dict[str, Any] = {"l": l, "asyncio": asyncio, **names}
    exec(block, known)
    return known


def nothing(event: l.Event) -> None:
    """Hears, and does nothing."""


def test_the_lines_about_bindings_can_be_written() -> None:
    handlers = dict.fromkeys(["save", "search", "send", "move", "buy"], nothing)
    for line in ["save))", "ArrowUp", "debounce=0.3", "Escape"]:
        example(line, **handlers)


def test_the_menu() -> None:
    view = testing.open(example('title="Menu"')["home"])
    view.find("button").click()
    assert view.find("#menu").attr("hidden") is None
    assert view.find("a").focused


def test_the_import() -> None:
    view = testing.open(example("import_rows")["home"])
    view.find("button").click()
    view.advance(1)
    assert (view.find("progress").attr("value"), view.text("output")) == ("0.2", "20 rows")
    view.advance(4)
    assert view.text("p") == "100 rows are here."


def test_an_import_is_cancelled() -> None:
    view = testing.open(example("import_rows")["home"])
    view.find("button").click()
    view.advance(1)
    view.find("button", text="Cancel").click()
    view.advance(9)
    assert (view.text("output"), view.text("p")) == ("20 rows", "")


def test_the_clock() -> None:
    times = iter(["12:00:00", "12:00:01"])
    clock = example("class Clock", time=SimpleNamespace(strftime=lambda form: next(times)))["Clock"]
    view = testing.open(lambda: page_of(clock("time")))
    view.advance(1)
    assert view.text("time") == "12:00:00"
    view.advance(1)
    assert view.text("time") == "12:00:01"
