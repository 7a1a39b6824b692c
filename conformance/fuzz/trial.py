"""One random case on trial: our strategies, the browser of `hlive_proto`, and the reference."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from conformance.fuzz.pages import Case
from conformance.fuzz.reference import ERRATA, Reference
from conformance.peer import Peer
from conformance.peers.python.player import CLIENT, Player
from conformance.peers.python.stage import Stage
from conformance.scenario import Scenario
from hlive.document import open_page
from hlive.lower import lower_page
from hlive_proto.browser import Browser, shown
from hlive_proto.dialect import DIALECT_02
from hlive_proto.differ import TOUCHED, Strategy, diff
from hlive_proto.outbound import encode
from hlive_proto.tree import Document, Element, Node


class Counterexample(AssertionError):
    """A case in which something doesn't hold; the message says what."""


@dataclass(frozen=True)
class Shot:
    """The frames of one step, and the tree that the browser is to show after it."""

    frames: tuple[str, ...]
    tree: Document


@dataclass(frozen=True)
class Film:
    """What one strategy made of a case: the first page, then a shot for the start and each step."""

    html: str
    first: Document
    shots: tuple[Shot, ...]


@dataclass
class Tally:
    """What the cases had in them: `touched` counts frames that a field made larger."""

    cases: int = 0
    frames: int = 0
    touched: int = 0
    errata: Counter[str] = field(default_factory=Counter)


def film(scenario: dict[str, Any], strategy: Strategy) -> Film:
    """Plays a case with our server; raises Counterexample where it refuses what was made."""
    player = Player(DIALECT_02)
    answer = player.respond({"do": "open", "scenario": scenario, "strategy": strategy.value})
    if "refused" in answer:
        raise Counterexample(f"refused: {answer['refused']}")
    shots = [Shot(tuple(answer["frames"]), player.live.shown)]
    for frame in _sent(scenario):
        said = player.respond({"do": "send", "text": frame})["frames"]
        if any(line.startswith("x|") for text in said for line in text.split("\n")):
            raise Counterexample(f"refused: {said}")
        shots.append(Shot(tuple(said), player.live.shown))
    player.respond({"do": "close"})
    player.loop.close()
    first = lower_page(open_page(lambda: Stage(scenario).page, CLIENT).page, DIALECT_02)
    return Film(answer["html"], first, tuple(shots))


def try_case(case: Case, peer: Peer | None, tally: Tally) -> dict[Strategy, Film]:
    """Raises Counterexample where anything doesn't hold; `peer` is the living reference, if any."""
    films = {strategy: film(case.scenario, strategy) for strategy in Strategy}
    tally.cases += 1
    for strategy, played in films.items():
        _must_show(played, strategy)
    positional = films[Strategy.POSITIONAL]
    right = Reference(frozenset(), case.bare_rows)
    _must_foretell(right, positional.html, _frames(positional), positional)
    trees = [positional.first, *(shot.tree for shot in positional.shots)]
    for old, new in pairwise(trees):
        tally.frames += 1
        tally.touched += _minimal_is_larger(old, new)
    if peer is not None:
        _must_equal_reference(case, peer, positional, tally)
    return films


def _sent(scenario: dict[str, Any]) -> list[str]:
    whole = Scenario(scenario["id"], scenario["title"], (), ("0.2",), scenario)
    return [frame for frame in whole.frames() if isinstance(frame, str)]


def _frames(played: Film) -> list[str]:
    """What each step says, without the session line."""
    return ["".join(shot.frames[index == 0 :]) for index, shot in enumerate(played.shots)]


def _must_show(played: Film, strategy: Strategy) -> None:
    browser = Browser(played.html)
    if browser.snapshot() != shown(played.first):
        raise Counterexample("the first HTML isn't what the server believes")
    for number, shot in enumerate(played.shots):
        for frame in shot.frames:
            browser.apply(frame)
        if browser.log or browser.thrown:
            raise Counterexample(f"{strategy.value}, step {number}: {browser.log + browser.thrown}")
        if browser.snapshot() != shown(shot.tree):
            raise Counterexample(
                f"{strategy.value}, step {number}: the browser shows\n{browser.snapshot()}\n"
                f"and not\n{shown(shot.tree)}"
            )


def _must_foretell(reference: Reference, html: str, frames: list[str], played: Film) -> None:
    """What was said must be what the model of the reference says, with the errata that it has."""
    told = reference.html(played.first)
    if html != told:
        raise Counterexample(f"first HTML\n{html}\nand not\n{told}")
    before = played.first
    for number, (shot, said) in enumerate(zip(played.shots, frames, strict=True)):
        told = reference.frame(before, shot.tree)
        if said != told:
            whose = "the reference" if reference.errata else "ours"
            raise Counterexample(f"step {number}: {whose} says\n{said}and not\n{told}")
        before = shot.tree


def _must_equal_reference(case: Case, peer: Peer, played: Film, tally: Tally) -> None:
    """Holds the bytes of the living reference against those foretold, and counts the errata."""
    opened = peer.open(case.scenario, "positional")
    html = opened.html
    for script in peer.scripts:
        html = html.replace(f"<script>{script}</script>", f"<script>{CLIENT}</script>")
    frames = ["".join(opened.frames[1:])]
    frames += ["".join(peer.send(frame).frames) for frame in _sent(case.scenario)]
    peer.close()
    _must_foretell(Reference(ERRATA, case.bare_rows), html, frames, played)
    tally.errata.update(_errata_in(case, played))


def _errata_in(case: Case, played: Film) -> set[str]:
    """The errata without which the reference would have said something else."""
    trees = [played.first, *(shot.tree for shot in played.shots)]

    def said(errata: frozenset[str]) -> list[str]:
        model = Reference(errata, case.bare_rows)
        pairs = pairwise(trees)
        return [model.html(trees[0]), *(model.frame(old, new) for old, new in pairs)]

    everything = said(ERRATA)
    return {erratum for erratum in ERRATA if said(ERRATA - {erratum}) != everything}


def _minimal_is_larger(old: Document, new: Document) -> bool:
    """Whether `minimal` costs more than `positional`, which only fields and their like may cause.

    (spec/protocol.md, 6.7.) Were they called by names of the same length that mean nothing,
    `minimal` would have to cost no more.
    """
    if _size(old, new, Strategy.MINIMAL) <= _size(old, new, Strategy.POSITIONAL):
        return False
    old, new = _nameless(old), _nameless(new)
    if _size(old, new, Strategy.MINIMAL) > _size(old, new, Strategy.POSITIONAL):
        raise Counterexample("minimal sends more than positional, and no field is the reason")
    return True


def _size(old: Document, new: Document, strategy: Strategy) -> int:
    return len(encode(diff(old, new, strategy)))


def _nameless(nodes: Document) -> Document:
    return tuple(_named_otherwise(node) for node in nodes)


def _named_otherwise(node: Node) -> Node:
    if not isinstance(node, Element):
        return node
    name = node.name[::-1] if node.name in TOUCHED else node.name
    return replace(node, name=name, children=_nameless(node.children))
