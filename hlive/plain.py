"""Typed values to plain data and back: what declared state may hold, and how it is saved."""

from __future__ import annotations

import dataclasses
import json
import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, Flag
from functools import cache, cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_SCALARS = (str, int, float, bool, type(None))
_TEXTUAL: Mapping[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
    UUID: UUID,
}
"""Types that are saved as text, and what reads them back."""


class NotPlain(TypeError):
    """A value isn't what its type says, or can't be saved."""


def check(value: object, type_: Any, where: str) -> None:
    """Raises NotPlain, naming `where` and both types, when a value doesn't fit its type.

    So does a type that no state can have.
    """
    with _placed(where):
        fits = _kind(type_).fits(value)
    if not fits:
        raise NotPlain(
            f"{where} must be {type_name(type_)}, not {type(value).__name__} {value!r:.60}"
        )


def to_plain(value: Any, type_: Any, where: str) -> Any:
    """A value that fits its type as data that JSON can hold; the same each time.

    Raises NotPlain where the type leaves open what the value is, and JSON has nothing like it.
    """
    with _placed(where):
        return _kind(type_).plain(value)


def from_plain(data: Any, type_: Any, where: str) -> Any:
    """The value of that type again; raises NotPlain when the data doesn't fit it."""
    try:
        return _kind(type_).value(data)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise NotPlain(f"{where}: {data!r:.60} is no {type_name(type_)}: {error}") from error


def type_name(type_: Any) -> str:
    """A type as an author writes it."""
    plain = isinstance(type_, type) and get_origin(type_) is None
    return type_.__name__ if plain else str(type_).replace("typing.", "")


class _Unfit(ValueError):
    """What is wrong, for a message that says where."""


@contextmanager
def _placed(where: str) -> Iterator[None]:
    try:
        yield
    except _Unfit as error:
        raise NotPlain(f"{where}: {error}") from None


class _Kind(ABC):
    """What is done with the values of one type."""

    @abstractmethod
    def fits(self, value: object) -> bool: ...

    @abstractmethod
    def plain(self, value: Any) -> Any:
        """Data for a value that fits."""

    @abstractmethod
    def value(self, data: Any) -> Any:
        """A value that fits; raises _Unfit, or what its class raises."""


class _Anything(_Kind):
    """Where no type is given, only what JSON itself has can be saved."""

    def fits(self, value: object) -> bool:
        return True

    def plain(self, value: Any) -> Any:
        if type(value) in _SCALARS:
            return value
        if type(value) is list:
            return [self.plain(item) for item in value]
        if type(value) is dict and all(type(key) is str for key in value):
            return {key: self.plain(item) for key, item in value.items()}
        raise _Unfit(
            f"{type(value).__name__} {value!r:.60} can't be saved where no type says what it is"
        )

    def value(self, data: Any) -> Any:
        return data


@dataclasses.dataclass(frozen=True)
class _Scalar(_Kind):
    """Text, numbers, truth values and None: JSON has them."""

    type_: type

    def fits(self, value: object) -> bool:
        return type(value) is self.type_ or (self.type_ is float and type(value) is int)

    def plain(self, value: Any) -> Any:
        return value

    def value(self, data: Any) -> Any:
        return _checked(data, self.fits(data), type_name(self.type_))


