"""The pages of all scenarios as an `hlive.App`, for any host that runs one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import hlive as l
from conformance.peers.python.stage import Stage

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def site(folder: Path = SCENARIOS) -> l.App:
    """An app that shows each scenario of a folder at its id, and an index at "/"."""
    scenarios = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    ]
    made = l.App()
    made.page("/", lambda: _index(scenarios))
    for scenario in scenarios:
        made.page(f"/{scenario['id']}", _factory(scenario))
    return made


def _factory(scenario: Mapping[str, Any]) -> Callable[[], l.Page]:
    return lambda: Stage(scenario).page


def _index(scenarios: list[dict[str, Any]]) -> l.Page:
    page = l.Page()
    page.title.add("Scenarios")
    page.body.add(
        l.T("ul", *(l.T("li", _link(each["id"]), f": {each['title']}") for each in scenarios))
    )
    return page


def _link(id: str) -> l.Tag:
    return l.T("a", {"href": f"/{id}"}, id)


app = site()
