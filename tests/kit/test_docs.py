"""The examples of docs/kit.md that stand alone do what the text says."""

import re
from types import SimpleNamespace
from typing import Any

import hlive as l
from hlive import kit, testing
from tests.conftest import ROOT
from tests.view.driver import drive


def example(containing: str) -> dict[str, Any]:
    """What a block of code in the documentation defines."""
    text = (ROOT / "docs" / "kit.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (block,) = (each for each in blocks if containing in each)
    names: dict[str, Any] = {"l": l, "kit": kit}
    exec(block, names)
    return names


def test_the_chat() -> None:
    home = example("class Chat")["home"]
    with testing.open(home) as ann, testing.open(home, beside=ann) as bob:
        ann.find("input").fill("hello")
        assert ann.text("ul") == "hello"
        assert bob.text("ul") == "hello"


def test_the_computed_clock() -> None:
    names = example("class Clock")
    now = "12:00:00"
    names["time"] = SimpleNamespace(strftime=lambda form: now)

    driver = drive(names["clock"])
    assert driver.dom(0, 0) == "12:00:00"
    now = "12:00:01"
    assert driver.render() == ["u 5 >0 t 12:00:01"]
