"""The track `codec`: the examples of the spec, asked of `hlive_proto` or of a program."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from conformance.codec.examples import Example
from conformance.verdict import Finding, Verdict, sides

Ask = Callable[[dict[str, Any]], dict[str, Any]]
"""Answers one message of the codec contract; may raise ProgramError."""

KINDS = ("out", "in", "html", "diff", "apply", "connect", "session")
"""The kinds of examples that are about values alone."""


def judge(ask: Ask, example: Example) -> Finding:
    """Asks for both directions of an example, as far as it has them."""
    for request, expected in _messages(example):
        answer = json.loads(json.dumps(ask(request)))  # lists and tuples are the same on the wire
        if "unimplemented" in answer:
            return Finding(Verdict.UNIMPLEMENTED, str(answer["unimplemented"]))
        if not _right(expected, answer):
            both = sides(_lines(expected), _lines(answer))
            return Finding(Verdict.FAIL, f"{request['do']}: {both.difference()}", both)
    return Finding(Verdict.PASS)


def _messages(example: Example) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The requests for an example, each with the right answer."""
    about = {"example": example.id, "kind": example.kind, "dialect": example.dialect.name}
    yield from ((about | request, right) for request, right in _KINDS[example.kind](example))


Messages = Iterator[tuple[dict[str, Any], dict[str, Any]]]


def _both(example: Example) -> Messages:
    meaning, failed = example.meaning, _error(example.meaning)
    if "encode" not in example.words:
        yield {"do": "decode", **_wire(example)}, failed or {"meaning": meaning}
    if "encode" in example.words and failed:
        yield {"do": "encode", "meaning": meaning["lines"]}, failed
    elif "decode" not in example.words and not failed:
        yield {"do": "encode", "meaning": meaning}, _wire(example)


def _html(example: Example) -> Messages:
    if "decode" not in example.words:
        yield {"do": "encode", "meaning": example.meaning}, {"wire": example.wire}
    if "encode" not in example.words and '"raw"' not in json.dumps(example.meaning):
        yield {"do": "decode", "wire": example.wire}, {"meaning": _dom(example.meaning)}


def _diff(example: Example) -> Messages:
    named = example.meaning.get("strategy")
    for strategy in [named] if named else ["positional", "minimal"]:
        meaning = example.meaning | {"strategy": strategy}
        yield {"do": "encode", "meaning": meaning}, {"wire": example.frame}


def _apply(example: Example) -> Messages:
    meaning = {"then": _dom(example.meaning["then"]), "logs": example.meaning.get("logs", 0)}
    yield (
        {"do": "decode", "wire": example.frame, "tree": example.meaning["tree"]},
        {"meaning": meaning},
    )


def _decoded(example: Example) -> Messages:
    yield (
        {"do": "decode", "wire": example.wire},
        _error(example.meaning) or {"meaning": example.meaning},
    )


def _session(example: Example) -> Messages:
    yield {"do": "decode", "wire": example.wire}, {"meaning": example.meaning}


_KINDS: dict[str, Callable[[Example], Messages]] = {
    "out": _both,
    "in": _both,
    "html": _html,
    "diff": _diff,
    "apply": _apply,
    "connect": _decoded,
    "session": _session,
}


def _wire(example: Example) -> dict[str, Any]:
    if isinstance(example.frame, bytes):
        return {"base64": base64.b64encode(example.frame).decode()}
    return {"wire": example.frame}


def _error(meaning: Any) -> dict[str, Any]:
    if isinstance(meaning, dict) and "error" in meaning:
        return {name: meaning[name] for name in ("error", "close") if name in meaning}
    return {}


def _dom(notation: list[Any]) -> list[Any]:
    """A DOM in the form that answers have: properties under their names, no keys."""
    return [_dom_node(node) for node in notation]


def _dom_node(node: Any) -> Any:
    if not isinstance(node, list):
        return node
    name, attrs, *children = node
    shown = {attr.removeprefix(":"): value for attr, value in attrs.items() if attr != ":key"}
    return [name, shown, *map(_dom_node, children)]


def _right(expected: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Whether an answer has all that is expected, and perhaps more."""
    return all(answer.get(name) == value for name, value in expected.items())


def _lines(message: dict[str, Any]) -> list[str]:
    return json.dumps(message, indent=1, ensure_ascii=False, sort_keys=True).splitlines()
