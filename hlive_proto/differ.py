"""Pure: an old and a new browser tree in, the patches that turn one into the other out."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from enum import Enum

from hlive_proto.outbound import encode_line, is_markup
from hlive_proto.patch import ROOT, Attribute, Op, Patch
from hlive_proto.tree import FOREIGN, Document, Element, Node, common_ends, differing

Path = tuple[int, ...]
Nodes = Sequence[Node]
Key = tuple[str, str, str | int]

OPAQUE = frozenset({"template", "noscript"})
"""No path leads inside: their content isn't among the DOM's child nodes, or is one text."""

_UNIQUE = frozenset({"html", "head", "body"})
"""A patch can't create them, since a parser drops their tags there: they match by name alone."""

_FIELDS = frozenset({"input", "textarea"})
"""Elements that keep what their `value` was set to, also when the attribute goes."""


TOUCHED = frozenset(
    {"audio", "canvas", "details", "dialog", "iframe", "input", "select", "textarea", "video"}
)
"""Elements that hold what a visitor did and no patch tells: typed, chosen, opened, played."""


class Strategy(Enum):
    """How the children of an element are matched (spec/protocol.md, section 6).

    POSITIONAL compares by index and gives the reference's bytes; MINIMAL matches by key or
    component id, and sends more only where a visitor's half-typed text would else change hands.
    """

    POSITIONAL = "positional"
    MINIMAL = "minimal"


def diff(old: Document, new: Document, strategy: Strategy = Strategy.MINIMAL) -> list[Patch]:
    """The patches, in order, that turn the browser tree `old` into `new`.

    Stops wherever both hold the same object, so the cost follows the size of the change.
    """
    return list(_BY_STRATEGY[strategy].by_index(ROOT, (), old, new))


def diff_component(
    old: Element, new: Element, strategy: Strategy = Strategy.MINIMAL
) -> list[Patch]:
    """The patches for one component alone, which has the same `id` in both trees."""
    assert new.id is not None and new.id == old.id
    return diff_at(new.id, (), old, new, strategy)


def diff_at(
    root: str, path: Path, old: Element, new: Element, strategy: Strategy = Strategy.MINIMAL
) -> list[Patch]:
    """The patches for one element alone, which is at `path` from the component `root`."""
    return list(_BY_STRATEGY[strategy].node(root, path, old, new))


