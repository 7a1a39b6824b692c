"""Whether a browser shows what the server believes that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff

from hlive.testing.outline import outline
from hlive_proto.dom import DomElement, DomNode, DomText, parse
from hlive_proto.tree import Document, Element, Node, Text


def disagreement(dom: Sequence[DomNode], tree: Document) -> str | None:
    """What differs between the browser's nodes and the server's tree, None when nothing does.

    The tree is taken as it is, not as HTML: one that a parser would change is seen to differ. What
    visitors put into fields isn't looked at; an empty value is the same as none.
    """
    if _all_same(tree, dom):
        return None
    expected = [each for node in tree for each in _as_dom(node)]
    told = unified_diff(_lines(expected), _lines(dom), "the server's tree", "the browser")
    return "\n".join(line.rstrip() for line in told)


def _all_same(nodes: Sequence[Node], dom: Sequence[DomNode]) -> bool:
    return len(nodes) == len(dom) and all(map(_same, nodes, dom))


def _same(node: Node, dom: DomNode) -> bool:
    if isinstance(node, Text):
        return isinstance(dom, DomText) and dom.text == node.text
    if isinstance(node, Element):
        return (
            isinstance(dom, DomElement)
            and dom.name == node.name
            and _shown_attributes(dict(node.attrs), None) == _shown_attributes(dom.attrs, dom.value)
            and _all_same(node.children, dom.children)
        )
    return parse(node.html) == [dom]


def _shown_attributes(attrs: dict[str, str], value: str | None) -> dict[str, str]:
    shown = attrs if value is None else {**attrs, "value": value}
    if shown.get("value") == "":
        return {name: value for name, value in shown.items() if name != "value"}
    return shown


def _as_dom(node: Node) -> list[DomNode]:
    if isinstance(node, Text):
        return [DomText(node.text)]
    if isinstance(node, Element):
        children = [each for child in node.children for each in _as_dom(child)]
        return [DomElement(node.name, dict(node.attrs), children)]
    return parse(node.html)


def _lines(nodes: Sequence[DomNode]) -> list[str]:
    return [line for node in nodes for line in outline(node).splitlines()]
