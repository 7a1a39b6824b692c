"""Scenario files: loading, validating, and the frames that their steps stand for."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from conformance.position import line_of
from hlive_proto import inbound
from hlive_proto.events import DomEvent, FileInfo

HERE = Path(__file__).parent
DIRECTORY = HERE / "scenarios"
DIALECTS = ("0.1", "0.2")


class ScenarioError(Exception):
    """A file of the suite is wrong; the message names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario; `data` is the file as it was read, which peers are given."""

    id: str
    title: str
    errata: tuple[str, ...]
    dialects: tuple[str, ...]
    data: Mapping[str, Any]

    def frames(self) -> list[str | bytes]:
        """What a browser sends, step by step."""
        return [_frame(step) for step in self.data["steps"]]


@dataclass(frozen=True, slots=True)
class Erratum:
    """One wrong turn of the reference.

    `shows` tells where it can be seen: "dom", in what its frames make of the page; "browser", in
    a real browser only; "server", in what it says or does; "bytes", in how many it sends.
    """

    id: str
    title: str
    dialects: tuple[str, ...]
    shows: str
    reference: str
    right: str


def load(path: Path) -> Scenario:
    """The scenario in a file; raises ScenarioError for one that breaks the format.

    The message names the file, the line and the reason.
    """
    text = _text(path)
    data = _parsed(path, text)
    problem = best_match(_schema().iter_errors(data))
    if problem is not None:
        line = line_of(text, problem.absolute_path)
        raise ScenarioError(f"{path}:{line}: {problem.json_path}: {problem.message:.300}")
    if data["id"] != path.stem:
        line = line_of(text, ["id"])
        raise ScenarioError(f"{path}:{line}: the id {data['id']!r} isn't the file's name")
    return Scenario(
        id=data["id"],
        title=data["title"],
        errata=tuple(data.get("errata", ())),
        dialects=tuple(data.get("dialects", DIALECTS)),
        data=data,
    )


def load_all(patterns: tuple[str, ...] = (), directory: Path = DIRECTORY) -> list[Scenario]:
    """The scenarios whose id matches one of the patterns, or all of them without patterns.

    Raises ScenarioError as `load` does, and for a pattern that matches none.
    """
    paths = sorted(directory.glob("*.json"), key=lambda path: path.stem)
    for pattern in patterns:
        if not any(fnmatchcase(path.stem, pattern) for path in paths):
            raise ScenarioError(f"no scenario matches {pattern!r}")
    return [
        load(path)
        for path in paths
        if not patterns or any(fnmatchcase(path.stem, pattern) for pattern in patterns)
    ]


def core(path: Path = HERE / "core.json") -> tuple[str, ...]:
    """The ids of the core track, the smallest part of HLive that is of use."""
    return tuple(_read(path))


def load_errata(path: Path = HERE / "errata.json") -> dict[str, Erratum]:
    """The errata by id."""
    return {
        entry["id"]: Erratum(**{**entry, "dialects": tuple(entry["dialects"])})
        for entry in _read(path)
    }


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(_read(HERE / "scenario.schema.json"))


def _read(path: Path) -> Any:
    return _parsed(path, _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ScenarioError(f"{path}: {error}") from error


def _parsed(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ScenarioError(f"{path}:{error.lineno}: {error.msg}") from error
    except RecursionError:
        raise ScenarioError(f"{path}: nested too deeply") from None


def _frame(step: Mapping[str, Any]) -> str | bytes:
    if "text" in step:
        text: str = step["text"]
        return text
    if "base64" in step:
        return base64.b64decode(step["base64"])
    return inbound.encode(event_of(step))


def event_of(step: Mapping[str, Any]) -> DomEvent:
    """The event of a step that has one."""
    told = step["event"]
    data = base64.b64decode(step["upload"]) if "upload" in step else None
    same = {name: told[name] for name in told if name not in ("ids", "values", "file")}
    return DomEvent(
        bindings=tuple(told["ids"]),
        values=tuple(told.get("values", ())),
        file=FileInfo(**told["file"]) if "file" in told else None,
        data=data,
        **same,
    )
