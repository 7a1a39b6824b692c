"""The contract of SCENARIOS.md, spoken by `hlive`: one scenario at a time, without a network."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import hlive as l
from conformance.peers.python.stage import Stage
from hlive.document import first_html, open_page
from hlive.live import Live
from hlive.scripts import script
from hlive_proto import markup
from hlive_proto.dialect import Dialect
from hlive_proto.differ import Strategy
from hlive_proto.session import Limits, Session

CLIENT = "// The browser client stands here."
"""What stands in the pages in place of a browser client."""

REFUSALS = (l.HLiveError, ValueError, TypeError)
"""What `hlive` raises for a page that it won't show."""


class Player:
    """Answers the requests of the contract, for one scenario at a time.

    `head` are elements that a host puts before all others in the head of its pages.
    """

    def __init__(self, dialect: Dialect, head: Sequence[str] = ()) -> None:
        self.dialect = dialect
        self.head = tuple(head)
        self.loop = asyncio.new_event_loop()
        self.frames: list[str] = []
        self.stage: Stage
        self.live: Live

    def respond(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        if request["do"] == "open":
            try:
                return {"html": self.open(request), **self.said()}
            except REFUSALS as error:
                return {"refused": str(error)}
        if request["do"] == "send":
            self.loop.run_until_complete(self.live.receive(_frame(request)))
            return self.said()
        if request["do"] == "tree":
            return {"tree": markup.html(self.live.shown)}
        self.live.close()
        return {"log": sorted(self.stage.take_log())}

    def open(self, request: Mapping[str, Any]) -> str:
        """Two instances, as a visit has: one answers with HTML, the other goes live."""
        scenario = request["scenario"]
        first = open_page(lambda: Stage(scenario).page, CLIENT, head=self.head)
        html = first_html(first, self.dialect)
        self.stage = Stage(scenario)
        self.live = Live(
            self.stage.page,
            Session("0" * 20, Limits(), 0.0),
            open_page(lambda: self.stage.page, CLIENT, head=self.head),
            send=self.frames.append,
            clock=lambda: 0.0,
            dialect=self.dialect,
            strategy=Strategy(request["strategy"]),
        )
        self.loop.run_until_complete(self.start())
        return html

    async def start(self) -> None:
        """Goes live inside of the loop, where mounts may start tasks."""
        self.live.start()

    def said(self) -> dict[str, Any]:
        """The frames and log entries since the last answer."""
        frames = self.frames.copy()
        self.frames.clear()
        return {"frames": frames, "log": self.stage.take_log()}


def _frame(request: Mapping[str, Any]) -> str | bytes:
    if "text" in request:
        text: str = request["text"]
        return text
    return base64.b64decode(request["base64"])


def answers(dialect: Dialect, requests: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The greeting, then one answer for each line."""
    yield {
        "peer": "python",
        "dialect": dialect.name,
        "reference": "hlive for Python",
        "scripts": [CLIENT, script("prevent_default"), script("stop_propagation")],
        "strategies": [strategy.value for strategy in Strategy],
    }
    player = Player(dialect)
    for line in requests:
        yield player.respond(json.loads(line))
