"""The grammar browser to server, both ways: a frame to an event, an event to a frame."""

import json
import re
import reprlib
from collections.abc import Mapping
from typing import Any, TypeVar

from hlive_proto.errors import RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent, FileInfo

SEPARATOR = b"\n\n"
"""Stands between the JSON and the file's bytes of an upload."""

MAX_BINDINGS = 100
"""The most binding ids that one event may name."""

MAX_DEPTH = 32
"""How deep the JSON of a frame may nest: the protocol needs 2, and leaves room for what is unknown.

Python in a browser doesn't survive some thousands."""

T = TypeVar("T")

_STRING = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[{}\]]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})


def decode(frame: str | bytes) -> BrowserEvent:
    """The event that a frame says: text frames are JSON, binary ones are uploads.

    Raises RemoteProtocolError, saying what is wrong, when the frame is malformed.
    """
    if isinstance(frame, str):
        return _event(_parse(frame), None)
    head, separator, data = frame.partition(SEPARATOR)
    if not separator:
        raise RemoteProtocolError("a binary frame without the empty line that ends its JSON")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RemoteProtocolError(f"the JSON of a binary frame isn't UTF-8: {error}") from error
    return _event(_parse(text), data)


def encode(event: BrowserEvent) -> str | bytes:
    """The frame that the original client sends for this event (bytes for an upload)."""
    if isinstance(event, ClientLog):
        return _dump({"t": "l", "d": {"m": event.message}})
    if event.data is not None:
        message: dict[str, object] = {"t": "e", "file": _file_json(event.file or FileInfo())}
        message["i"] = ",".join(event.bindings)
        _add_rest(message, event)
        return _dump(message).encode() + SEPARATOR + event.data
    return _dump(_event_json(event))


def _parse(text: str) -> dict[str, Any]:
    if _is_deep(text):
        raise RemoteProtocolError(f"JSON that is nested more than {MAX_DEPTH} deep")
    try:
        message = json.loads(text)
    except ValueError as error:
        raise RemoteProtocolError(f"not JSON: {error}") from error
    if not isinstance(message, dict):
        raise RemoteProtocolError(f"a message is a JSON object, not {type(message).__name__}")
    return message


def _is_deep(text: str) -> bool:
    """Whether a parser would come deeper than MAX_DEPTH; brackets in strings don't count."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _event(message: dict[str, Any], data: bytes | None) -> BrowserEvent:
    kind = message.get("t")
    fields = _strings(message, "d")
    if kind == "l":
        return ClientLog(fields.get("m", ""))
    if kind != "e":
        raise RemoteProtocolError(f'unknown message type {_short(kind)}; "e" and "l" are known')
    return DomEvent(
        bindings=_bindings(message),
        value=fields.get("value"),
        initial=fields.get("init") in _TRUE,
        key=fields.get("key"),
        char_code=_number(fields.get("charCode")),
        key_code=_number(fields.get("keyCode")),
        shift=fields.get("shiftKey") in _TRUE,
        alt=fields.get("altKey") in _TRUE,
        ctrl=fields.get("ctrlKey") in _TRUE,
        selected=_typed(message, "s", bool) or False,
        values=_values(message),
        file=_file(message),
        data=data,
        extra=_strings(message, "e"),
        acked=_typed(message, "a", int),
    )


def _typed(message: Mapping[str, Any], name: str, kind: type[T]) -> T | None:
    value = message.get(name)
    if value is not None and type(value) is not kind:
        raise RemoteProtocolError(f"{name!r} must be {kind.__name__}, not {_short(value)}")
    return value


def _strings(message: Mapping[str, Any], name: str) -> dict[str, str]:
    """An object whose values are all strings; a missing one is empty."""
    fields: dict[str, Any] = _typed(message, name, dict) or {}
    for key, value in fields.items():
        if type(value) is not str:
            raise RemoteProtocolError(f"{name}.{key:.40} must be a string, not {_short(value)}")
    return fields


def _bindings(message: Mapping[str, Any]) -> tuple[str, ...]:
    ids = tuple((_typed(message, "i", str) or "").split(","))
    if len(ids) > MAX_BINDINGS:
        raise RemoteProtocolError(f"{len(ids)} bindings in one event; {MAX_BINDINGS} may be")
    return ids


def _values(message: Mapping[str, Any]) -> tuple[str, ...]:
    values: list[Any] = _typed(message, "vm", list) or []
    if not all(type(value) is str for value in values):
        raise RemoteProtocolError("'vm' must be a list of strings")
    return tuple(values)


def _file(message: Mapping[str, Any]) -> FileInfo | None:
    described: dict[str, Any] | None = _typed(message, "file", dict)
    if described is None:
        return None
    return FileInfo(
        name=_typed(described, "name", str) or "",
        size=_typed(described, "size", int) or 0,
        type=_typed(described, "type", str) or "",
        index=_typed(described, "index", int) or 0,
        total=_typed(described, "total", int) or 0,
    )


def _short(value: object) -> str:
    """For people to read."""
    return reprlib.repr(value)[:80]


def _number(text: str | None) -> int:
    """A key code; what isn't a number counts as 0, as in the reference."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0


def _event_json(event: DomEvent) -> dict[str, object]:
    message: dict[str, object] = {"t": "e", "i": ",".join(event.bindings)}
    if event.selected:
        message["s"] = True
    if event.values:
        message["vm"] = list(event.values)
    message["d"] = _data_json(event)
    if event.file is not None:
        message["file"] = _file_json(event.file)
    _add_rest(message, event)
    return message


def _add_rest(message: dict[str, object], event: DomEvent) -> None:
    if event.extra:
        message["e"] = dict(event.extra)
    if event.acked is not None:
        message["a"] = event.acked


def _data_json(event: DomEvent) -> dict[str, str]:
    data: dict[str, str] = {}
    if event.value is not None:
        data["value"] = event.value
    if event.initial:
        data["init"] = "true"
    if event.key is not None:
        data["key"] = event.key
        data["charCode"] = str(event.char_code)
        data["keyCode"] = str(event.key_code)
        data["shiftKey"] = _flag(event.shift)
        data["altKey"] = _flag(event.alt)
        data["ctrlKey"] = _flag(event.ctrl)
    return data


def _file_json(file: FileInfo) -> dict[str, object]:
    return {
        "name": file.name,
        "size": file.size,
        "type": file.type,
        "index": file.index,
        "total": file.total,
    }


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _dump(message: Mapping[str, object]) -> str:
    """JSON as a browser writes it: characters as they are, but lone surrogates escaped."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
