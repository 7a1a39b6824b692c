"""Text of a <style> in an SVG went out unescaped, but a parser reads it like any other text."""

from hlive_proto.browser import shown
from hlive_proto.dom import Snapshot
from hlive_proto.markup import html
from hlive_proto.tree import Element, Text

STYLE = Element("style", (), (Text("a > b { content: '&amp;<' }"),))


def test_it_is_escaped_there() -> None:
    assert html((Element("svg", (), (STYLE,)),)) == (
        "<svg><style>a &gt; b { content: &#39;&amp;amp;&lt;&#39; }</style></svg>"
    )
    assert html((STYLE,)) == "<style>a > b { content: '&amp;<' }</style>"


def test_it_is_shown_as_written() -> None:
    style: Snapshot = ("style", {}, "a > b { content: '&amp;<' }")
    assert shown((STYLE, Element("svg", (), (STYLE,)))) == [style, ("svg", {}, style)]
