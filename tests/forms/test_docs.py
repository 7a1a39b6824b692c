"""The examples of docs/forms.md run, one after the other, and show what the page says."""

import re
from typing import Any

import hlive as l
from tests.conftest import ROOT


def test_the_examples() -> None:
    text = (ROOT / "docs" / "forms.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {"__name__": __name__}
    for block in blocks:
        exec(compile(block, "docs/forms.md", "exec"), names)
    assert len(blocks) == 4

    view = l.testing.open(names["home"])
    view.find("[name=name]").fill("Ada")
    view.find("[name=email]").fill("ada@example.org")
    view.find("[name=arrival]").fill("2024-12-31")
    view.find("button", text="Book").click()
    (guest,) = names["guests"]
    assert (guest.name, guest.nights, guest.meals) == ("Ada", 1, "breakfast")