class _Differ:
    """What both strategies share: everything but the children of an element."""

    def node(self, root: str, path: Path, old: Node, new: Node) -> Iterator[Patch]:
        """The patches for one place in the tree."""
        if old is new:
            return
        if type(old) is not type(new):
            yield Patch(Op.DELETE, root, path)
            yield Patch(Op.CREATE, root, path, new)
        elif isinstance(old, Element) and isinstance(new, Element):
            yield from self.element(root, path, old, new)
        elif old != new:
            yield Patch(Op.UPDATE, root, path, new)

    def element(self, root: str, path: Path, old: Element, new: Element) -> Iterator[Patch]:
        if old.name != new.name:
            yield Patch(Op.UPDATE, root, path, new)
        elif new.name in OPAQUE:
            if any(True for _ in self.inside(root, path, old, new)):
                yield Patch(Op.UPDATE, root, path, new)
        elif new.name in FOREIGN:
            yield from self.foreign(root, path, old, new)
        else:
            yield from self.inside(root, path, old, new)

    def foreign(self, root: str, path: Path, old: Element, new: Element) -> Iterable[Patch]:
        """A client parses each patch as plain HTML, so no node can be created in here."""
        inside = list(self.inside(root, path, old, new))
        return [Patch(Op.UPDATE, root, path, new)] if _holds_markup(inside) else inside

    def inside(self, root: str, path: Path, old: Element, new: Element) -> Iterator[Patch]:
        """Attributes, then children; below a component, paths start from it."""
        yield from _attributes(root, path, old, new)
        if new.id is not None:
            root, path = new.id, ()
        yield from self.children(root, path, old.children, new.children)

    def children(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        raise NotImplementedError

    def by_index(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        """Pairs children by index; what is left over is deleted or created at the end."""
        for index in differing(old, new):
            yield from self.pair(root, (*path, index), old[index], new[index])
        for index in self.surplus(len(new), len(old)):
            yield Patch(Op.DELETE, root, (*path, index))
        for index in range(len(old), len(new)):
            yield Patch(Op.CREATE, root, (*path, index), new[index])

    def pair(self, root: str, path: Path, old: Node, new: Node) -> Iterable[Patch]:
        return self.node(root, path, old, new)

    def surplus(self, start: int, stop: int) -> Iterable[int]:
        """The indices to delete, in an order in which each still means what it says."""
        return reversed(range(start, stop))


class _ByIndex(_Differ):
    """Pairs children by index everywhere."""

    def children(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        return self.by_index(root, path, old, new)


class _Positional(_Differ):
    """The reference's matching and its order of patches.

    What the topmost element loses is deleted from the last to the first; the reference forgets
    to turn these round (E-root-deletes, E-component-deletes).
    """

    def children(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        return _TopChildren().by_index(root, path, old, new)


class _TopChildren(_Differ):
    """Below an element, the patches of each child are put into the reference's order."""

    def children(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        return _InnerChildren().by_index(root, path, old, new)

    def pair(self, root: str, path: Path, old: Node, new: Node) -> Iterable[Patch]:
        return _last_deleted_first(list(self.node(root, path, old, new)))


class _InnerChildren(_TopChildren):
    """Deletes go from the first to the last here: the element around turns them round."""

    def surplus(self, start: int, stop: int) -> Iterable[int]:
        return range(start, stop)


class _Minimal(_Differ):
    """Matches children by key where they have one."""

    def node(self, root: str, path: Path, old: Node, new: Node) -> Iterator[Patch]:
        """Goes straight to what changed, as long as there is one child in which something did."""
        while (index := _only_change(old, new)) is not None:
            assert isinstance(old, Element) and isinstance(new, Element)
            if new.id is not None:
                root, path = new.id, ()
            path = (*path, index)
            old, new = old.children[index], new.children[index]
        return super().node(root, path, old, new)

    def children(self, root: str, path: Path, old: Nodes, new: Nodes) -> Iterator[Patch]:
        changed = _changed_in_place(old, new)
        if changed is not None:
            return self.in_place(root, path, old, new, changed)
        start, stop = common_ends(old, new)
        before, after = old[start : len(old) - stop], new[start : len(new) - stop]
        if not _keyed(before) and not _keyed(after):
            return self.by_index(root, path, old, new)
        old_keys, new_keys = _keys(before), _keys(after, _born(before, after))
        if old_keys == new_keys:
            return self.by_index(root, path, old, new)
        matches = _matches(old_keys, new_keys)
        moved = self.by_key(root, path, start, before, after, matches)
        if any(map(_may_be_touched, (*before, *after))):
            return moved
        return _cheaper(list(moved), self.by_index(root, path, old, new))

    def in_place(
        self, root: str, path: Path, old: Nodes, new: Nodes, changed: list[int]
    ) -> Iterator[Patch]:
        for index in changed:
            yield from self.node(root, (*path, index), old[index], new[index])

    def foreign(self, root: str, path: Path, old: Element, new: Element) -> Iterable[Patch]:
        """A move creates a node, so it may cost the whole element where an index needs less."""
        by_index = _ByIndex().foreign(root, path, old, new)
        by_key = list(self.inside(root, path, old, new))
        return by_index if _holds_markup(by_key) else _cheaper(by_key, iter(by_index))

    def by_key(
        self,
        root: str,
        path: Path,
        start: int,
        old: Nodes,
        new: Nodes,
        matches: Sequence[int | None],
    ) -> Iterator[Patch]:
        """Keeps as many nodes in place as can stay, and puts the others where they belong."""
        stays = _longest_increasing(matches)
        kept = {matches[index] for index in stays}
        for index in reversed(range(len(old))):
            if index not in kept:
                yield Patch(Op.DELETE, root, (*path, start + index))
        for index, node in enumerate(new):
            here = (*path, start + index)
            source = matches[index]
            if index in stays and source is not None:
                yield from self.node(root, here, old[source], node)
            else:
                yield Patch(Op.CREATE, root, here, node)


_BY_STRATEGY: dict[Strategy, _Differ] = {
    Strategy.POSITIONAL: _Positional(),
    Strategy.MINIMAL: _Minimal(),
}


def _only_change(old: Node, new: Node) -> int | None:
    """The index of the child that is all that differs in an element; None where there is more."""
    if not isinstance(old, Element) or not isinstance(new, Element) or old.name != new.name:
        return None
    if new.name in OPAQUE or new.name in FOREIGN or old.attrs != new.attrs:
        return None
    was, now = old.children, new.children
    if len(was) != len(now):
        return None
    changed = list(differing(was, now))
    if len(changed) != 1:
        return None
    index = changed[0]
    return index if _own_key(was[index]) == _own_key(now[index]) else None


def _attributes(root: str, path: Path, old: Element, new: Element) -> Iterator[Patch]:
    if old.attrs == new.attrs:
        return
    was, now = dict(old.attrs), dict(new.attrs)
    for name, value in now.items():
        if was.get(name) != value:
            op = Op.UPDATE if name in was else Op.CREATE
            yield Patch(op, root, path, Attribute(name, value))
    for name, value in was.items():
        if name not in now:
            if name == "value" and new.name in _FIELDS:
                yield Patch(Op.UPDATE, root, path, Attribute(name, ""))
            yield Patch(Op.DELETE, root, path, Attribute(name, value))


def _holds_markup(patches: Iterable[Patch]) -> bool:
    return any(is_markup(patch.content) for patch in patches)


def _last_deleted_first(patches: list[Patch]) -> list[Patch]:
    """Turns round each run of deletes whose places ascend, as the reference does."""
    ordered: list[Patch] = []
    run: list[Patch] = []
    for patch in patches:
        if run and not (patch.op is Op.DELETE and _is_after(patch, run[-1])):
            ordered += reversed(run)
            run = []
        if patch.op is Op.DELETE:
            run.append(patch)
        else:
            ordered.append(patch)
    return ordered + run[::-1]


def _is_after(patch: Patch, other: Patch) -> bool:
    """Whether a path is greater in the reference's order, where no ancestor is before its own."""
    place, before = _place(patch), _place(other)
    return place > before and place[: len(before)] != before


def _place(patch: Patch) -> Path:
    """A component's path starts with an empty step, which the reference counts as 0."""
    return patch.path if patch.root == ROOT else (0, *patch.path)


def _changed_in_place(old: Nodes, new: Nodes) -> list[int] | None:
    """Which children changed where every child is where it was; None where some came or moved."""
    if len(old) != len(new):
        return None
    changed = list(differing(old, new))
    same = all(_own_key(old[index]) == _own_key(new[index]) for index in changed)
    return changed if same else None


def _own_key(node: Node) -> str | None:
    """The explicit key, else the component's id: it is a key by itself."""
    if not isinstance(node, Element) or node.name in _UNIQUE:
        return None
    return node.id if node.key is None else node.key


def _keyed(nodes: Nodes) -> bool:
    return any(_own_key(node) is not None for node in nodes)


def _born(old: Nodes, new: Nodes) -> set[str]:
    """Component ids that no old node has: theirs may be an element that was no component yet."""
    ids = {node.id for node in new if isinstance(node, Element) and node.key is None and node.id}
    return ids.difference(own for node in old if (own := _own_key(node)) is not None)


def _keys(nodes: Nodes, born: Container[str] = ()) -> list[Key]:
    """What each node is matched by; those without a key, by their turn among their like."""
    keys: list[Key] = []
    turns: Counter[tuple[str, str]] = Counter()
    for node in nodes:
        kind = (type(node).__name__, node.name if isinstance(node, Element) else "")
        own = _own_key(node)
        if own is None or own in born:
            keys.append((*kind, turns[kind]))
            turns[kind] += 1
        else:
            keys.append((*kind, own))
    return keys


def _matches(old: list[Key], new: list[Key]) -> list[int | None]:
    """For each new key, the index of the same key among the old ones."""
    places = {key: index for index, key in enumerate(old)}
    return [places.get(key) for key in new]


def _longest_increasing(matches: Sequence[int | None]) -> set[int]:
    """The positions of a longest increasing subsequence: the nodes that need not move."""
    tails: list[int] = []
    last_at: list[int] = []
    previous: dict[int, int | None] = {}
    for position, value in enumerate(matches):
        if value is None:
            continue
        length = bisect_left(tails, value)
        previous[position] = last_at[length - 1] if length else None
        tails[length : length + 1] = [value]
        last_at[length : length + 1] = [position]
    stays: set[int] = set()
    step = last_at[-1] if last_at else None
    while step is not None:
        stays.add(step)
        step = previous[step]
    return stays


def _may_be_touched(node: Node) -> bool:
    """Whether another node in its place would show what a visitor did to this one."""
    return isinstance(node, Element) and (
        node.name in TOUCHED
        or any(name == "contenteditable" for name, _ in node.attrs)
        or any(map(_may_be_touched, node.children))
    )


def _cheaper(patches: list[Patch], others: Iterator[Patch]) -> Iterator[Patch]:
    """`patches`, or `others` where those are fewer bytes; stops counting as soon as it is sure."""
    budget = sum(len(encode_line(patch)) for patch in patches)
    collected: list[Patch] = []
    for patch in others:
        budget -= len(encode_line(patch))
        if budget <= 0:
            return iter(patches)
        collected.append(patch)
    return iter(collected)
