"""The other role: a browser that applies frames as the original client does, for tests."""

from base64 import b64decode
from collections.abc import Iterable, Iterator

from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.dom import FIELDS, DomElement, DomNode, DomText, Snapshot, parse, snapshot
from hlive_proto.tree import Node


def shown(nodes: Iterable[Node]) -> list[Snapshot]:
    """What a browser shows when it is sent these nodes as HTML."""
    return [snapshot(node) for node in parse(markup.html(nodes))]


class Browser:
    """A page in a browser with the original client, without its events.

    `html` is the page's first HTML. `log` collects what the client would log, `thrown` the lines
    at which it would throw.
    """

    def __init__(self, html: str, dialect: Dialect = DIALECT_02) -> None:
        self.document = DomElement("#document", {}, parse(html))
        self.dialect = dialect
        self.session_id = "1"
        self.log: list[str] = []
        self.thrown: list[str] = []

    def snapshot(self) -> list[Snapshot]:
        """The document's nodes as plain data, to be compared with `shown(tree)`."""
        return [snapshot(node) for node in self.document.children]

    def apply(self, frame: str) -> None:
        """Applies the lines of a frame; a missing target, or one that can't take what the line
        says, drops the rest of it."""
        for line in frame.split("\n"):
            parts = line.split("|")
            if parts[0] == "s" and len(parts) == 3:
                self.session_id = parts[2]
            elif parts[0] == "d" and len(parts) != 6:
                self.log.append("invalid diff message format")
            elif parts[0] == "d" and not self._patch(line, *parts[1:]):
                return

    def _patch(self, line: str, op: str, root: str, path: str, kind: str, content: str) -> bool:
        try:
            steps = [int(step) for step in path.split(">") if step]
            text = b64decode(content).decode()
        except ValueError:
            self.thrown.append(line)
            return False
        creates = op == "c" and kind in ("h", "t")
        way = self._find(root, steps[:-1] if creates else steps)
        if way is None:
            self.log.append(f"no target for: {line}")
            return False
        try:
            _change(way, op, kind, steps, text)
        except _Thrown:
            self.thrown.append(line)
            return False
        return True

    def _find(self, root: str, steps: list[int]) -> list[DomNode] | None:
        """The way from the root to the target, or None where a step leads nowhere."""
        way = self._root(root)
        for step in steps if way else []:
            step += _before_head(way[-1])
            below = _child_nodes(way[-1])
            if step >= len(below):
                return None
            way.append(below[step])
        return way or None

    def _root(self, root: str) -> list[DomNode]:
        if root == "doc":
            return [self.document]
        for way in _walk([self.document]):
            here = way[-1]
            if isinstance(here, DomElement) and here.attrs.get(self.dialect.id_attr) == root:
                return list(way)
        return []


class _Thrown(Exception):
    """The DOM refuses what the client asks of it; the client doesn't catch that."""


def _walk(way: list[DomNode]) -> Iterator[list[DomNode]]:
    """Every node below, in document order, as the way that leads to it."""
    for child in _child_nodes(way[-1]):
        yield [*way, child]
        yield from _walk([*way, child])


def _child_nodes(node: DomNode) -> list[DomNode]:
    """What a script finds below; the content of a template is elsewhere."""
    return node.children if isinstance(node, DomElement) and node.name != "template" else []


def _before_head(node: DomNode) -> int:
    """The client doesn't count what stands before the head: browser plugins put it there."""
    if not isinstance(node, DomElement) or node.name != "html":
        return 0
    names = [child.name if isinstance(child, DomElement) else "" for child in node.children]
    return names.index("head") if "head" in names else len(names)


def _change(way: list[DomNode], op: str, kind: str, steps: list[int], text: str) -> None:
    target = way[-1]
    if kind == "a":
        _set_attribute(op, target, text)
    elif op == "c" and kind in ("h", "t"):
        _insert(target, steps[-1], [DomText(text)] if kind == "t" else parse(text)[:1])
    elif op == "d":
        _replace(way, [])
    elif kind == "h":
        # Where there is no node, the client passes null, which the DOM takes as a text.
        _replace(way, parse(text)[:1] or [DomText("null")])
    elif kind == "t":
        _set_text(target, text)


def _insert(parent: DomNode, index: int, nodes: list[DomNode]) -> None:
    if not isinstance(parent, DomElement) or not nodes:
        raise _Thrown
    _child_nodes(parent)[index:index] = nodes


def _replace(way: list[DomNode], nodes: list[DomNode]) -> None:
    if len(way) == 1:
        raise _Thrown
    siblings = _child_nodes(way[-2])
    index = next(i for i, child in enumerate(siblings) if child is way[-1])
    siblings[index : index + 1] = nodes


def _set_text(target: DomNode, text: str) -> None:
    if isinstance(target, DomElement):
        target.children = [DomText(text)] if text else []
    elif isinstance(target, DomText):
        target.text = text


def _set_attribute(op: str, target: DomNode, text: str) -> None:
    if not isinstance(target, DomElement):
        raise _Thrown
    name, _, quoted = text.partition("=")
    name = name.strip() if target.foreign else name.strip().lower()
    if op == "d":
        target.attrs.pop(name, None)
    elif name == "value" and target.name in FIELDS:
        target.value = quoted[1:-1]
    else:
        target.attrs[name] = quoted[1:-1]
