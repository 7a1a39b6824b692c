"""What holds for all trees, frames and steps, tried with many random ones."""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hlive_proto import inbound, markup, outbound
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import OPAQUE, TOUCHED, Strategy, diff, diff_component
from hlive_proto.dom import Snapshot, parse, snapshot
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent
from hlive_proto.outbound import Line
from hlive_proto.session import TABLE, Limits, Session, State, Step, parse_connect
from hlive_proto.tree import (
    FOREIGN,
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
from tests.proto.strategies import documents, edits, events, lines

PROTO = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

pairs = st.tuples(documents(), documents()) | edits() | edits()


def should_show(node: Node) -> Snapshot:
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


def size(pair: tuple[Document, Document], strategy: Strategy) -> int:
    return len(outbound.encode(diff(*pair, strategy)))


def copy(node: Node) -> Node:
    """The same node in new objects, so that nothing can be recognised by identity."""
    if not isinstance(node, Element):
        return replace(node)
    return replace(node, children=tuple(map(copy, node.children)))


def names_above(nodes: Document, path: tuple[int, ...]) -> set[str]:
    above = (node_at(nodes, path[:length]) for length in range(1, len(path)))
    return {node.name for node in above if isinstance(node, Element)}


# Trees and patches.


@given(documents())
@PROTO
def test_markup_shows_the_tree(tree: Document) -> None:
    assert shown(tree) == [should_show(node) for node in tree]


@pytest.mark.parametrize("strategy", Strategy)
@given(pair=pairs)
@settings(PROTO, max_examples=120)
def test_a_browser_shows_the_new_tree(strategy: Strategy, pair: tuple[Document, Document]) -> None:
    old, new = pair
    browser = Browser(markup.html(old))
    browser.apply(outbound.encode(diff(old, new, strategy)))
    assert (browser.log, browser.thrown) == ([], [])
    assert browser.snapshot() == shown(new)


@pytest.mark.parametrize("strategy", Strategy)
@given(trees=st.lists(documents(), min_size=3, max_size=4))
@settings(PROTO, max_examples=30)
def test_a_browser_follows_one_render_after_another(
    strategy: Strategy, trees: list[Document]
) -> None:
    browser = Browser(markup.html(trees[0]))
    for old, new in pairwise(trees):
        browser.apply(outbound.encode(diff(old, new, strategy)))
        assert browser.snapshot() == shown(new)


@pytest.mark.parametrize("strategy", Strategy)
@given(pair=edits(), data=st.data())
@settings(PROTO, max_examples=60)
def test_a_browser_shows_a_component_that_is_rendered_alone(
    strategy: Strategy, pair: tuple[Document, Document], data: st.DataObject
) -> None:
    old, new = pair
    ids = {id for node in old for id in component_ids(node)}
    both = [id for node in new for id in component_ids(node) if id in ids]
    assume(both)
    id = data.draw(st.sampled_from(both))
    path, source = find_component(old, id), find_component(new, id)
    assert path is not None and source is not None
    was, now = node_at(old, path), node_at(new, source)
    after = replace_at(old, {path: now})
    assume(Counter(i for node in after for i in component_ids(node)).most_common(1)[0][1] == 1)
    assume(not names_above(old, path) & (FOREIGN | OPAQUE))
    assert isinstance(was, Element) and isinstance(now, Element)
    browser = Browser(markup.html(old))
    browser.apply(outbound.encode(diff_component(was, now, strategy)))
    assert (browser.log, browser.thrown) == ([], [])
    assert browser.snapshot() == shown(after)


@given(pairs)
@settings(PROTO, max_examples=120)
def test_minimal_sends_no_more_unless_touched(
    pair: tuple[Document, Document],
) -> None:
    untouched = not any(f"<{name}" in markup.html(tree) for tree in pair for name in TOUCHED)
    if untouched:
        assert size(pair, Strategy.MINIMAL) <= size(pair, Strategy.POSITIONAL)


@pytest.mark.parametrize("strategy", Strategy)
@given(tree=documents())
@PROTO
def test_what_is_equal_needs_no_patch(strategy: Strategy, tree: Document) -> None:
    assert diff(tree, tree, strategy) == []
    assert diff(tree, tuple(map(copy, tree)), strategy) == []


@given(pairs)
@PROTO
def test_exchanged_tells_which_ids_came_and_went(pair: tuple[Document, Document]) -> None:
    old, new = (Counter(id for node in tree for id in component_ids(node)) for tree in pair)
    changes = exchanged(*pair)
    assert +changes == new - old
    assert -changes == old - new


@given(documents())
@PROTO
def test_a_component_is_where_it_is_found(tree: Document) -> None:
    for node in tree:
        for id in component_ids(node):
            path = find_component(tree, id)
            assert path is not None
            found = node_at(tree, path)
            assert isinstance(found, Element) and found.id == id
            assert replace_at(tree, {path: found}) == tree


# Grammars.


@given(st.lists(lines, max_size=5))
@PROTO
def test_a_frame_from_the_server_comes_back(given_lines: list[Line]) -> None:
    assert outbound.decode(outbound.encode(given_lines)) == given_lines


@given(st.text() | st.lists(st.sampled_from(list('dcuths|>0129=\n"YQ')) | st.text()).map("".join))
@settings(PROTO, max_examples=200)
def test_no_frame_of_a_server_breaks_the_decoder(frame: str) -> None:
    with suppress(RemoteProtocolError):
        decoded = outbound.decode(frame)
        if len(decoded) == 1:
            assert outbound.decode(outbound.encode(decoded)) == decoded


@given(events)
@PROTO
def test_a_frame_from_a_browser_comes_back(event: BrowserEvent) -> None:
    assert inbound.decode(inbound.encode(event)) == event


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_messages = st.fixed_dictionaries(
    {"t": st.sampled_from(["e", "e", "l"]) | _values},
    optional={
        **{name: st.text() | _values for name in ("i", "s", "vm", "a")},
        **{name: st.dictionaries(st.text(), st.text()) | _values for name in ("d", "e", "file")},
    },
).map(json.dumps)


@given(st.text() | _messages | st.binary() | _messages.map(lambda text: text.encode() + b"\n\n"))
@settings(PROTO, max_examples=200)
def test_no_frame_of_a_browser_breaks_the_decoder(frame: str | bytes) -> None:
    with suppress(RemoteProtocolError):
        event = inbound.decode(frame)
        assert isinstance(event, ClientLog | DomEvent)


@given(st.dictionaries(st.sampled_from(["hlive", "hhash", "hseq", "x"]), st.text()))
@PROTO
def test_no_query_breaks_the_parser(query: dict[str, str]) -> None:
    with suppress(RemoteProtocolError):
        parse_connect(query)


# Sessions.


def take(session: Session, step: Step) -> None:
    """Takes a step through the method that is there for it."""
    if step is Step.SEND:
        session.send("d|d|4|>0||\n")
    elif step is Step.RECEIVE:
        session.receive('{"t":"l"}', 0.0)
    elif step is Step.RESUME:
        session.resume(None)
    else:
        session.step(step)


@given(st.lists(st.sampled_from(Step)))
@PROTO
def test_a_session_follows_its_table(steps: list[Step]) -> None:
    session = Session("0" * 20, Limits(), 0.0)
    for step in steps:
        before = session.state
        if (before, step) in TABLE:
            take(session, step)
            assert session.state is TABLE[before, step]
        else:
            with pytest.raises(LocalProtocolError):
                take(session, step)
            assert session.state is before


_counts = st.tuples(st.sampled_from(["ack", "resume"]), st.integers(0, 12))


@given(st.lists(_counts | st.sampled_from([("send", 0), ("drop", 0)]), max_size=30))
@PROTO
def test_what_is_not_confirmed_is_sent_again(steps: list[tuple[str, int]]) -> None:
    session = Session("0" * 20, Limits(), 0.0, counting=True)
    session.step(Step.CONNECT)
    sent: list[str] = []
    confirmed = 0
    for name, count in steps:
        is_live = session.state is State.LIVE
        if name == "send" and is_live:
            sent.append(session.send(f"x|{len(sent)}\n"))
        elif name == "ack" and is_live and count <= len(sent):
            session.receive(f'{{"t":"e","i":"5-1","a":{count}}}', 0.0)
            confirmed = max(confirmed, count)
        elif name == "drop" and is_live:
            session.step(Step.DROP)
        elif name == "resume" and is_live:
            with pytest.raises(LocalProtocolError):
                session.resume(count)
        elif name == "resume" and not confirmed <= count <= len(sent):
            with pytest.raises(RemoteProtocolError):
                session.resume(count)
            assert session.state is State.DETACHED
        elif name == "resume":
            assert session.resume(count) == sent[count:]
            confirmed = count


@given(st.lists(st.integers(1, 20), max_size=20), st.integers(20, 60))
@PROTO
def test_what_is_kept_stays_below_its_limit(sizes: list[int], limit: int) -> None:
    session = Session("0" * 20, Limits(replay_bytes=limit), 0.0, counting=True)
    session.step(Step.CONNECT)
    sent = [session.send("x" * size) for size in sizes]
    session.step(Step.DROP)
    kept = len(sent)
    while kept and sum(sizes[kept - 1 :]) <= limit:
        kept -= 1
    if kept:
        with pytest.raises(RemoteProtocolError):
            session.resume(kept - 1)
    assert session.resume(kept) == sent[kept:]
