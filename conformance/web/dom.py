"""The DOM of a real browser as plain data, to be compared node for node with a browser tree."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from selenium.webdriver.remote.webdriver import WebDriver

from hlive_proto import markup
from hlive_proto.dom import DomElement, DomNode, DomOther, DomText, parse
from hlive_proto.tree import Document, Node, Raw, Text, is_foreign_inside

Json = dict[str, Any]
"""A node: its `type`, and `text`, or `name`, `namespace`, `attributes`, `value` and `children`."""

READ_DOM = """
const read = node => {
  switch (node.nodeType) {
    case Node.TEXT_NODE: return {type: "text", text: node.data};
    case Node.COMMENT_NODE: return {type: "comment", text: node.data};
    case Node.DOCUMENT_TYPE_NODE: return {type: "doctype", text: node.name};
  }
  const parent = node instanceof HTMLTemplateElement ? node.content : node;
  return {
    type: "element",
    name: node.localName,
    namespace: node.namespaceURI.split("/").pop(),
    attributes: Array.from(node.attributes, each => [each.name, each.value]),
    value: /^(input|textarea|select)$/.test(node.localName) ? node.value : null,
    children: node.localName === "noscript" ? inert(node)
      : Array.from(parent.childNodes).filter(isPage).map(read),
  };
};
// A page's parser makes text of what is in here, but that of a patch makes elements.
const inert = node => node.innerHTML ? [{type: "text", text: node.innerHTML}] : [];
// Our client's boxes stand after the body, and belong to no server's page.
const isPage = node => !["hlive-status", "hlive-error"].includes(node.id);
return Array.from(document.childNodes, read);
"""

_FOREIGN = {"svg": "svg", "math": "MathML"}
_HTML = "xhtml"


def live_dom(browser: WebDriver) -> list[Json]:
    """The nodes that the browser shows now, from the doctype down, without our client's boxes.

    `attributes` are [name, value] pairs in the DOM's order; `value` is the property of a form
    field, else None; `namespace` is "xhtml", "svg" or "MathML".
    """
    nodes: list[Json] = browser.execute_script(READ_DOM)
    return nodes


def tree_dom(document: Document) -> list[Json]:
    """The nodes that the server believes in, in the form of `live_dom`.

    Goes through the tree itself and not through its HTML, so that a tree which a parser would
    change is seen to differ. `value` is the attribute, as the client sets the property for it.
    What can't be sent at all is replaced as in HTML and in frames.
    """
    return [_from_tree(node, _HTML) for node in document]


def document_dom(document: DomElement) -> list[Json]:
    """The nodes of a DOM that `hlive_proto.browser` has, in the form of `live_dom`."""
    return [_from_dom(node, _HTML) for node in document.children]


def differences(expected: Sequence[Json], live: Sequence[Json], where: str = "") -> list[str]:
    """Every place where the two differ, as sentences; empty when they are equal.

    The order of attributes says nothing in a DOM and isn't compared. A field's `value` is compared
    where `expected` has one: otherwise it belongs to whoever types.
    """
    found: list[str] = []
    for index, (ours, theirs) in enumerate(zip_longest(expected, live)):
        found.extend(_node_differences(ours, theirs, f"{where}>{index}"))
    return found


def _node_differences(ours: Json | None, theirs: Json | None, where: str) -> Iterator[str]:
    if ours is None or theirs is None:
        yield f"{where}: expected {_brief(ours)}, the browser has {_brief(theirs)}"
    elif _identity(ours) != _identity(theirs):
        yield f"{where}: expected {_identity(ours)}, the browser has {_identity(theirs)}"
    elif ours["type"] == "element":
        where = f"{where}:{ours['name']}"
        if _attributes(ours) != _attributes(theirs):
            yield f"{where}: expected {_attributes(ours)}, the browser has {_attributes(theirs)}"
        if ours["value"] is not None and ours["value"] != theirs["value"]:
            yield f"{where}: expected value {ours['value']!r}, the browser has {theirs['value']!r}"
        yield from differences(ours["children"], theirs["children"], where)


def _identity(node: Json) -> tuple[str, ...]:
    """A tree spells names in lower case, a browser has capitals in those of SVG."""
    if node["type"] == "element":
        return ("element", node["name"].lower(), node["namespace"])
    return (node["type"], node["text"])


def _attributes(node: Json) -> dict[str, str]:
    """By name; a field's `value` is the property's business once a patch has set it."""
    pairs = dict(node["attributes"])
    if node["value"] is not None:
        pairs.pop("value", None)
    return pairs


def _brief(node: Json | None) -> str:
    return "nothing" if node is None else str(_identity(node))


def _from_tree(node: Node, namespace: str) -> Json:
    if isinstance(node, Text):
        return {"type": "text", "text": markup.sendable(node.text)}
    if isinstance(node, Raw):
        (parsed,) = parse(node.html)
        return _from_dom(parsed, namespace)
    children: Sequence[Node] = node.children
    if node.name == "noscript" and children:
        children = (Text(markup.html(children)),)
    namespace, inside = _namespaces(node.name, namespace)
    return _element(
        node.name,
        namespace,
        [[name, markup.sendable(value)] for name, value in node.attrs],
        [_from_tree(child, inside) for child in children],
    )


def _from_dom(node: DomNode, namespace: str) -> Json:
    if isinstance(node, DomText):
        return {"type": "text", "text": node.text}
    if isinstance(node, DomOther):
        if node.source.startswith("<!--"):
            return {"type": "comment", "text": node.source[4:-3]}
        return {"type": "doctype", "text": node.source[2:-1].split()[1]}
    assert isinstance(node, DomElement)
    namespace, inside = _namespaces(node.name, namespace)
    made = _element(
        node.name,
        namespace,
        [list(pair) for pair in node.attrs.items()],
        [_from_dom(child, inside) for child in node.children],
    )
    if node.value is not None and made["namespace"] == _HTML:
        made["value"] = node.value
    return made


def _namespaces(name: str, around: str) -> tuple[str, str]:
    """The namespace of an element, and of what stands in it."""
    own = _FOREIGN.get(name, around)
    return own, own if is_foreign_inside(name, own != _HTML) else _HTML


def _element(name: str, namespace: str, attributes: list[list[str]], children: list[Json]) -> Json:
    has_value = namespace == _HTML and name in ("input", "textarea")
    return {
        "type": "element",
        "name": name,
        "namespace": namespace,
        "attributes": attributes,
        "value": dict(attributes).get("value") if has_value else None,
        "children": children,
    }
