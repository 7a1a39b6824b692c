"""What is right in a scenario: the trees that our own core ends with, step by step."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from conformance.peers.python.player import Player
from conformance.scenario import Scenario
from hlive_proto.dialect import DIALECTS
from hlive_proto.tree import Document

POSITIONAL = "positional"

_LOGGER = logging.getLogger("hlive")


@dataclass(frozen=True, slots=True)
class Right:
    """The right tree after going live and after each step; `refused` says why there is none."""

    refused: str
    trees: tuple[Document, ...] = ()


def right(scenario: Scenario, dialect: str) -> Right:
    """Plays a scenario with our core, which the track `server` holds to the recordings."""
    player = Player(DIALECTS[dialect])
    with closing(player.loop), _quiet():
        asked = {"do": "open", "scenario": scenario.data, "strategy": POSITIONAL}
        opened = player.respond(asked)
        if "refused" in opened:
            return Right(opened["refused"])
        trees = [player.live.shown]
        for frame in scenario.frames():
            player.respond(_request(frame))
            trees.append(player.live.shown)
        return Right("", tuple(trees))


def _request(frame: str | bytes) -> dict[str, str]:
    if isinstance(frame, str):
        return {"do": "send", "text": frame}
    return {"do": "send", "base64": b64encode(frame).decode()}


@contextmanager
def _quiet() -> Iterator[None]:
    """Without a word in the log: scenarios make mistakes on purpose."""
    level = _LOGGER.level
    _LOGGER.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        _LOGGER.setLevel(level)
