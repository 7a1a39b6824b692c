"""After two keyed rows swapped, what was half typed in one stood in the other."""

from hlive_proto import markup, outbound
from hlive_proto.browser import Browser
from hlive_proto.differ import diff
from hlive_proto.dom import DomElement
from hlive_proto.tree import Element, Text


def row(key: str) -> Element:
    return Element("li", (), (Text(key), Element("input")), key=key)


def test_typed_text_stays_with_its_row() -> None:
    first, second = row("a"), row("b")
    old = (Element("ul", (), (first, second)),)
    new = (Element("ul", (), (second, first)),)
    browser = Browser(markup.html(old))
    items = browser.document.children[0]
    assert isinstance(items, DomElement)
    kept = items.children[0]
    browser.apply(outbound.encode(diff(old, new)))
    assert items.children[1] is kept
