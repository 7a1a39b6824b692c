"""Plays the examples of sessions, where a step is a line, and time passes only in steps."""

from __future__ import annotations

from dataclasses import replace

from hlive_proto.session import Limits, Session, Step


class Play:
    """A session that goes through the steps of an example."""

    def __init__(self) -> None:
        self.limits: dict[str, int] = {}
        self.counting = False
        self.now = 0.0
        self.replay: list[str] = []
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        if self._session is None:
            limits = replace(Limits(), **self.limits)
            self._session = Session("0" * 20, limits, self.now, self.counting)
        return self._session

    def step(self, text: str) -> None:
        """Does one step; raises what the session does."""
        name, _, rest = text.partition(" ")
        if name == "limit":
            setting, _, number = rest.partition(" ")
            self.limits[setting] = int(number)
        elif name == "counting":
            self.counting = True
        elif name == "wait":
            self.now += float(rest)
        elif name == "receive":
            self.session.receive(rest, self.now)
        elif name == "receive-binary":
            self.session.receive(rest.replace("\\n", "\n").encode(), self.now)
        elif name == "send":
            self.session.send(rest)
        elif name == "resume":
            self.replay = self.session.resume(int(rest) if rest else None)
        else:
            self.session.step(Step(name))
