"""The other role: a browser that applies frames as the original client does, for tests."""

from base64 import b64decode
from collections.abc import Iterable, Iterator

from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.dom import DomElement, DomNode, DomText, Snapshot, parse, snapshot
from hlive_proto.tree import Node


def shown(nodes: Iterable[Node]) -> list[Snapshot]:
    """What a browser shows when it is sent these nodes as HTML."""
    return [snapshot(node) for node in parse(markup.html(nodes))]


class Browser:
    """A page in a browser with the original client, without its events.

    `html` is the page's first HTML. `log` collects what the client would log.
    """

    def __init__(self, html: str, dialect: Dialect = DIALECT_02) -> None:
        self.document = DomElement("#document", {}, parse(html))
        self.dialect = dialect
        self.session_id = "1"
        self.log: list[str] = []

    def snapshot(self) -> list[Snapshot]:
        """The document's nodes as plain data, to be compared with `shown(tree)`."""
        return [snapshot(node) for node in self.document.children]

    def apply(self, frame: str) -> None:
        """Applies the lines of a frame; a missing target drops the rest of it."""
        for line in frame.split("\n"):
            parts = line.split("|")
            if parts[0] == "s" and len(parts) == 3:
                self.session_id = parts[2]
            elif parts[0] == "d" and len(parts) != 6:
                self.log.append("invalid diff message format")
            elif parts[0] == "d" and not self._patch(line, *parts[1:]):
                return

    def _patch(self, line: str, op: str, root: str, path: str, kind: str, content: str) -> bool:
        steps = [int(step) for step in path.split(">") if step]
        creates = op == "c" and kind in ("h", "t")
        parents = self._find(root, steps[:-1] if creates else steps)
        if parents is None:
            self.log.append(f"no target for: {line}")
            return False
        text = b64decode(content).decode()
        if kind == "a":
            _set_attribute(op, parents[-1], text)
        elif creates:
            _insert(parents[-1], steps[-1], kind, text)
        elif op == "d":
            _replace(parents, [])
        elif kind == "h":
            _replace(parents, parse(text)[:1])
        else:
            _set_text(parents[-1], text)
        return True

    def _find(self, root: str, steps: list[int]) -> list[DomNode] | None:
        """The way from the root to the target, or None where a step leads nowhere."""
        way = self._root(root)
        for step in steps:
            here = way[-1] if way else None
            if not isinstance(here, DomElement):
                return None
            step += _before_head(here)
            if step >= len(here.children):
                return None
            way.append(here.children[step])
        return way or None

    def _root(self, root: str) -> list[DomNode]:
        if root == "doc":
            return [self.document]
        for way in _walk([self.document]):
            here = way[-1]
            if isinstance(here, DomElement) and here.attrs.get(self.dialect.id_attr) == root:
                return list(way)
        return []


def _walk(way: list[DomNode]) -> Iterator[list[DomNode]]:
    """Every node below, in document order, as the way that leads to it."""
    here = way[-1]
    if isinstance(here, DomElement):
        for child in here.children:
            yield [*way, child]
            yield from _walk([*way, child])


def _before_head(element: DomElement) -> int:
    """The client doesn't count what stands before the head: browser plugins put it there."""
    if element.name != "html":
        return 0
    names = [child.name if isinstance(child, DomElement) else "" for child in element.children]
    return names.index("head") if "head" in names else len(names)


def _insert(parent: DomNode, index: int, kind: str, text: str) -> None:
    if isinstance(parent, DomElement):
        parent.children[index:index] = [DomText(text)] if kind == "t" else parse(text)[:1]


def _replace(way: list[DomNode], nodes: list[DomNode]) -> None:
    target, parent = way[-1], way[-2]
    assert isinstance(parent, DomElement)
    index = next(i for i, child in enumerate(parent.children) if child is target)
    parent.children[index : index + 1] = nodes


def _set_text(target: DomNode, text: str) -> None:
    if isinstance(target, DomElement):
        target.children = [DomText(text)] if text else []
    elif isinstance(target, DomText):
        target.text = text


def _set_attribute(op: str, target: DomNode, text: str) -> None:
    assert isinstance(target, DomElement)
    name, _, quoted = text.partition("=")
    name = name.strip()
    if op == "d":
        target.attrs.pop(name, None)
    elif name == "value":
        target.value = quoted[1:-1]
    else:
        target.attrs[name] = quoted[1:-1]
