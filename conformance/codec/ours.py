"""The codec contract, answered by `hlive_proto`: what README.md says about messages `codec`."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl

from conformance.codec import notation
from conformance.codec.play import Play
from hlive_proto import inbound, markup, outbound
from hlive_proto.browser import Browser
from hlive_proto.dialect import DIALECTS, Dialect
from hlive_proto.differ import Strategy, diff, diff_component
from hlive_proto.dom import Snapshot, parse, snapshot
from hlive_proto.errors import LocalProtocolError, ProtocolError, RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog
from hlive_proto.outbound import ExtensionLine, Line, SessionLine
from hlive_proto.patch import Attribute, Patch
from hlive_proto.session import parse_connect
from hlive_proto.tree import Document, Element, Node, Raw, Text

Request = Mapping[str, Any]


def answer(request: Request) -> dict[str, Any]:
    """The answer to one message: `wire` or `meaning`, or `error` with a `close` code."""
    kind, direction = request["kind"], request["do"]
    if (kind, direction) not in _ANSWERS:
        return {"unimplemented": f"{direction} {kind}"}
    try:
        return _ANSWERS[kind, direction](request)
    except RemoteProtocolError as error:
        return {"error": "limit", "close": error.close_code} if error.close_code else _malformed()
    except LocalProtocolError:
        return {"error": "illegal"}
    except ProtocolError:
        return _malformed()


def _malformed() -> dict[str, Any]:
    return {"error": "malformed"}


def _frame(request: Request) -> str | bytes:
    if "base64" in request:
        return base64.b64decode(request["base64"])
    text: str = request["wire"]
    return text


def _dialect(request: Request) -> Dialect:
    return DIALECTS[request["dialect"]]


def _out_decode(request: Request) -> dict[str, Any]:
    lines = outbound.decode(request["wire"])
    return {"meaning": [_line(line) for line in lines]}


def _out_encode(request: Request) -> dict[str, Any]:
    lines = [notation.line(line, _dialect(request)) for line in request["meaning"]]
    return {"wire": outbound.encode(lines)}


def _in_decode(request: Request) -> dict[str, Any]:
    return {"meaning": _event(inbound.decode(_frame(request)))}


def _in_encode(request: Request) -> dict[str, Any]:
    frame = inbound.encode(notation.event(request["meaning"]))
    if isinstance(frame, bytes):
        return {"base64": base64.b64encode(frame).decode()}
    return {"wire": frame}


def _html_decode(request: Request) -> dict[str, Any]:
    return {"meaning": [dom(snapshot(node)) for node in parse(request["wire"])]}


def _html_encode(request: Request) -> dict[str, Any]:
    return {"wire": markup.html(notation.nodes(request["meaning"], _dialect(request)))}


def _diff_encode(request: Request) -> dict[str, Any]:
    meaning = request["meaning"]
    old, new = (notation.nodes(meaning[side], _dialect(request)) for side in ("old", "new"))
    strategy = Strategy(meaning["strategy"])
    if "component" not in meaning:
        return {"wire": outbound.encode(diff(old, new, strategy))}
    (before,), (after,) = old, new
    assert isinstance(before, Element) and isinstance(after, Element)
    return {"wire": outbound.encode(diff_component(before, after, strategy))}


def _apply_decode(request: Request) -> dict[str, Any]:
    tree: Document = notation.nodes(request["tree"], _dialect(request))
    browser = Browser(markup.html(tree), _dialect(request))
    for frame in request["wire"].split("--\n"):
        browser.apply(frame)
    shown = [dom(node) for node in browser.snapshot()]
    return {"meaning": {"then": shown, "logs": len(browser.log)}}


def _connect_decode(request: Request) -> dict[str, Any]:
    asked = parse_connect(dict(parse_qsl(request["wire"], keep_blank_values=True)))
    if asked is None:
        return {"meaning": None}
    told: dict[str, Any] = {"resume": asked.session_id} if asked.session_id else {"new": True}
    told |= {} if asked.page_hash is None else {"hash": asked.page_hash}
    told |= {} if asked.received is None else {"received": asked.received}
    return {"meaning": told}


def _session_decode(request: Request) -> dict[str, Any]:
    play = Play()
    told: dict[str, Any] = {}
    for step in request["wire"].split("\n"):
        try:
            play.step(step)
        except ProtocolError as error:
            told = _told(error)
    told["state"] = play.session.state.value
    return {"meaning": told | ({"replay": play.replay} if play.replay else {})}


def _told(error: ProtocolError) -> dict[str, Any]:
    if isinstance(error, LocalProtocolError):
        return {"error": "illegal"}
    code = getattr(error, "close_code", None)
    return {"error": "limit", "close": code} if code else _malformed()


_ANSWERS: dict[tuple[str, str], Callable[[Request], dict[str, Any]]] = {
    ("out", "decode"): _out_decode,
    ("out", "encode"): _out_encode,
    ("in", "decode"): _in_decode,
    ("in", "encode"): _in_encode,
    ("html", "decode"): _html_decode,
    ("html", "encode"): _html_encode,
    ("diff", "encode"): _diff_encode,
    ("apply", "decode"): _apply_decode,
    ("connect", "decode"): _connect_decode,
    ("session", "decode"): _session_decode,
}
"""How each kind of example is answered, in each direction."""


def _line(line: Line) -> dict[str, Any]:
    if isinstance(line, SessionLine):
        return {"session": line.id}
    if isinstance(line, ExtensionLine):
        return {"line": [line.kind, *line.fields]}
    assert isinstance(line, Patch)
    told: dict[str, Any] = {"op": line.op.value, "root": line.root, "path": list(line.path)}
    content = line.content
    if isinstance(content, Attribute):
        return {**told, "attr": [content.name, content.value]}
    if isinstance(content, Text):
        return {**told, "text": content.text}
    if isinstance(content, Raw):
        return {**told, "raw": content.html}
    return told if content is None else {**told, "node": _node(content)}


def _node(node: Node) -> Any:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Raw):
        return {"raw": node.html}
    return [node.name, dict(node.attrs), *(_node(child) for child in node.children)]


def _event(event: BrowserEvent) -> dict[str, Any]:
    if isinstance(event, ClientLog):
        return {"log": event.message}
    told = {
        each.name: value
        for each in fields(event)
        if (value := getattr(event, each.name)) != each.default and not _is_empty(value)
    }
    if event.file is not None:
        told["file"] = {each.name: getattr(event.file, each.name) for each in fields(event.file)}
    if event.data is not None:
        told["data"] = event.data.decode()
    return told


def _is_empty(value: Any) -> bool:
    return isinstance(value, tuple | dict) and not value


def dom(node: Snapshot) -> Any:
    """One node of a DOM in the notation."""
    if isinstance(node, str):
        return node
    if node[0] == "!":
        return {"comment": str(node[1]).removeprefix("<!--").removesuffix("-->")}
    name, attrs, *children = node
    return [name, attrs, *(dom(child) for child in children)]  # type: ignore[arg-type]


def main() -> None:
    """Answers the messages on stdin, one a line."""
    print(json.dumps({"peer": "hlive_proto"}), flush=True)
    for line in iter(sys.stdin.readline, ""):
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
