"""The examples of docs/kit.md that stand alone do what the text says."""

import re
from typing import Any

import hlive as l
from hlive import kit, testing
from tests.conftest import ROOT


def example(containing: str) -> dict[str, Any]:
    """What a block of code in the documentation defines."""
    text = (ROOT / "docs" / "kit.md").read_text(encoding="utf-8")
    (block,) = [each for each in re.findall(r"```python\n(.*?)```", text, re.S) if containing in each]
    names: dict[str, Any] = {"l": l, "kit": kit}
    exec(block, names)
    return names


def test_the_chat() -> None:
    home = example("class Chat")["home"]
    with testing.open(home) as ann, testing.open(home, beside=ann) as bob:
        ann.find("input").fill("hello").blur()
        assert ann.text("ul") == "hello"
        assert bob.text("ul") == "hello"


def test_the_computed_clock() -> None:
    clock = example("class Clock")["clock"]
    clock.compute = lambda: "12:00:00"
    assert isinstance(clock, kit.ComponentComputed)
