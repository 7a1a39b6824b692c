"""Runs every example of spec/protocol.md against hlive_proto, in both directions."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

import pytest

from conformance.codec import notation
from conformance.codec.examples import SPEC, Example, examples
from conformance.codec.play import Play
from hlive_proto import inbound, markup, outbound
from hlive_proto.browser import Browser
from hlive_proto.differ import Strategy, diff, diff_component
from hlive_proto.dom import DomElement, parse, snapshot
from hlive_proto.errors import LocalProtocolError, ProtocolError, RemoteProtocolError
from hlive_proto.patch import Patch
from hlive_proto.session import Connect, parse_connect
from hlive_proto.tree import Document, Element

ELSEWHERE = {"http", "client"}
"""What needs a server or a browser, and is in test_spec_http.py and test_spec_client.py."""

EXAMPLES = [
    each for each in examples(SPEC.read_text(encoding="utf-8")) if each.kind not in ELSEWHERE
]

ERRORS: dict[str, type[ProtocolError]] = {
    "malformed": RemoteProtocolError,
    "limit": RemoteProtocolError,
    "illegal": LocalProtocolError,
}

ILLEGAL = "\N{EN DASH}"
"""What stands in the state table where a step is illegal."""


@contextmanager
def expected_error(meaning: dict[str, Any]) -> Iterator[None]:
    with pytest.raises(ERRORS[meaning["error"]]) as caught:
        yield
    assert getattr(caught.value, "close_code", None) == meaning.get("close")


def check_out(example: Example) -> None:
    frame, meaning = example.frame, example.meaning
    assert isinstance(frame, str)
    if isinstance(meaning, dict):
        with expected_error(meaning):
            if "encode" in example.words:
                _encode(example, meaning["lines"])
            else:
                outbound.decode(frame)
        return
    if "encode" not in example.words:
        assert outbound.decode(frame) == [notation.line(line, example.dialect) for line in meaning]
    if "decode" not in example.words:
        assert _encode(example, meaning) == frame


def _encode(example: Example, lines: list[Any]) -> str:
    return outbound.encode([notation.line(line, example.dialect) for line in lines])


def check_in(example: Example) -> None:
    if "error" in example.meaning:
        with expected_error(example.meaning):
            inbound.decode(example.frame)
        return
    event = notation.event(example.meaning)
    assert inbound.decode(example.frame) == event
    if "decode" not in example.words:
        assert inbound.encode(event) == example.frame


def check_html(example: Example) -> None:
    if "decode" not in example.words:
        nodes = notation.nodes(example.meaning, example.dialect)
        assert markup.html(nodes) == example.wire
    has_raw = any("raw" in item for item in notation.objects(example.meaning))
    if "encode" not in example.words and not has_raw:
        shown = [snapshot(node) for node in parse(example.wire)]
        assert shown == [notation.dom(node) for node in example.meaning]


def check_diff(example: Example) -> None:
    frame, meaning = example.frame, example.meaning
    assert isinstance(frame, str)
    old = notation.nodes(meaning["old"], example.dialect)
    new = notation.nodes(meaning["new"], example.dialect)
    named = meaning.get("strategy")
    for strategy in [Strategy(named)] if named else Strategy:
        assert outbound.encode(_diff(old, new, strategy, "component" in meaning)) == frame
    browser = Browser(markup.html(old), example.dialect)
    browser.apply(frame)
    assert browser.snapshot() == Browser(markup.html(new), example.dialect).snapshot()
    assert browser.log == []


def _diff(old: Document, new: Document, strategy: Strategy, alone: bool) -> list[Patch]:
    if not alone:
        return diff(old, new, strategy)
    (before,), (after,) = old, new
    assert isinstance(before, Element) and isinstance(after, Element)
    return diff_component(before, after, strategy)


def check_apply(example: Example) -> None:
    frame, meaning = example.frame, example.meaning
    assert isinstance(frame, str)
    tree = notation.nodes(meaning["tree"], example.dialect)
    browser = Browser(markup.html(tree), example.dialect)
    for each in frame.split("--\n"):
        browser.apply(each)
    assert browser.snapshot() == [notation.dom(node) for node in meaning["then"]]
    assert len(browser.log) == meaning.get("logs", 0)


def check_connect(example: Example) -> None:
    query, meaning = dict(parse_qsl(example.wire, keep_blank_values=True)), example.meaning
    if meaning is None:
        assert parse_connect(query) is None
    elif "error" in meaning:
        with expected_error(meaning):
            parse_connect(query)
    else:
        assert meaning.get("new", False) is ("resume" not in meaning)
        asked = Connect(meaning.get("resume"), meaning.get("hash"), meaning.get("received"))
        assert parse_connect(query) == asked


def check_hash(example: Example) -> None:
    document = example.meaning["document"]
    hash = sha256(document.encode()).hexdigest()
    assert document.replace("{data-hlive-hash}", hash, 1) == example.wire
    (html,) = (node for node in parse(example.wire) if isinstance(node, DomElement))
    assert parse_connect({"hlive": "1", "hhash": html.attrs["data-hlive-hash"]}) == Connect(
        None, hash, None
    )


def check_session(example: Example) -> None:
    play = Play()
    *before, last = example.wire.split("\n")
    for step in before:
        play.step(step)
    if "error" in example.meaning:
        with expected_error(example.meaning):
            play.step(last)
    else:
        play.step(last)
    assert play.session.state.value == example.meaning["state"]
    assert play.replay == example.meaning.get("replay", [])


CHECKS: dict[str, Callable[[Example], None]] = {
    "out": check_out,
    "in": check_in,
    "html": check_html,
    "diff": check_diff,
    "apply": check_apply,
    "connect": check_connect,
    "hash": check_hash,
    "session": check_session,
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_example(example: Example) -> None:
    assert example.kind in CHECKS, f"unknown kind of example: {example.id}"
    CHECKS[example.kind](example)


def test_ids_are_unique() -> None:
    counts = Counter(example.id for example in EXAMPLES)
    assert [id for id, count in counts.items() if count > 1] == []


def test_every_kind_has_examples() -> None:
    assert {example.kind for example in EXAMPLES} == set(CHECKS)


def test_info_words_are_known() -> None:
    words = {word for example in EXAMPLES for word in example.words}
    assert words == {"decode", "encode", "binary", "0.1"}


def test_a_fence_that_is_no_example_is_refused() -> None:
    with pytest.raises(ValueError, match="isn't an example"):
        examples('```example out.x\nd|d|4|>0||\n{"no": "dot"}\n```\n')


def test_an_example_is_read_as_written() -> None:
    (example,) = examples("```example out.x encode 0.1\na\n\nb\n.\n[]\n```\n")
    assert (example.id, example.kind) == ("out.x", "out")
    assert (example.wire, example.frame, example.meaning) == ("a\n\nb", "a\n\nb\n", [])
    assert (sorted(example.words), example.dialect.name) == (["0.1", "encode"], "0.1")


def test_every_cell_of_the_state_table_has_an_example() -> None:
    spec = SPEC.read_text(encoding="utf-8")
    heading, rows = re.findall(r"^\| state \| (.*) \|\n.*\n((?:\|.*\n)+)", spec, re.MULTILINE)[0]
    table = {}
    for row in rows.splitlines():
        state, *cells = row.strip("| ").split(" | ")
        table.update(
            {(state, step): c for step, c in zip(heading.split(" | "), cells, strict=True)}
        )
    moves = [each for each in EXAMPLES if each.kind == "session" and is_a_move(each)]
    shown = dict(map(last_move, moves))
    assert shown.items() >= table.items()
    assert len(table) == 24


def is_a_move(example: Example) -> bool:
    """Whether the last step is judged by the state alone, and not by what it says."""
    return example.meaning.get("error") in (None, "illegal")


def last_move(example: Example) -> tuple[tuple[str, str], str]:
    """The cell of the state table that the example's last step is in, and what it says there."""
    play = Play()
    *before, last = example.wire.split("\n")
    for step in before:
        play.step(step)
    cell = (play.session.state.value, last.partition(" ")[0])
    return cell, ILLEGAL if "error" in example.meaning else example.meaning["state"]