@dataclasses.dataclass(frozen=True)
class _Textual(_Kind):
    """Dates and the like, as text."""

    type_: type

    def fits(self, value: object) -> bool:
        return type(value) is self.type_

    def plain(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    def value(self, data: Any) -> Any:
        return _TEXTUAL[self.type_](_checked(data, isinstance(data, str), "text"))


@dataclasses.dataclass(frozen=True)
class _Choice(_Kind):
    """One of the values of a Literal."""

    options: tuple[Any, ...]

    def fits(self, value: object) -> bool:
        return any(value == each and type(value) is type(each) for each in self.options)

    def plain(self, value: Any) -> Any:
        type_: Any = type(value)
        return _kind(type_).plain(value)

    def value(self, data: Any) -> Any:
        for option in self.options:
            plain = self.plain(option)
            if plain == data and type(plain) is type(data):
                return option
        raise _Unfit("it is none of the options")


@dataclasses.dataclass(frozen=True)
class _Member(_Kind):
    """A member of an Enum, by its name; flags by their value, since they combine."""

    type_: type[Enum]

    def fits(self, value: object) -> bool:
        return isinstance(value, self.type_)

    def plain(self, value: Any) -> Any:
        return value.value if isinstance(value, Flag) else value.name

    def value(self, data: Any) -> Any:
        if issubclass(self.type_, Flag):
            return self.type_(data)
        if data not in self.type_.__members__:
            raise _Unfit("there is no such member")
        return self.type_[data]


class _Record(_Kind):
    """A dataclass, as a dict of the fields that its constructor takes."""

    def __init__(self, type_: Any) -> None:
        self.type_ = type_

    @cached_property
    def fields(self) -> dict[str, _Kind]:
        """Found late, since a dataclass may hold others of itself."""
        try:
            hints = get_type_hints(self.type_)
        except NameError as error:
            raise _Unfit(f"a type in {type_name(self.type_)} can't be found: {error}") from None
        fields = [field.name for field in dataclasses.fields(self.type_) if field.init]
        return {name: _kind(hints[name]) for name in fields}

    def fits(self, value: object) -> bool:
        return type(value) is self.type_ and all(
            kind.fits(getattr(value, name)) for name, kind in self.fields.items()
        )

    def plain(self, value: Any) -> Any:
        return {name: kind.plain(getattr(value, name)) for name, kind in self.fields.items()}

    def value(self, data: Any) -> Any:
        _checked(data, isinstance(data, dict), "dict")
        unknown = data.keys() - self.fields.keys()
        if unknown:
            raise _Unfit(f"it has no {', '.join(sorted(unknown))}")
        return self.type_(**{name: self.fields[name].value(item) for name, item in data.items()})


@dataclasses.dataclass(frozen=True)
class _Items(_Kind):
    """A list, set, frozenset, or tuple of any length; sets in the order of their JSON."""

    type_: type
    item: _Kind

    def fits(self, value: object) -> bool:
        return type(value) is self.type_ and all(map(self.item.fits, value))  # type: ignore[call-overload]

    def plain(self, value: Any) -> Any:
        plain = [self.item.plain(each) for each in value]
        return plain if self.type_ in (list, tuple) else sorted(plain, key=json.dumps)

    def value(self, data: Any) -> Any:
        _checked(data, isinstance(data, list), "list")
        return self.type_(self.item.value(each) for each in data)


@dataclasses.dataclass(frozen=True)
class _Fixed(_Kind):
    """A tuple in which each place has a type."""

    items: tuple[_Kind, ...]

    def fits(self, value: object) -> bool:
        return (
            type(value) is tuple
            and len(value) == len(self.items)
            and all(kind.fits(each) for kind, each in zip(self.items, value, strict=True))
        )

    def plain(self, value: Any) -> Any:
        return [kind.plain(each) for kind, each in zip(self.items, value, strict=True)]

    def value(self, data: Any) -> Any:
        _checked(data, isinstance(data, list), "list")
        return tuple(kind.value(each) for kind, each in zip(self.items, data, strict=True))


@dataclasses.dataclass(frozen=True)
class _Table(_Kind):
    """A dict; as pairs, unless its keys are text."""

    key: _Kind
    item: _Kind

    @property
    def pairs(self) -> _Items:
        return _Items(list, _Fixed((self.key, self.item)))

    @property
    def is_named(self) -> bool:
        return self.key == _Scalar(str)

    def fits(self, value: object) -> bool:
        return type(value) is dict and all(
            self.key.fits(key) and self.item.fits(each) for key, each in value.items()
        )

    def plain(self, value: Any) -> Any:
        if self.is_named:
            return {key: self.item.plain(each) for key, each in value.items()}
        return self.pairs.plain(value.items())

    def value(self, data: Any) -> Any:
        if self.is_named:
            _checked(data, isinstance(data, dict), "dict")
            return {key: self.item.value(each) for key, each in data.items()}
        return dict(self.pairs.value(data))


class _Union(_Kind):
    """One of several types; its name goes along where JSON alone doesn't tell which."""

    def __init__(self, options: tuple[Any, ...]) -> None:
        self.options = {type_name(option): _kind(option) for option in options}
        self.some = [kind for kind in self.options.values() if kind != _Scalar(type(None))]
        self.is_clear = len(self.some) == 1 or all(isinstance(kind, _Scalar) for kind in self.some)

    def fits(self, value: object) -> bool:
        return any(kind.fits(value) for kind in self.options.values())

    def plain(self, value: Any) -> Any:
        if value is None and len(self.some) < len(self.options):
            return None
        name, kind = next(each for each in self.options.items() if each[1].fits(value))
        return kind.plain(value) if self.is_clear else [name, kind.plain(value)]

    def value(self, data: Any) -> Any:
        if data is None and len(self.some) < len(self.options):
            return None
        if not self.is_clear:
            name, data = _checked(data, isinstance(data, list), "name and value")
            return self.options[_checked(name, name in self.options, "option")].value(data)
        if len(self.some) == 1:
            return self.some[0].value(data)
        return _checked(data, self.fits(data), "option")


def _checked(data: Any, fits: bool, expected: str) -> Any:
    if not fits:
        raise _Unfit(f"{data!r:.60} is no {expected}")
    return data


@cache
def _kind(type_: Any) -> _Kind:
    """Raises _Unfit for a type that no state can have."""
    origin, arguments = get_origin(type_), get_args(type_)
    if type_ is Any:
        return _Anything()
    if type_ is None or type_ in _SCALARS:
        return _Scalar(type_ or type(None))
    if type_ in _TEXTUAL:
        return _Textual(type_)
    if origin in (Union, types.UnionType):
        return _Union(arguments)
    if origin is Literal:
        return _Choice(arguments)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return _Member(type_)
    if isinstance(type_, type) and dataclasses.is_dataclass(type_):
        return _Record(type_)
    return _container(type_, origin or type_, arguments or (Any, ...))


def _container(type_: Any, origin: Any, arguments: tuple[Any, ...]) -> _Kind:
    if origin is tuple and arguments[-1] is not Ellipsis:
        return _Fixed(tuple(map(_kind, arguments)))
    if origin in (list, set, frozenset, tuple):
        return _Items(origin, _kind(arguments[0]))
    if origin is dict:
        key, item = arguments if arguments[-1] is not Ellipsis else (str, Any)
        return _Table(_kind(key), _kind(item))
    raise _Unfit(f"{type_name(type_)} is no type that state can have")
