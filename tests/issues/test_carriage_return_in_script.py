"""A carriage return in a script was believed to be there, but a parser makes it a newline."""

import hlive as l
from hlive.lower import lower_page
from hlive_proto.browser import shown
from hlive_proto.tree import Element, Text, node_at


def test_text_that_cannot_be_escaped_has_newlines_only() -> None:
    page = l.Page()
    page.body.add(l.T("script", "a\r\nb\rc"), l.T("p", "a\r\nb"))
    document = lower_page(page)
    body = node_at(document, (1, 1))
    assert isinstance(body, Element)
    assert body.children[0] == Element("script", (), (Text("a\nb\nc"),))
    assert shown(body.children) == [("script", {}, "a\nb\nc"), ("p", {}, "a\r\nb")]
