"""Markup such as `<![x]>` ended in an AssertionError of `html.parser`, which names no line."""

import sys

import pytest

import hlive as l
from hlive.document import html_of

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="it is a comment there")


@pytest.mark.parametrize("html", ["<![x]>", "<p><![x]></p>"])
def test_an_unknown_declaration_is_refused(html: str) -> None:
    with pytest.raises(l.PageError, match=r"^a declaration that no parser knows in this HTML: "):
        html_of(l.T("div", l.HTML(html)))
