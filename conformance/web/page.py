"""A page of a scenario in a real browser: acts of its visitor, and its DOM, without any wait."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from selenium.webdriver.remote.webdriver import WebDriver

from conformance.verdict import Sides
from conformance.web.dom import READ_DOM, Json, differences
from hlive_proto.dialect import Dialect

MARK = "data-conformance"
"""An attribute of <html> that says which frame came last; no part of any page."""

_WAIT = """
const [attribute, mark, patience, done] = arguments;
const readAll = () => { %s };
const isScript = node => node.name === "script";
const read = () => {
  const nodes = readAll();
  for (const { children } of nodes)
    for (const node of children?.[0]?.children ?? []) if (isScript(node)) node.children = [];
  return nodes;
};
const root = () => document.documentElement;
const ready = () => Number(root().getAttribute(attribute)) >= mark;
if (ready()) return done(read());
const finish = () => { watch.disconnect(); clearTimeout(late); done(read()); };
const watch = new MutationObserver(() => { if (ready()) finish(); });
watch.observe(document, {attributes: true, childList: true, subtree: true});
const late = setTimeout(finish, patience);
"""


def act(
    browser: WebDriver, dialect: Dialect, step: Mapping[str, Any], frame: str | bytes | None
) -> bool:
    """Does what makes a client send the step's event; whether a visitor could do it.

    What no visitor can cause is sent as the frame stands, if there is one, through the client's
    socket.
    """
    binary = isinstance(frame, bytes)
    text = base64.b64encode(frame).decode() if isinstance(frame, bytes) else frame
    event = None if "upload" in step else step.get("event")
    done = browser.execute_script(_act_script(), dialect.on_attr, event, text, binary)
    return bool(done == "acted")


@cache
def _act_script() -> str:
    return Path(__file__).with_name("act.js").read_text(encoding="utf-8")


def read(browser: WebDriver, mark: str = "", patience: float = 2.0) -> list[Json]:
    """The DOM, as soon as the frame with this mark was applied, or `patience` seconds are over."""
    nodes: list[Json] = browser.execute_async_script(
        _WAIT % READ_DOM, MARK, mark, int(patience * 1000)
    )
    return comparable(nodes)


def comparable(nodes: list[Json]) -> list[Json]:
    """Without our mark, and with any script in the head taken for the same.

    Nobody types here, so a text field without a `value` must be empty.
    """
    for html in nodes:
        if html["type"] != "element":
            continue
        html["attributes"] = [pair for pair in html["attributes"] if pair[0] != MARK]
        for node in html["children"][0]["children"] if html["children"] else ():
            if node.get("name") == "script":
                node["children"] = []
        for field in _text_fields(html):
            field["value"] = field["value"] or ""
    return nodes


def _text_fields(node: Json) -> Iterator[Json]:
    if node.get("name") == "input" and dict(node["attributes"]).get("type", "text") == "text":
        yield node
    for child in node.get("children", []):
        yield from _text_fields(child)


def compared(expected: list[Json], shown: list[Json]) -> tuple[list[str], Sides | None]:
    """How the DOM differs from what is expected, in sentences and as both trees."""
    found = differences(expected, shown)
    return found, Sides(tuple(_outline(expected)), tuple(_outline(shown))) if found else None


def _outline(nodes: list[Json], depth: int = 0) -> Iterator[str]:
    """The nodes as indented lines, for people to read."""
    pad = "  " * depth
    for node in nodes:
        if node["type"] != "element":
            yield f"{pad}{node['type']} {node['text']!r}"
            continue
        pairs = [f'{name}="{value}"' for name, value in sorted(node["attributes"])]
        value = [f"value: {node['value']!r}"] if node["value"] else []
        yield " ".join([f"{pad}<{node['name']}>", *pairs, *value])
        yield from _outline(node["children"], depth + 1)
