"""Random pages and random edits of them, as scenarios that every peer can play."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from hlive_proto.markup import RAW_TEXT
from hlive_proto.tree import VOID

Draw = st.DrawFn
Spec = Any
Content = list[str]

_NOTHING: Content = []
_TEXT = ["#text"]
_ITEMS = ["li"]
_PLAIN = ["#text", "b", "em"]
_PHRASING = [*_PLAIN, "span", "a", "button", "br", "input", "textarea", "select", "svg"]
_FLOW = [
    *_PHRASING,
    *["#raw", "div", "section", "p", "h2", "pre", "ul", "table", "details"],
    *["template", "noscript", "style", "script"],
]
_CONTENT: dict[str, Content] = {
    **dict.fromkeys(["b", "em", "a", "button"], _PLAIN),
    **dict.fromkeys(["p", "h2", "h3", "pre", "span", "caption", "noscript"], _PHRASING),
    **dict.fromkeys(["textarea", "option", "style", "script"], _TEXT),
    **dict.fromkeys(["ul", "ol"], _ITEMS),
    "tbody": ["tr"],
    "tr": ["td"],
    "select": ["option"],
    "svg": ["circle", "g", "foreignobject"],
    "g": ["circle", "g", "#text"],
    **dict.fromkeys(["circle", "path", *VOID], _NOTHING),
}
"""What the children of an element can be; of all others, flow content."""

_ALIKE = [
    ("div", "section", "details"),
    ("ul", "ol"),
    ("b", "em"),
    ("h2", "h3"),
    ("circle", "path"),
]
"""Names that can take each other's place."""

_LISTS = ["ul", "ol", "div", "section", "tbody", "select"]

_WORDS = ["a", "b", "", "c & <d>", " ", "\n", "\n\nx", "\"'", "é€😀", "|>", "&amp;", "</b>", "e\rf"]
_RAWS = ["<b>1</b>", "<b>2</b>", "<!--c-->", '<i title="&lt;">y<br>z</i>', "<hr>"]
_NUMBERS: list[Spec] = [{"int": 0}, {"int": -7}, {"float": 0.5}, {"float": 1e21}]

_words = st.sampled_from(_WORDS)
_raw_words = st.sampled_from(["a > b", "1 && 2", "\n", "'\"", "é€😀", "</b>"])
"""Text that can't be escaped has no carriage return: lowering makes it a newline for good."""


@dataclass(frozen=True)
class Case:
    """A scenario that was made up. `bare_rows` says that rows stand straight in their tables."""

    scenario: dict[str, Any]
    bare_rows: bool


@st.composite
def cases(draw: Draw) -> Case:
    """A page below one button, and up to three handlers, each fired once."""
    author = _Author(draw, bare_rows=draw(st.booleans()))
    body = [author.child(_FLOW, 3) for _ in range(draw(st.integers(1, 3)))]
    handlers = [author.handler() for _ in range(draw(st.integers(1, 3)))]
    button = {"component": "button", "with": [{"on": "click", "do": do} for do in handlers]}
    scenario = {
        "id": "fuzz.case",
        "title": "Found by the fuzzer.",
        "dialects": ["0.2"],
        "page": {"body": [button, *body]},
        "steps": [{"event": {"ids": [f"5-{number}"]}} for number in range(1, len(handlers) + 1)],
    }
    return Case(scenario, author.bare_rows)


@dataclass
class _List:
    """A list as it is after the edits so far; `above` are the items that it stands in."""

    content: Content
    items: list[str]
    above: frozenset[str]


