"""What holds for all trees, frames and steps, tried with many random ones."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hlive_proto import inbound, markup, outbound
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import Strategy, diff, diff_component
from hlive_proto.dom import Snapshot, parse, snapshot
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent, FileInfo
from hlive_proto.outbound import ExtensionLine, Line, SessionLine
from hlive_proto.patch import Attribute, Op, Patch
from hlive_proto.session import TABLE, Limits, Session, State, Step
from hlive_proto.tree import (
    Document,
    Element,
    Node,
    Raw,
    Text,
    component_ids,
    exchanged,
    find_component,
    node_at,
    replace_at,
)
from tests.proto.strategies import documents, edits, nodes, sendable

settings.register_profile(
    "proto", max_examples=100, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("proto")

pairs = st.tuples(documents(), documents()) | edits() | edits()


def should_show(node: Node, text_only: bool = False) -> Snapshot:
    """What a browser shows of a node, told without a parser."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Raw):
        return snapshot(parse(node.html)[0])
    attrs = dict(node.attrs)
    if node.name in ("input", "textarea") and attrs.get("value") == "":
        del attrs["value"]
    children: Iterable[Snapshot] = map(should_show, node.children)
    if node.name == "noscript" and node.children:
        children = [markup.html(node.children)]
    return (node.name, dict(sorted(attrs.items())), *children)


def frame_size(patches: list[Patch]) -> int:
    return len(outbound.encode(patches))


def copy(node: Node) -> Node:
    """The same node in new objects, so that nothing can be recognised by identity."""
    if not isinstance(node, Element):
        return replace(node)
    return replace(node, children=tuple(map(copy, node.children)))


# Trees and patches.


@given(documents())
def test_markup_shows_the_tree(tree: Document) -> None:
    assert shown(tree) == [should_show(node) for node in tree]


@pytest.mark.parametrize("strategy", Strategy)
@given(pairs)
@settings(max_examples=200)
def test_a_browser_shows_the_new_tree(strategy: Strategy, pair: tuple[Document, Document]) -> None:
    old, new = pair
    browser = Browser(markup.html(old))
    patches = diff(old, new, strategy)
    event(f"patches: {min(len(patches), 10)}")
    browser.apply(outbound.encode(patches))
    assert (browser.log, browser.thrown) == ([], [])
    assert browser.snapshot() == shown(new)


@pytest.mark.parametrize("strategy", Strategy)
@given(st.lists(documents(), min_size=3, max_size=4))
def test_one_render_after_another(strategy: Strategy, trees: list[Document]) -> None:
    browser = Browser(markup.html(trees[0]))
    for old, new in pairwise(trees):
        browser.apply(outbound.encode(diff(old, new, strategy)))
        assert browser.snapshot() == shown(new)


@given(pairs)
@settings(max_examples=200)
def test_minimal_never_sends_more(pair: tuple[Document, Document]) -> None:
    old, new = pair
    minimal = frame_size(diff(old, new, Strategy.MINIMAL))
    assert minimal <= frame_size(diff(old, new, Strategy.POSITIONAL))
