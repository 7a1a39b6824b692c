"""Browser clients, by a known name or by the path of their script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from conformance.targets.original import Unavailable, original_client
from hlive.scripts import script

KNOWN = {"ours": "0.2", "original": "0.2", "original-0.1": "0.1"}
"""The clients that need no path, and the dialect that each speaks."""


@dataclass(frozen=True, slots=True)
class BrowserClient:
    """A browser client: its name in reports, the dialect that it speaks, and its script."""

    name: str
    dialect: str
    source: str


def find_client(name: str, dialect: str = "0.2") -> BrowserClient:
    """A known client, or the script at a path, which speaks `dialect`.

    Raises Unavailable, in one line, when it can't be had.
    """
    if name == "ours":
        return BrowserClient(name, KNOWN[name], script("hlive"))
    if name in KNOWN:
        found = original_client(KNOWN[name])
        return BrowserClient(name, KNOWN[name], found.read_text(encoding="utf-8"))
    try:
        return BrowserClient(Path(name).name, dialect, Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(f"the client {name} can't be read: {error}") from error
