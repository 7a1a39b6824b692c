"""What a form needs of a model: its fields, and an object made of their values."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from hlive.forms.hints import Hint, Invalid, Rule
from hlive.forms.kinds import Kind, UnknownType, kind_of, without_none

M = TypeVar("M")

MISSING: Any = dataclasses.MISSING

Errors = dict[str, str]
"""What is wrong, by field; the empty name is for the form as a whole."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One field of a model. `default` is what it has when nothing is entered, or MISSING."""

    name: str
    kind: Kind
    hint: Hint
    rules: tuple[Rule, ...]
    optional: bool
    default: Any

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing entered is a value like any other: a switch that is off, no choices."""
        return self.kind.always and "text" not in self.kind.types

    @property
    def required(self) -> bool:
        """Whether something has to be entered."""
        return self.default is MISSING and not self.optional and not self.may_be_empty


Field = tuple[str, Any, Callable[[], Entry]]
"""Name, default and what makes the entry of a field of a model."""


class Model(ABC, Generic[M]):
    """A class of objects that a form can fill in; `only` names the fields that it is to have.

    `entries` are these, `others` the defaults of the fields besides. Raises TypeError for a field
    that no form can have, ValueError for a name in `only` that the model hasn't.
    """

    def __init__(self, type_: type[M], only: Collection[str] | None = None) -> None:
        self.type_ = type_
        self.name = type_.__name__
        fields = list(self.read())
        names = [name for name, _, _ in fields]
        for name in only or ():
            if name not in names:
                raise ValueError(f"{self.name} has no field {name!r}, but {', '.join(names)}")
        chosen = names if only is None else only
        self.entries = {name: make() for name, _, make in fields if name in chosen}
        self.others = {name: default for name, default, _ in fields if name not in chosen}

    @abstractmethod
    def read(self) -> Iterable[Field]:
        """All fields, in order."""

    def check(self, values: Mapping[str, Any]) -> Errors:
        """What is wrong with single values, by the rules that the model has for them."""
        errors: Errors = {}
        for name, value in values.items():
            for rule in self.entries[name].rules:
                try:
                    rule.check(value)
                except ValueError as error:
                    errors.setdefault(name, str(error))
        return errors

    def build(self, values: Mapping[str, Any]) -> M:
        """An object; raises ValueError, Invalid where it is known which field is wrong."""
        return self.type_(**values)


class DataclassModel(Model[M]):
    """A dataclass; its `__post_init__` may raise ValueError or Invalid."""

    def read(self) -> Iterable[Field]:
        hints = get_type_hints(self.type_, include_extras=True)
        for field in dataclasses.fields(self.type_):  # type: ignore[arg-type]
            if field.init:
                name, type_, default = field.name, hints[field.name], _default(field)
                yield name, default, partial(entry, self.name, name, type_, default)


def entry(
    owner: str,
    name: str,
    type_: Any,
    default: Any,
    *,
    hint: Hint | None = None,
    extras: tuple[Any, ...] = (),
    others: Callable[[Any], tuple[Kind, Hint] | None] = lambda type_: None,
) -> Entry:
    """A field by its annotated type.

    `hint` and `extras` are what its model says of it elsewhere; `others` knows the model's own
    types. Raises TypeError, naming the field, when it has a type that no form can have.
    """
    type_, outer = bare(type_)
    type_, optional = without_none(type_)
    type_, inner = bare(type_)
    known = others(type_)
    try:
        kind = known[0] if known else kind_of(type_)
    except UnknownType as error:
        shown = type_.__name__ if isinstance(type_, type) else str(type_)
        raise TypeError(f"{owner}.{name} can't be in a form as {shown}: {error}") from None
    said = hint or Hint()
    given = (known[1] if known else None, *extras, *outer, *inner)
    for each in given:
        said = each.over(said) if isinstance(each, Hint) else said
    rules = tuple(each for each in given if isinstance(each, Rule))
    return Entry(name, kind, said, rules, optional, default)


def bare(type_: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations, and these."""
    if get_origin(type_) is not Annotated:
        return type_, ()
    return get_args(type_)[0], get_args(type_)[1:]


def errors_of(error: ValueError) -> Errors:
    """What a ValueError says is wrong: an author's, or one of pydantic."""
    if isinstance(error, Invalid):
        return dict(error.errors)
    details = getattr(error, "errors", None)
    if not callable(details):
        return {"": str(error)}
    errors: Errors = {}
    for detail in details():
        name = str(detail["loc"][0]) if detail["loc"] else ""
        cause = detail.get("ctx", {}).get("error")
        told = errors_of(cause) if isinstance(cause, ValueError) else {"": detail["msg"]}
        for which, text in told.items():
            errors.setdefault(which or name, text)
    return errors


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
