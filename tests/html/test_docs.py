"""The examples of docs/html.md run and show what they say."""

import doctest
import re

from tests.conftest import ROOT
from tests.html.shown import shown


def test_the_examples() -> None:
    text = (ROOT / "docs" / "html.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {"show": lambda *nodes: print(shown(*nodes))}
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(blocks), names, "html.md", "docs/html.md", 0
    )
    assert len(examples.examples) == text.count(">>> ")
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(examples, out=told.append)
    assert told == []
