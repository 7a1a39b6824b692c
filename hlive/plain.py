"""Typed values to plain data and back: what declared state may hold, and how it is saved."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_SCALARS = (str, int, float, bool, type(None))
_TEXTUAL: Mapping[type, Any] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
    UUID: UUID,
}
"""Types that are saved as text, and what reads them back."""


class NotPlain(TypeError):
    """A value isn't what its type says, or a type is none that can be saved."""


def check(value: object, kind: Any, where: str) -> None:
    """Raises NotPlain, naming `where` and both types, when a value doesn't fit its type."""
    if not _fits(value, kind, where):
        raise NotPlain(f"{where} must be {_name(kind)}, not {type(value).__name__} {value!r:.60}")


def to_plain(value: Any) -> Any:
    """A checked value as data that JSON can hold."""
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, tuple(_TEXTUAL)):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: to_plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(to_plain(item) for item in value)
    return [to_plain(item) for item in value]


def from_plain(data: Any, kind: Any, where: str) -> Any:
    """The value of that type again; raises NotPlain when the data doesn't fit it."""
    try:
        value = _build(data, kind)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise NotPlain(f"{where}: {data!r:.60} is no {_name(kind)}: {error}") from error
    check(value, kind, where)
    return value


def _fits(value: object, kind: Any, where: str) -> bool:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return True
    if kind is None or kind in _SCALARS or kind in _TEXTUAL:
        return _is_scalar(value, kind)
    if origin in (Union, types.UnionType):
        return any(_fits(value, option, where) for option in arguments)
    if origin is Literal:
        return any(value == option and type(value) is type(option) for option in arguments)
    if isinstance(kind, type) and (issubclass(kind, Enum) or dataclasses.is_dataclass(kind)):
        return isinstance(value, kind)
    container = origin or kind
    if container in (list, set, frozenset):
        item = arguments[0] if arguments else Any
        return isinstance(value, container) and all(_fits(each, item, where) for each in value)
    if container is tuple:
        return isinstance(value, tuple) and _tuple_fits(value, arguments, where)
    if container is dict:
        item = arguments[1] if arguments else Any
        return isinstance(value, dict) and all(
            isinstance(key, str) and _fits(each, item, where) for key, each in value.items()
        )
    raise NotPlain(f"{where}: {_name(kind)} is no type that state can have")


def _is_scalar(value: object, kind: Any) -> bool:
    if kind is None or kind is type(None):
        return value is None
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return type(value) is kind


def _tuple_fits(value: tuple[object, ...], kinds: tuple[Any, ...], where: str) -> bool:
    if not kinds:
        return True
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return all(_fits(each, kinds[0], where) for each in value)
    return len(value) == len(kinds) and all(map(_fits, value, kinds, [where] * len(kinds)))


def _build(data: Any, kind: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any or kind is None or kind in _SCALARS or origin is Literal:
        return data
    if kind in _TEXTUAL:
        return _TEXTUAL[kind](data)
    if origin in (Union, types.UnionType):
        return _build_union(data, arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _build(item, hints[name]) for name, item in data.items()})
    container = origin or kind
    if container is dict:
        item = arguments[1] if arguments else Any
        return {key: _build(each, item) for key, each in data.items()}
    if container is tuple and arguments and arguments[-1] is not Ellipsis:
        return tuple(map(_build, data, arguments))
    item = arguments[0] if arguments else Any
    return container(_build(each, item) for each in data)


def _build_union(data: Any, options: tuple[Any, ...]) -> Any:
    """The first of the types that the data can be."""
    for option in options:
        try:
            value = _build(data, option)
        except (TypeError, ValueError, KeyError, AttributeError):
            continue
        if _fits(value, option, ""):
            return value
    raise ValueError("it fits none of them")


def _name(kind: Any) -> str:
    plain = isinstance(kind, type) and get_origin(kind) is None
    return kind.__name__ if plain else str(kind).replace("typing.", "")
