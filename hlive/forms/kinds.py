"""How values of each type are shown in a form, and read from what its visitor entered."""

from __future__ import annotations

import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from math import isfinite
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

from hlive.forms.hints import Messages

Texts = Sequence[str]
"""What a control sends: one text, those of all that are chosen, none for what is unchecked."""


class UnknownType(TypeError):
    """A type that no control is known for."""


class Kind(ABC):
    """Values of one type: which controls can show them, `types[0]` unless another is asked for."""

    types: ClassVar[tuple[str, ...]]
    attributes: ClassVar[Mapping[str, str]] = {}
    always: ClassVar[bool] = False
    """Whether nothing entered is a value like any other."""

    @abstractmethod
    def read(self, texts: Texts, messages: Messages) -> Any:
        """The value; raises ValueError, with what the visitor is told, where there is none."""

    def write(self, value: Any) -> list[str]:
        """What a control has to send for this value."""
        return [str(value)]


class Text(Kind):
    """Text, as it is."""

    types = ("text", "email", "url", "tel", "search", "password", "textarea", "color")
    always = True

    def read(self, texts: Texts, messages: Messages) -> str:
        return texts[0].replace("\r\n", "\n") if texts else ""


class Whole(Kind):
    """An int. A text field shows it, since a number field hides what isn't one."""

    types = ("text", "number", "range")
    attributes: ClassVar[Mapping[str, str]] = {"inputmode": "numeric"}

    def read(self, texts: Texts, messages: Messages) -> int:
        try:
            return int(texts[0].strip())
        except ValueError:
            raise ValueError(messages.whole_number) from None


@dataclass(frozen=True)
class Number(Kind):
    """A float or Decimal."""

    types = ("text", "number", "range")
    attributes: ClassVar[Mapping[str, str]] = {"inputmode": "decimal"}
    type_: Callable[[str], float | Decimal]

    def read(self, texts: Texts, messages: Messages) -> float | Decimal:
        try:
            value = self.type_(texts[0].strip())
        except (ValueError, InvalidOperation):
            raise ValueError(messages.number) from None
        if not isfinite(value):
            raise ValueError(messages.number)
        return value


@dataclass(frozen=True)
class Moment(Kind):
    """A date, a time of day, or both; read and written in ISO's way, as browsers do."""

    type_: type[date] | type[time]

    @property
    def types(self) -> tuple[str, ...]:  # type: ignore[override]
        control = {date: "date", time: "time", datetime: "datetime-local"}[self.type_]
        return (control, "text")

    def read(self, texts: Texts, messages: Messages) -> date | time:
        try:
            return self.type_.fromisoformat(texts[0].strip())
        except ValueError:
            said = {date: messages.date, time: messages.time, datetime: messages.moment}
            raise ValueError(said[self.type_]) from None

    def write(self, value: date | time) -> list[str]:
        if isinstance(value, datetime | time) and not (value.second or value.microsecond):
            return [value.isoformat(timespec="minutes")]
        return [value.isoformat()]


class Switch(Kind):
    """A bool: on or off."""

    types = ("checkbox",)
    always = True

    def read(self, texts: Texts, messages: Messages) -> bool:
        return bool(texts)

    def write(self, value: bool) -> list[str]:
        return ["on"] if value else []


@dataclass(frozen=True)
class Choice(Kind):
    """One of several values, each with the text that a control sends for it."""

    types = ("select", "radio")
    options: Mapping[str, Any]

    def read(self, texts: Texts, messages: Messages) -> Any:
        if texts[0] not in self.options:
            raise ValueError(messages.choice)
        return self.options[texts[0]]

    def write(self, value: Any) -> list[str]:
        return [_option_text(value)]


@dataclass(frozen=True)
class Choices(Kind):
    """Any number of several values, in a `container`."""

    types = ("multiple", "checkboxes")
    always = True
    container: Callable[[list[Any]], Any]
    one: Choice

    def read(self, texts: Texts, messages: Messages) -> Any:
        return self.container([self.one.read([text], messages) for text in texts])

    def write(self, value: Any) -> list[str]:
        chosen = [_option_text(each) for each in value]
        return [text for text in self.one.options if text in chosen]


def kind_of(type_: Any) -> Kind:
    """How a type is shown and read; raises UnknownType, saying what to do, when it can't be."""
    if any(hasattr(type_, mark) for mark in _MODELS):
        raise UnknownType("it is a model itself: make a form of it, a form has one level")
    origin, arguments = get_origin(type_), get_args(type_)
    simple = _SIMPLE.get(type_) if isinstance(type_, type) else None
    if simple is not None:
        return simple
    if origin is Literal:
        return Choice(_options(arguments))
    if isinstance(type_, type) and issubclass(type_, Enum):
        return Choice(_options(tuple(type_)))
    if origin in (list, set, frozenset) or (origin is tuple and arguments[-1] is Ellipsis):
        one = kind_of(arguments[0])
        if isinstance(one, Choice):
            return Choices(origin, one)
        raise UnknownType("give its items a Literal or an Enum: only choices can be several")
    raise UnknownType(
        "a form has fields of str, int, float, Decimal, bool, date, time, datetime, Literal and "
        "Enum, lists of choices, and any of these | None"
    )


def without_none(type_: Any) -> tuple[Any, bool]:
    """A type without None, and whether it allowed None."""
    if get_origin(type_) not in (Union, types.UnionType):
        return type_, False
    rest = [each for each in get_args(type_) if each is not type(None)]
    return (rest[0] if len(rest) == 1 else type_), len(rest) < len(get_args(type_))


_MODELS = ("__dataclass_fields__", "__struct_fields__", "model_fields")
"""What classes have that are models: dataclasses, msgspec's structs and pydantic's models."""

_SIMPLE: Mapping[type, Kind] = {
    str: Text(),
    int: Whole(),
    float: Number(float),
    Decimal: Number(Decimal),
    bool: Switch(),
    date: Moment(date),
    time: Moment(time),
    datetime: Moment(datetime),
}


def _options(values: tuple[Any, ...]) -> Mapping[str, Any]:
    options = {_option_text(value): value for value in values}
    if len(options) < len(values):
        raise UnknownType(f"two of its options look the same: {', '.join(map(repr, values))}")
    return options


def _option_text(value: Any) -> str:
    return value.name if isinstance(value, Enum) else str(value)