@dataclass
class _Author:
    """Writes pages and edits, and knows what has a name by now."""

    draw: Draw
    bare_rows: bool
    tags: dict[str, str] = field(default_factory=lambda: {"html": "html", "body": "body"})
    boxes: dict[str, tuple[str, Content]] = field(default_factory=dict)
    lists: dict[str, _List] = field(default_factory=dict)
    above: frozenset[str] = frozenset()
    parent: str = "body"

    def one_of(self, options: list[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, of: int) -> bool:
        """True once in so many times; a simple case is one where it never is."""
        return bool(self.draw(st.integers(0, of - 1)) == of - 1)

    def new_name(self) -> str:
        return f"t{len(self.tags)}"

    def content(self, parent: str) -> Content:
        if parent == "table":
            return ["tr"] if self.bare_rows else ["caption", "tbody"]
        return _CONTENT.get(parent, _FLOW)

    # Nodes.

    def child(self, content: Content, depth: int) -> Spec:
        """Any child: a node, a box, a group, or nothing."""
        if self.chance(4):
            name = f"b{len(self.boxes)}"
            self.boxes[name] = (self.parent, content)
            return {"box": name, "value": self.filling(name, content, depth - 1)}
        if self.chance(8):
            return self.group(self.new_name(), content, depth)
        return self.node(content, depth)

    def filling(self, box: str, content: Content, depth: int) -> Spec:
        """What a box can hold."""
        if self.chance(8):
            return None
        return self.group(box, content, depth) if self.chance(2) else self.node(content, depth)

    def group(self, prefix: str, content: Content, depth: int) -> Spec:
        """Elements of one name. Text in groups would meet text around them: E-text-group."""
        names = [name for name in content if not name.startswith("#")]
        if not names:
            return self.node(content, depth)
        name, keyed = self.one_of(names), self.draw(st.booleans())
        marks = self.draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
        keys = [f"{prefix}-{mark}" if keyed else None for mark in marks]
        return {"group": [self.element(name, depth - 1, key) for key in keys]}

    def node(self, content: Content, depth: int) -> Spec:
        kind = self.one_of(content)
        if kind == "#raw":
            return {"html": self.one_of(_RAWS)}
        if kind != "#text":
            return self.element(kind, depth)
        if self.parent in RAW_TEXT:
            return self.draw(_raw_words)
        return self.one_of(_NUMBERS) if self.chance(8) else self.draw(_words)

    def element(self, kind: str, depth: int, key: str | None = None) -> Spec:
        if kind in _LISTS and self.chance(2):
            return self.listing(kind, depth)
        spec: Spec = {"component" if self.chance(3) else "tag": kind}
        with self.inside(kind):
            children = self.children(kind, depth)
        spec["name"] = self.new_name()
        self.tags[spec["name"]] = kind
        spec["with"] = [*self.attributes(kind), *children]
        if key is not None:
            spec["key"] = key
        if "component" in spec and self.chance(4):
            spec["with"].append({"on": "click", "do": []})
        return spec

    def children(self, kind: str, depth: int) -> list[Spec]:
        content = self.content(kind)
        most = 0 if not content else min(max(depth, 0), 3)
        return [self.child(content, depth - 1) for _ in range(self.draw(st.integers(0, most)))]

    def listing(self, kind: str, depth: int) -> Spec:
        content = [name for name in self.content(kind) if not name.startswith("#")]
        name = f"l{len(self.lists)}"
        made = self.lists[name] = _List(content, [], self.above)
        with self.inside(kind):
            items = [self.item(made, depth - 1) for _ in range(self.draw(st.integers(0, 4)))]
        self.tags[name] = "list"
        return {"list": kind, "name": name, "items": items}

    def item(self, where: _List, depth: int) -> Spec:
        """A new item at the end of a list."""
        kind = self.one_of([name for name in where.content if name not in _LISTS] or where.content)
        name = self.new_name()
        self.tags[name] = kind
        around, self.above = self.above, where.above | {name}
        with self.inside(kind):
            children = self.children(kind, depth)
        self.above = around
        where.items.append(name)
        spec = {"component" if self.draw(st.booleans()) else "tag": kind, "name": name}
        if self.draw(st.booleans()):
            spec["key"] = name
        return {**spec, "with": [*self.attributes(kind), *children]}

    @contextmanager
    def inside(self, parent: str) -> Iterator[None]:
        around, self.parent = self.parent, parent
        yield
        self.parent = around

    def attributes(self, kind: str) -> list[Spec]:
        return [self.attribute(kind) for _ in range(2) if self.chance(3)]

    def attribute(self, kind: str) -> Spec:
        form = self.one_of(["attr", "attr", "flag", "class", "style"])
        if form == "class":
            return {"class_bool": [[self.one_of(["c", "d"]), self.draw(st.booleans())]]}
        if form == "style":
            return {"style": [[self.one_of(["color", "width"]), self.one_of(["red", "1px"])]]}
        if form == "flag":
            return {"attrs": [[self.one_of(["hidden", "checked", "disabled"]), ""]]}
        names = {"input": ["value", "value"], "svg": ["viewBox"], "circle": ["r"]}.get(kind, [])
        return {"attrs": [[self.one_of([*names, "title", "data-x"]), self.draw(_words)]]}

    # Edits.

    def handler(self) -> list[Spec]:
        """The actions of one handler, each of which can be done after those before it."""
        edits = [self.set, self.set, self.add, self.decorate, self.strip, self.rename]
        edits += [self.insert, self.remove, self.order, self.move]
        actions: list[Spec] = []
        for _ in range(self.draw(st.integers(1, 3))):
            actions += self.one_of(edits)()
        return actions

    def set(self) -> list[Spec]:
        if not self.boxes:
            return self.add()
        name = self.one_of(list(self.boxes))
        parent, content = self.boxes[name]
        with self.inside(parent):
            return [{"set": name, "to": self.filling(name, content, 2)}]

    def add(self) -> list[Spec]:
        """A child at the end of an element."""
        holders = {name: kind for name, kind in self.tags.items() if self.adds(kind)}
        name = self.one_of(list(holders))
        with self.inside(holders[name]):
            return [{"add": name, "with": [self.child(self.content(holders[name]), 2)]}]

    def adds(self, kind: str) -> bool:
        return kind not in ("html", "list") and bool(self.content(kind))

    def decorate(self) -> list[Spec]:
        name = self.one_of([name for name in self.tags if self.tags[name] != "list"])
        return [{"add": name, "with": [self.attribute(self.tags[name])]}]

    def strip(self) -> list[Spec]:
        name = self.one_of(list(self.tags))
        names = ["title", "data-x", "value", "hidden", "checked", "disabled", "viewBox"]
        return [{"remove_attributes": name, "names": names}]

    def rename(self) -> list[Spec]:
        alike = {name: kind for name, kind in self.tags.items() if any(kind in a for a in _ALIKE)}
        if not alike:
            return self.decorate()
        name = self.one_of(list(alike))
        kinds = next(names for names in _ALIKE if alike[name] in names)
        self.tags[name] = self.one_of([kind for kind in kinds if kind != alike[name]])
        return [{"rename": name, "as": self.tags[name]}]

    def some_list(self, least: int) -> str | None:
        names = [name for name, made in self.lists.items() if len(made.items) >= least]
        return self.one_of(names) if names else None

    def insert(self) -> list[Spec]:
        name = self.some_list(0)
        if name is None:
            return self.set()
        made = self.lists[name]
        at = self.draw(st.integers(0, len(made.items)))
        with self.inside("list"):
            item = self.item(made, 1)
        made.items.insert(at, made.items.pop())
        return [{"insert": name, "at": at, "with": [item]}]

    def remove(self) -> list[Spec]:
        name = self.some_list(1)
        if name is None:
            return self.set()
        made = self.lists[name]
        at = self.draw(st.integers(0, len(made.items) - 1))
        count = self.draw(st.integers(1, len(made.items) - at))
        del made.items[at : at + count]
        return [{"remove": name, "at": at, "count": count}]

    def order(self) -> list[Spec]:
        name = self.some_list(2)
        if name is None:
            return self.set()
        made = self.lists[name]
        indices = self.draw(st.permutations(range(len(made.items))))
        made.items = [made.items[index] for index in indices]
        return [{"order": name, "indices": indices}]

    def move(self) -> list[Spec]:
        """An item goes to another list that can hold it and doesn't stand in it."""
        source = self.some_list(1)
        if source is None:
            return self.set()
        made = self.lists[source]
        at = self.draw(st.integers(0, len(made.items) - 1))
        item = made.items[at]
        targets = [
            name
            for name, other in self.lists.items()
            if other.content == made.content and item not in other.above
        ]
        target = self.one_of(targets)
        del made.items[at]
        self.lists[target].items.append(item)
        return [
            {"remove": source, "at": at, "count": 1},
            {"insert": target, "at": len(self.lists[target].items) - 1, "with": [{"ref": item}]},
        ]
