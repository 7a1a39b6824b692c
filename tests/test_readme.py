"""The README's page is a page: its code runs, and shows what the text says."""

import re

from hlive.document import first_html, open_page
from tests.conftest import ROOT


def test_the_first_page_of_the_readme() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    names: dict[str, object] = {"__name__": "hello"}
    exec(code, names)
    html = first_html(open_page(names["app"].pages["/"].factory, client=""))  # type: ignore[attr-defined]
    assert "<title>Hello</title>" in html
    assert '<div><input type="text"></div><p>Hello, </p>' in html


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / "README.md").read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
