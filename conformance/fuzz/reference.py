"""What the reference sends, foretold: its differ and its markup once more, written plainly from
spec/protocol.md (sections 6 and 9), with its errata as switches."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from hlive_proto.markup import RAW_TEXT
from hlive_proto.tree import FOREIGN, VOID, Document, Element, Node, Raw, Text, is_foreign_inside

ATTR_ESCAPE = "E-attr-escape"
RAW_UPDATE = "E-raw-update"
PARSER_REPAIR = "E-parser-repair"
RAW_TEXT_ESCAPED = "E-raw-text"
PRE_NEWLINE = "E-pre-newline"
CARRIAGE_RETURN = "E-carriage-return"
SVG_PATCH = "E-svg-patch"
SVG_ATTRIBUTE = "E-svg-attribute"
OPAQUE = "E-opaque"
VALUE_REMOVE = "E-value-remove"
ROOT_DELETES = "E-root-deletes"

ERRATA = frozenset(
    [
        *[ATTR_ESCAPE, RAW_UPDATE, PARSER_REPAIR, RAW_TEXT_ESCAPED, PRE_NEWLINE, CARRIAGE_RETURN],
        *[SVG_PATCH, SVG_ATTRIBUTE, OPAQUE, VALUE_REMOVE, ROOT_DELETES],
    ]
)
"""The errata that show in the frames of a random case, dialect 0.2."""

_DOCUMENT, _TOPMOST = 0, 1
"""How deep children stand: those of the document, those of the elements in it."""


class _Line(NamedTuple):
    op: str
    root: str
    path: tuple[int, ...]
    kind: str
    text: str

    def encoded(self) -> str:
        path = ("" if self.root == "doc" else ">") + ">".join(map(str, self.path))
        content = b64encode(self.text.encode()).decode()
        return f"d|{self.op}|{self.root}|{path if self.path else ''}|{self.kind}|{content}\n"


@dataclass(frozen=True)
class Reference:
    """The reference with these errata and no others: with none of them it does what is right.

    `bare_rows` says that the page's author wrote no `tbody`.
    """

    errata: frozenset[str]
    bare_rows: bool

    def html(self, document: Document) -> str:
        """A document as it is first sent."""
        return "".join(self._markup(node, foreign=False) for node in self._written(document))

    def frame(self, old: Document, new: Document) -> str:
        """The frame that turns one document into the other; empty where nothing is to be sent."""
        lines = self._children("doc", (), self._written(old), self._written(new), _DOCUMENT)
        return "".join(line.encoded() for line in lines)

    def _written(self, nodes: Document) -> Document:
        """The tree as the reference has it: it doesn't add the `tbody` that a parser adds."""
        if PARSER_REPAIR not in self.errata or not self.bare_rows:
            return nodes
        written: list[Node] = []
        for node in nodes:
            if isinstance(node, Element):
                inside = self._written(node.children)
                node = replace(node, children=inside)
                written.extend(inside if node.name == "tbody" else [node])
            else:
                written.append(node)
        return tuple(written)

    # Patches.

    def _node(
        self, root: str, path: tuple[int, ...], old: Node, new: Node, depth: int
    ) -> list[_Line]:
        if old == new:
            return []
        if type(old) is not type(new):
            return [_Line("d", root, path, "", ""), self._whole("c", root, path, new)]
        if isinstance(old, Element) and isinstance(new, Element):
            return self._element(root, path, old, new, depth)
        if isinstance(new, Raw) and RAW_UPDATE in self.errata:
            return []
        return [self._whole("u", root, path, new)]

    def _element(
        self, root: str, path: tuple[int, ...], old: Element, new: Element, depth: int
    ) -> list[_Line]:
        whole = [self._whole("u", root, path, new)]
        if old.name != new.name:
            return whole
        inside = self._inside(root, path, old, new, depth)
        if new.name in ("template", "noscript") and OPAQUE not in self.errata:
            return whole if inside else []
        if new.name in FOREIGN and SVG_PATCH not in self.errata:
            return whole if any(line.kind == "h" for line in inside) else inside
        return inside

    def _inside(
        self, root: str, path: tuple[int, ...], old: Element, new: Element, depth: int
    ) -> list[_Line]:
        lines = self._attributes(root, path, old, new)
        if new.id is not None:
            root, path = new.id, ()
        return lines + self._children(root, path, old.children, new.children, depth + 1)

    def _attributes(
        self, root: str, path: tuple[int, ...], old: Element, new: Element
    ) -> list[_Line]:
        was, now = dict(old.attrs), dict(new.attrs)
        lines = [
            _Line("u" if name in was else "c", root, path, "a", self._set(name, value))
            for name, value in now.items()
            if was.get(name) != value
        ]
        for name, value in was.items():
            if name in now:
                continue
            keeps = name == "value" and new.name in ("input", "textarea")
            if keeps and VALUE_REMOVE not in self.errata:
                lines.append(_Line("u", root, path, "a", ' value=""'))
            lines.append(_Line("d", root, path, "a", self._attribute(name, value)))
        return lines

    def _children(
        self,
        root: str,
        path: tuple[int, ...],
        old: tuple[Node, ...],
        new: tuple[Node, ...],
        depth: int,
    ) -> list[_Line]:
        lines: list[_Line] = []
        for index, (was, now) in enumerate(zip(old, new, strict=False)):
            below = self._node(root, (*path, index), was, now, depth)
            lines += below if depth == _DOCUMENT else _turned(below)
        gone = [_Line("d", root, (*path, index), "", "") for index in range(len(new), len(old))]
        right = depth == _TOPMOST and ROOT_DELETES not in self.errata
        lines += reversed(gone) if right else gone
        for index in range(len(old), len(new)):
            lines.append(self._whole("c", root, (*path, index), new[index]))
        return lines

    def _whole(self, op: str, root: str, path: tuple[int, ...], node: Node) -> _Line:
        if isinstance(node, Text):
            return _Line(op, root, path, "t", node.text)
        return _Line(op, root, path, "h", self._markup(node, foreign=False))

    # Markup.

    def _markup(self, node: Node, foreign: bool) -> str:
        if isinstance(node, Raw):
            return node.html
        if isinstance(node, Text):
            return self._escaped(node.text)
        tag = "<" + node.name + "".join(self._attribute(*pair) for pair in node.attrs) + ">"
        if node.name in VOID:
            return tag
        inside = is_foreign_inside(node.name, foreign)
        return tag + self._content(node, foreign, inside) + f"</{node.name}>"

    def _content(self, element: Element, foreign: bool, inside: bool) -> str:
        if element.name in RAW_TEXT and not foreign and RAW_TEXT_ESCAPED not in self.errata:
            return "".join(node.text for node in element.children if isinstance(node, Text))
        content = "".join(self._markup(child, inside) for child in element.children)
        eats = element.name in ("pre", "textarea") and content.startswith("\n")
        return "\n" + content if eats and PRE_NEWLINE not in self.errata else content

    def _attribute(self, name: str, value: str) -> str:
        return f' {self._name(name)}="{self._escaped(value)}"'

    def _set(self, name: str, value: str) -> str:
        if ATTR_ESCAPE in self.errata:
            return self._attribute(name, value)
        return f' {self._name(name)}="{value}"'

    def _name(self, name: str) -> str:
        return name.lower() if SVG_ATTRIBUTE in self.errata else name

    def _escaped(self, text: str) -> str:
        for mark, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;")):
            text = text.replace(mark, written)
        text = text.replace("'", "&#39;")
        return text if CARRIAGE_RETURN in self.errata else text.replace("\r", "&#13;")


def _turned(lines: Iterable[_Line]) -> list[_Line]:
    """Each run of deletes whose places ascend, turned round."""
    turned: list[_Line] = []
    run: list[_Line] = []
    for line in lines:
        if run and not (_is_delete(line) and _ascends(run[-1], line)):
            turned += reversed(run)
            run = []
        (run if _is_delete(line) else turned).append(line)
    return turned + run[::-1]


def _is_delete(line: _Line) -> bool:
    return line.op == "d"


def _ascends(before: _Line, after: _Line) -> bool:
    """Step by step; a component's path has an empty first step, which counts as 0."""
    first, second = ((() if line.root == "doc" else (0,)) + line.path for line in (before, after))
    return second > first and second[: len(first)] != first
