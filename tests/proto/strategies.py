"""Random browser trees as lowering makes them, edits of them, lines and events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

from hypothesis import strategies as st

from hlive_proto.dialect import DIALECT_02
from hlive_proto.events import ClientLog, DomEvent, FileInfo
from hlive_proto.markup import RAW_TEXT
from hlive_proto.nesting import problem, seen
from hlive_proto.outbound import ExtensionLine
from hlive_proto.patch import ROOT, Attribute, Op, Patch
from hlive_proto.tree import DOCTYPE, Document, Element, Node, Raw, Text, node_at, replace_at

Draw = st.DrawFn
Path = tuple[int, ...]

ID = DIALECT_02.id_attr

_PHRASING = ["#text", "b", "span", "a", "button", "br", "input", "select", "textarea", "svg"]
_FLOW = [*_PHRASING, "div", "p", "ul", "table", "pre", "form", "template", "noscript", "#raw"]
_TEXT_ONLY = ["title", "textarea", "option", "script", "style", "br", "input", "circle"]
_CONTENT = {
    **dict.fromkeys(["p", "b", "span", "a", "button", "pre"], _PHRASING),
    **{name: ["#text"] for name in _TEXT_ONLY},
    "ul": ["li"],
    "table": ["caption", "tbody", "tr"],
    "tbody": ["tr"],
    "tr": ["td"],
    "select": ["option", "optgroup"],
    "optgroup": ["option"],
    "svg": ["circle", "g", "style"],
    "g": ["circle", "g", "foreignobject", "#text"],
}
"""What the children of an element can be; of all others, flow content."""

NAMES = sorted({*_CONTENT, *_FLOW, *_PHRASING} - {"#text", "#raw", "head", "title"})

_WORDS = ["a", "b & <c>", "\n", "\n\nx", " ", "\r\n", "\"'", "é€😀", "|>", "&amp;", "</b>"]
_RAWS = ["<b>raw</b>", "<!--c-->", '<i title="&lt;">y<br>z</i>', "<svg><g/><circle r='1'/></svg>"]
_IDS = [str(number) for number in range(1, 9)]
_KEYS = list("abcdef")

sendable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
words = st.sampled_from(_WORDS) | sendable
_attribute = st.builds(Attribute, st.sampled_from(["title", "data-x"]), sendable)
_field = st.text(st.characters(exclude_characters="|\n"), max_size=8)
_fields = st.lists(_field, max_size=3).map(tuple)
attributes = st.dictionaries(
    st.sampled_from(["title", "class", "value", "data-x"]), words, max_size=3
)


def _node(draw: Draw, inside: str, depth: int) -> Node:
    name = draw(st.sampled_from(_CONTENT.get(inside, _FLOW)))
    if name == "#raw":
        return Raw(draw(st.sampled_from(_RAWS)))
    return Text(draw(words)) if name == "#text" else _element(draw, name, depth)


def _element(draw: Draw, name: str, depth: int) -> Element:
    id = draw(st.none() | st.sampled_from(_IDS))
    key = draw(st.none() | st.sampled_from(_KEYS))
    attrs = tuple(draw(attributes).items())
    size = draw(st.integers(0, min(depth, 3)))
    children = tuple(_node(draw, name, depth - 1) for _ in range(size))
    return Element(name, attrs if id is None else (*attrs, (ID, id)), children, id, key)


def _list(draw: Draw) -> Element:
    """A list of many children with keys or ids, of which there are few elsewhere."""
    by_id = draw(st.booleans())
    names = draw(st.lists(st.sampled_from(_IDS if by_id else _KEYS), unique=True))
    text = draw(st.sampled_from(["", "a text that is long enough to be worth a move"]))
    items = [
        Element("li", ((ID, name),), (Text(name + text),), name)
        if by_id
        else Element("li", (), (Text(name + text),), key=name)
        for name in names
    ]
    return Element("ul", (), tuple(items))


lines = st.one_of(
    st.builds(
        Patch,
        st.sampled_from([Op.CREATE, Op.UPDATE]),
        st.sampled_from([ROOT, "4", "kX_4-a"]),
        st.lists(st.integers(0, 300), max_size=4).map(tuple),
        st.builds(Text, sendable) | st.builds(Raw, sendable) | _attribute,
    ),
    st.builds(
        Patch,
        st.just(Op.DELETE),
        st.sampled_from([ROOT, "4", "kX_4-a"]),
        st.lists(st.integers(0, 300), max_size=4).map(tuple),
        st.none() | _attribute,
    ),
    st.builds(ExtensionLine, _field.filter(lambda kind: kind not in ("", "d", "s")), _fields),
)
"""What a server can send in one frame, as far as it can be read back."""

_bindings = st.lists(st.text("0123456789-", min_size=1), min_size=1, max_size=3).map(tuple)
_files = st.builds(FileInfo, st.text(), st.integers(0), st.text(), st.integers(0), st.integers(0))
events = st.one_of(
    st.builds(ClientLog, st.text()),
    st.builds(DomEvent, _bindings, file=_files, data=st.binary()),
    st.builds(
        DomEvent,
        _bindings,
        value=st.none() | st.text(),
        initial=st.booleans(),
        selected=st.booleans(),
        values=st.lists(st.text()).map(tuple),
        file=st.none() | _files,
        extra=st.dictionaries(st.text(), st.text()),
        acked=st.none() | st.integers(),
    ),
    st.builds(
        DomEvent,
        _bindings,
        key=st.text(),
        char_code=st.integers(-(10**17), 10**17),
        key_code=st.integers(0, 300),
        shift=st.booleans(),
        alt=st.booleans(),
        ctrl=st.booleans(),
    ),
)
"""What a browser can say."""


@st.composite
def nodes(draw: Draw) -> Node:
    """Any node that can stand in a body."""
    return _list(draw) if draw(st.integers(0, 3)) == 0 else _node(draw, "body", 4)


@st.composite
def documents(draw: Draw) -> Document:
    """A whole page; its `html`, `head` and `body` may be components."""
    ids = draw(st.sampled_from([(None, None, None), ("h", "d", "b"), ("h", "d", "c")]))
    html, head, body = (
        Element(name, () if id is None else ((ID, id),), (), id)
        for name, id in zip(("html", "head", "body"), ids, strict=True)
    )
    title = Element("title", (), (Text(draw(words)),))
    head = replace(head, children=(title, _element(draw, "style", 1)))
    body = replace(body, children=tuple(draw(st.lists(nodes(), max_size=4))))
    return tidy((DOCTYPE, replace(html, children=(head, body))))


@st.composite
def edits(draw: Draw) -> tuple[Document, Document]:
    """A page and the same page after a few small changes; what did not change is shared."""
    old = draw(documents())
    new = old
    for _ in range(draw(st.integers(1, 5))):
        new = draw(st.sampled_from(_CHANGES))(draw, new)
    return old, tidy(new)


def _paths(nodes: Sequence[Node], way: Path = ()) -> Iterable[Path]:
    """Where there are elements, but not the `html`, `head` and `body` that always stay."""
    for index, node in enumerate(nodes):
        if isinstance(node, Element):
            if node.name not in ("html", "head", "body"):
                yield (*way, index)
            yield from _paths(node.children, (*way, index))


def _with_children(draw: Draw, tree: Document) -> tuple[Path, Element]:
    """The body or an element below; its children may be changed in any way."""
    path = draw(st.sampled_from([_BODY, *_paths(tree)]))
    element = node_at(tree, path)
    assert isinstance(element, Element)
    return path, element


def _put(tree: Document, path: Path, children: Iterable[Node]) -> Document:
    element = node_at(tree, path)
    assert isinstance(element, Element)
    return replace_at(tree, {path: replace(element, children=tuple(children))})


def _shuffle(draw: Draw, tree: Document) -> Document:
    path, element = _with_children(draw, tree)
    return _put(tree, path, draw(st.permutations(element.children)))


def _drop(draw: Draw, tree: Document) -> Document:
    path, element = _with_children(draw, tree)
    size = len(element.children)
    keep = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return _put(tree, path, compress(element.children, keep))


def _insert(draw: Draw, tree: Document) -> Document:
    return _insert_node(draw, tree, draw(nodes()))


def _move(draw: Draw, tree: Document) -> Document:
    """Takes an element out and puts it somewhere else, often below another parent."""
    places = list(_paths(tree))
    if not places:
        return tree
    *way, last = draw(st.sampled_from(places))
    parent = node_at(tree, tuple(way))
    assert isinstance(parent, Element)
    moved = parent.children[last]
    rest = (*parent.children[:last], *parent.children[last + 1 :])
    return _insert_node(draw, _put(tree, tuple(way), rest), moved)


def _insert_node(draw: Draw, tree: Document, node: Node) -> Document:
    path, element = _with_children(draw, tree)
    place = draw(st.integers(0, len(element.children)))
    return _put(tree, path, (*element.children[:place], node, *element.children[place:]))


def _decorate(draw: Draw, tree: Document) -> Document:
    path, element = _with_children(draw, tree)
    own = () if element.id is None else ((ID, element.id),)
    return replace_at(tree, {path: replace(element, attrs=(*draw(attributes).items(), *own))})


def _reword(draw: Draw, tree: Document) -> Document:
    path, element = _with_children(draw, tree)
    children = list(element.children)
    for index, child in enumerate(children):
        if isinstance(child, Text | Raw):
            children[index] = Text(draw(words))
    return _put(tree, path, children or [Text(draw(words))])


def _rename(draw: Draw, tree: Document) -> Document:
    path, element = _with_children(draw, tree)
    name = "body" if path == _BODY else draw(st.sampled_from(NAMES))
    return replace_at(tree, {path: replace(element, name=name)})


def _identify(draw: Draw, tree: Document) -> Document:
    """An element becomes a component, another one, or none."""
    path, element = _with_children(draw, tree)
    id = draw(st.none() | st.sampled_from(_IDS))
    attrs = tuple(pair for pair in element.attrs if pair[0] != ID)
    if id is not None:
        attrs = (*attrs, (ID, id))
    return replace_at(tree, {path: replace(element, attrs=attrs, id=id)})


_BODY = (1, 1)
_CHANGES = [_shuffle, _drop, _insert, _move, _decorate, _reword, _rename, _identify]


def tidy(document: Document) -> Document:
    """The nearest tree that lowering could have made; what is right already is the same object."""
    tidied = _Tidy().children("#document", document)[0]
    return tidied


@dataclass
class _Tidy:
    """Takes ids that were there before, and what a parser would move."""

    ids: set[str] = field(default_factory=set)

    def children(self, parent: str, nodes: Sequence[Node]) -> tuple[tuple[Node, ...], int]:
        """The children that can stay, and what they show to the elements around."""
        kept: list[Node] = []
        keys: set[str] = set()
        shows = 0
        for node in _with_tbody(nodes) if parent == "table" else nodes:
            if isinstance(node, Element):
                before = set(self.ids)
                node, inside = self.element(node, keys)
                own = seen(node.name, inside)
                if parent != "#document" and problem(parent, node, own):
                    self.ids = before
                    continue
                keys.update([node.key] if node.key else [])
                shows |= own
            elif not _may_stand(parent, node):
                continue
            elif parent in RAW_TEXT and isinstance(node, Text):
                # What can't be written as a reference can't be told from a newline.
                node = Text(node.text.replace("\r\n", "\n").replace("\r", "\n"))
            _append(kept, node)
        return tuple(kept), shows

    def element(self, element: Element, keys: set[str]) -> tuple[Element, int]:
        id, attrs = element.id, element.attrs
        if id in self.ids:
            id, attrs = None, tuple(pair for pair in attrs if pair[0] != ID)
        if element.name not in ("input", "textarea", "button", "option"):
            attrs = tuple(pair for pair in attrs if pair[0] != "value")
        if id is not None:
            self.ids.add(id)
        children, shows = self.children(element.name, element.children)
        key = None if element.key in keys else element.key
        tidied = Element(element.name, attrs, children, id, key)
        return (element if tidied == element else tidied), shows


def _append(nodes: list[Node], node: Node) -> None:
    """Text that meets text is one node, empty text is none."""
    last = nodes[-1] if nodes else None
    if isinstance(node, Text) and isinstance(last, Text):
        nodes[-1] = Text(last.text + node.text)
    elif node != Text(""):
        nodes.append(node)


def _may_stand(parent: str, node: Text | Raw) -> bool:
    """Raw elements are flow content: they stay where any of that may stand."""
    if isinstance(node, Raw):
        return parent == "#document" or _CONTENT.get(parent, _FLOW) is _FLOW
    return problem(parent, node, 0) is None


def _with_tbody(nodes: Sequence[Node]) -> list[Node]:
    rows = [node for node in nodes if isinstance(node, Element) and node.name == "tr"]
    others = [node for node in nodes if node not in rows]
    return [*others, Element("tbody", (), tuple(rows))] if rows else others


def nested(chain: str) -> Element:
    """Elements in each other: "p > b" is a `b` in a `p`."""
    name, _, inside = chain.partition(" > ")
    return Element(name, (), (nested(inside),) if inside else ())
