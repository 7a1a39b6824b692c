"""Recorded sessions: what a peer said in a scenario, with what differs from run to run masked."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from conformance.peer import Answer, Peer
from conformance.scenario import HERE, Scenario

DIRECTORY = HERE / "transcripts"

SESSION = "SESSION"
SCRIPT = "SCRIPT"

_SCRIPT = re.compile("<script>(.*?)</script>", re.DOTALL)
_LONG = 200


class Refused(Exception):
    """The peer won't show the page; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A frame from the browser (binary ones as base64 after `base64:`), and what came of it."""

    sent: str
    frames: tuple[str, ...]
    log: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """One scenario in one dialect; `opened` are the frames that come without being asked for."""

    scenario: str
    dialect: str
    html: str
    opened: tuple[str, ...]
    opened_log: tuple[str, ...]
    steps: tuple[Exchange, ...]
    closed_log: tuple[str, ...]

    def lines(self) -> list[str]:
        """The transcript in readable lines, with the patches decoded."""
        lines = [f"html {self.html}", *_readable(self.opened, self.opened_log)]
        for step in self.steps:
            lines += [f"> {step.sent}", *_readable(step.frames, step.log)]
        return [*lines, "> close", *_readable((), self.closed_log)]


Observer = Callable[[Answer], None]
"""Called with each answer as it comes, before it is masked."""


def play(
    peer: Peer, scenario: Scenario, strategy: str = "positional", observe: Observer | None = None
) -> Transcript:
    """Plays a scenario and returns what was said.

    Raises Refused when the peer won't show the page, and PeerError as the peer does.
    """
    see = observe or _nobody
    opened = peer.open(scenario.data, strategy)
    if opened.refused:
        raise Refused(opened.refused)
    see(opened)
    steps = []
    for frame in scenario.frames():
        answer = peer.send(frame)
        see(answer)
        frames = masked_frames(answer.frames, peer.scripts)
        steps.append(Exchange(as_sent(frame), frames, answer.log))
    closed = peer.close()
    return Transcript(
        scenario=scenario.id,
        dialect=peer.dialect,
        html=_without_scripts(opened.html, peer.scripts),
        opened=masked_frames(opened.frames, peer.scripts),
        opened_log=opened.log,
        steps=tuple(steps),
        closed_log=closed.log,
    )


def path_of(scenario: str, dialect: str) -> Path:
    """Where the recording of a scenario is kept."""
    return DIRECTORY / dialect / f"{scenario}.json"


def load(scenario: str, dialect: str) -> Transcript | None:
    """The recording of a scenario, None where there is none."""
    path = path_of(scenario, dialect)
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return Transcript(
        scenario=data["scenario"],
        dialect=data["dialect"],
        html=data["html"],
        opened=tuple(data["opened"]),
        opened_log=tuple(data["opened_log"]),
        steps=tuple(
            Exchange(step["sent"], tuple(step["frames"]), tuple(step["log"]))
            for step in data["steps"]
        ),
        closed_log=tuple(data["closed_log"]),
    )


def save(transcript: Transcript) -> None:
    """Writes a recording, always in the same form."""
    path = path_of(transcript.scenario, transcript.dialect)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(transcript), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def decoded(line: str) -> str:
    """A line of a frame with its content in plain text, for people to read."""
    parts = line.split("|")
    if parts[0] != "d" or len(parts) != 6:
        return line
    return "|".join([*parts[:5], b64decode(parts[5]).decode("utf-8", "replace")])


def as_sent(frame: str | bytes) -> str:
    """A frame from the browser as transcripts keep it."""
    return frame if isinstance(frame, str) else "base64:" + b64encode(frame).decode()


def masked(said: Transcript, scripts: Sequence[str]) -> Transcript:
    """A transcript without what differs from run to run: session ids, and these scripts."""
    return replace(
        said,
        html=_without_scripts(said.html, scripts),
        opened=masked_frames(said.opened, scripts),
        steps=tuple(
            replace(step, frames=masked_frames(step.frames, scripts)) for step in said.steps
        ),
    )


def without_logs(said: Transcript) -> Transcript:
    """A transcript as it is heard from outside."""
    steps = tuple(replace(step, log=()) for step in said.steps)
    return replace(said, opened_log=(), steps=steps, closed_log=())


def long_scripts(html: str, frames: Iterable[str] = ()) -> tuple[str, ...]:
    """The scripts of a page that are too long to be a scenario's: the client and the plugins."""
    texts = [html, *(decoded(line) for frame in frames for line in frame.split("\n"))]
    return tuple(found for text in texts for found in _SCRIPT.findall(text) if len(found) > _LONG)


def _nobody(answer: Answer) -> None:
    """Nobody watches."""


def _readable(frames: Sequence[str], log: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for frame in frames:
        # The end of a frame is shown, because one frame more or less is a difference.
        lines += [f"  {decoded(line)}" for line in frame.split("\n") if line] + ["  ."]
    return lines + [f"  log {entry}" for entry in log]


def masked_frames(frames: Iterable[str], scripts: Sequence[str]) -> tuple[str, ...]:
    """Frames without what differs from run to run."""
    return tuple(
        "\n".join(_masked_line(line, scripts) for line in frame.split("\n")) for frame in frames
    )


def _masked_line(line: str, scripts: Sequence[str]) -> str:
    parts = line.split("|")
    if parts[:2] == ["s", "id"]:
        return f"s|id|{SESSION}"
    if parts[0] == "d" and len(parts) == 6 and parts[4] == "h":
        html = _without_scripts(b64decode(parts[5]).decode(), scripts)
        return "|".join([*parts[:5], b64encode(html.encode()).decode()])
    return line


def _without_scripts(html: str, scripts: Sequence[str]) -> str:
    for script in scripts:
        html = html.replace(f"<script>{script}</script>", f"<script>{SCRIPT}</script>")
    return html
