"""Rendering anew without losing who is who: what a component rendered before lends its ids and
its state to what it renders now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hlive.bindings import Binding
from hlive.box import Group
from hlive.memo import Lowered
from hlive.tag import Tag

Signature = tuple[type, str, str | int]


def reconcile(before: list[object], after: list[object]) -> None:
    """Matches new children with old ones by key, else by their turn among their like.

    `after` is changed in place: a component with declared state stays the object that it was,
    and takes over what the new one was given; every other tag goes on from the old one. Tags that
    the author keeps, because they were made outside of `render` or are shown again, are left alone.
    """
    staying = {id(node) for node in after} & {id(node) for node in before}
    known = {signature: old for _, signature, old in _signed(before, staying)}
    for index, signature, node in _signed(after, staying | _shown_before(after)):
        old = known.get(signature)
        if isinstance(node, Group) and isinstance(old, Group):
            reconcile(old._nodes, node._nodes)
        elif isinstance(node, Tag) and isinstance(old, Tag):
            if old.keeps_itself:
                after[index] = old
                old.take_from(node)
            else:
                node.go_on_from(old)
                reconcile(old._children, node._children)


def lend_ids(before: list[Binding], after: list[Binding]) -> None:
    """New bindings of the same events, in the same turn, get the ids of the old ones.

    The old ones are left without: from now on they are not heard. One that was to be heard only
    once, and has been, is not heard in its new form either.
    """
    gone = [binding for binding in before if binding not in after]
    for binding in after:
        if binding not in before:
            was = next((each for each in gone if each.name == binding.name), None)
            if was is not None:
                gone.remove(was)
                binding.id, was.id = was.id, ""
                binding.spent = binding.once and was.spent
    for binding in gone:
        binding.id = ""


def _shown_before(nodes: list[object]) -> set[int]:
    """Components that have an id already are not new descriptions of anything."""
    return {id(node) for node in nodes if getattr(node, "id", None) is not None}


def _signed(nodes: Iterable[object], staying: set[int]) -> list[tuple[int, Signature, Tag | Group]]:
    """The tags and groups among the nodes, each with its index and what it is matched by."""
    turns: Counter[tuple[type, str]] = Counter()
    signed: list[tuple[int, Signature, Tag | Group]] = []
    for index, node in enumerate(nodes):
        if isinstance(node, Lowered) and node.recipe is not None and node.recipe.key is None:
            # It was let go, and needs no match: but it had its turn.
            turns[node.recipe.kind, node.recipe.name] += 1
        if id(node) in staying or not isinstance(node, Tag | Group):
            continue
        name, key = (node.name, node.key) if isinstance(node, Tag) else ("", None)
        if isinstance(node, Tag) and not node.describes:
            continue
        kind = (type(node), name)
        if key is None:
            signed.append((index, (*kind, turns[kind]), node))
            turns[kind] += 1
        else:
            signed.append((index, (*kind, key), node))
    return signed
