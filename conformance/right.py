"""What is right in a scenario: what our own core shows and says, step by step."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from conformance.peers.python.player import Player
from conformance.scenario import Scenario
from hlive_proto.dialect import DIALECTS
from hlive_proto.differ import Strategy
from hlive_proto.tree import Document

_LOGGER = logging.getLogger("hlive")


@dataclass(frozen=True, slots=True)
class Right:
    """The right tree after going live and after each step, and the frames that lead there.

    `refused` says why there is none.
    """

    refused: str
    trees: tuple[Document, ...] = ()
    frames: tuple[tuple[str, ...], ...] = ()


def right(
    scenario: Scenario,
    dialect: str,
    head: Sequence[str] = (),
    strategy: Strategy = Strategy.POSITIONAL,
) -> Right:
    """Plays a scenario with our core, which the track `server` holds to the recordings.

    `head` are elements that a host puts into the head of every page.
    """
    player = Player(DIALECTS[dialect], head)
    with closing(player.loop), _quiet():
        asked = {"do": "open", "scenario": scenario.data, "strategy": strategy.value}
        opened = player.respond(asked)
        if "refused" in opened:
            return Right(opened["refused"])
        answers, trees = [opened], [player.live.shown]
        for frame in scenario.frames():
            answers.append(player.respond(_request(frame)))
            trees.append(player.live.shown)
        return Right("", tuple(trees), tuple(tuple(each["frames"]) for each in answers))


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
