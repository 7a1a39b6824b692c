"""Rendering anew without losing who is who: what a component rendered before lends its ids and
its state to what it renders now."""

from __future__ import annotations

from collections import Counter

from hlive.bindings import Binding
from hlive.tag import Tag

Signature = tuple[type, str, str | int]


def reconcile(before: list[object], after: list[object]) -> None:
    """Matches new children with old ones by key, else by their turn among their like.

    `after` is changed in place: a component with declared state stays the object that it was,
    and takes over what the new one was given; every other tag goes on from the old one.
    """
    known = {signature: tag for _, signature, tag in _signed(before)}
    for index, signature, node in _signed(after):
        old = known.get(signature)
        if old is None or old is node:
            continue
        if old.keeps_itself:
            after[index] = old
            old.take_from(node)
        else:
            node.go_on_from(old)
            reconcile(old._children, node._children)


def lend_ids(before: list[Binding], after: list[Binding]) -> None:
    """New bindings of the same events, in the same turn, keep the ids of the old ones."""
    for name in {binding.name for binding in after}:
        old = [binding for binding in before if binding.name == name]
        new = [binding for binding in after if binding.name == name]
        for was, now in zip(old, new, strict=False):
            now.id = was.id


def _signed(nodes: list[object]) -> list[tuple[int, Signature, Tag]]:
    """The tags among the nodes, each with its index and what it is matched by."""
    turns: Counter[tuple[type, str]] = Counter()
    signed: list[tuple[int, Signature, Tag]] = []
    for index, node in enumerate(nodes):
        if not isinstance(node, Tag):
            continue
        kind = (type(node), node.name)
        if node.key is None:
            signed.append((index, (*kind, turns[kind]), node))
            turns[kind] += 1
        else:
            signed.append((index, (*kind, node.key), node))
    return signed
