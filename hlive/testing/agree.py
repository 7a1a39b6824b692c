"""Whether a browser shows what the server believes that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff

from hlive.testing.outline import outline
from hlive_proto import markup
from hlive_proto.dom import DomElement, DomNode, parse, snapshot
from hlive_proto.tree import Document


def disagreement(dom: Sequence[DomNode], tree: Document) -> str | None:
    """What differs between the browser's nodes and the server's tree, None when nothing does.

    What visitors put into fields isn't looked at; an empty value is the same as none.
    """
    expected = parse(markup.html(tree))
    if list(map(_plain, dom)) == list(map(_plain, expected)):
        return None
    told = unified_diff(
        _lines(expected), _lines(dom), "the server's tree", "the browser", "", "", 3
    )
    return "\n".join(line.rstrip() for line in told)


def _plain(node: DomNode) -> object:
    if not isinstance(node, DomElement):
        return snapshot(node)
    attrs = dict(node.attrs)
    if node.value is not None:
        attrs["value"] = node.value
    if attrs.get("value") == "":
        del attrs["value"]
    return node.name, attrs, list(map(_plain, node.children))


def _lines(nodes: Sequence[DomNode]) -> list[str]:
    return [line for node in nodes for line in outline(node).splitlines()]
