"""Models of msgspec and pydantic; neither is loaded unless the author's own code has done so."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

from hlive.forms.hints import Hint, Invalid, secret
from hlive.forms.kinds import Kind, Text
from hlive.forms.models import (
    MISSING,
    DataclassModel,
    Entry,
    Errors,
    Field,
    Model,
    entry,
    errors_of,
)

M = TypeVar("M")

_OF_PYDANTIC = {"EmailStr": "email", "NameEmail": "email", "SecretStr": "password"}
"""Types of pydantic by the controls that suit them; its URLs are told by their name's end."""


def model_of(type_: type[M], only: Collection[str] | None = None) -> Model[M]:
    """A form's view of a model, see `Model`; raises TypeError for what is none."""
    if isinstance(type_, type):
        if dataclasses.is_dataclass(type_):
            return DataclassModel(type_, only)
        if _is_a(type_, "msgspec", "Struct"):
            return StructModel(type_, only)
        if _is_a(type_, "pydantic", "BaseModel"):
            return PydanticModel(type_, only)
    raise TypeError(
        f"a form needs a dataclass, a msgspec.Struct or a pydantic model, not {type_!r:.60}"
    )


class StructModel(Model[M]):
    """A msgspec.Struct; each value is checked by its `Meta`."""

    def read(self) -> Iterable[Field]:
        self._msgspec: Any = sys.modules["msgspec"]
        infos = self._msgspec.structs.fields(self.type_)
        self._types = {info.name: info.type for info in infos}
        for info in infos:
            default = self._default(info)
            yield info.name, default, partial(self._entry, info, default)

    def check(self, values: Mapping[str, Any]) -> Errors:
        errors = super().check(values)
        for name, value in values.items():
            try:
                self._msgspec.convert(value, self._types[name], from_attributes=True)
            except self._msgspec.ValidationError as error:
                errors.setdefault(name, str(error).partition(" - at ")[0].replace("`", ""))
        return errors

    def _default(self, info: Any) -> Any:
        if info.default_factory is not self._msgspec.NODEFAULT:
            return info.default_factory()
        return MISSING if info.default is self._msgspec.NODEFAULT else info.default

    def _entry(self, info: Any, default: Any) -> Entry:
        hint = Hint()
        for meta in getattr(info.type, "__metadata__", ()):
            if isinstance(meta, self._msgspec.Meta):
                hint = Hint(label=meta.title, help=meta.description).over(hint)
        return entry(self.name, info.name, info.type, default, hint=hint)


class PydanticModel(Model[M]):
    """A pydantic model; its validators decide, and may raise Invalid."""

    def read(self) -> Iterable[Field]:
        fields: Mapping[str, Any] = vars(self.type_)["__pydantic_fields__"]
        self._names = {name: _given_as(name, info) for name, info in fields.items()}
        for name, info in fields.items():
            optional = not info.is_required()
            default = info.get_default(call_default_factory=True) if optional else MISSING
            yield name, default, partial(self._entry, name, info, default)

    def check(self, values: Mapping[str, Any]) -> Errors:
        errors = super().check(values)
        try:
            self._validate(values)
        except Invalid as error:
            told = {name: text for name, text in error.errors.items() if name in values}
            errors = {**told, **errors}
        return errors

    def build(self, values: Mapping[str, Any]) -> M:
        return self._validate(values)

    def _validate(self, values: Mapping[str, Any]) -> M:
        """Raises Invalid with the names of fields, whatever they are given as."""
        given = {self._names[name]: value for name, value in values.items()}
        type_: Any = self.type_
        try:
            made: M = type_.model_validate(given)
        except ValueError as error:
            names = {alias: name for name, alias in self._names.items()}
            errors = errors_of(error)
            whole = errors.pop("", "")
            raise Invalid(
                whole, **{names.get(at, at): text for at, text in errors.items()}
            ) from None
        return made

    def _entry(self, name: str, info: Any, default: Any) -> Entry:
        hint = Hint(label=info.title, help=info.description)
        return entry(
            self.name,
            name,
            info.annotation,
            default,
            hint=hint,
            extras=tuple(info.metadata),
            others=_of_pydantic,
        )


def _of_pydantic(type_: Any) -> tuple[Kind, Hint] | None:
    """Text for types of its own: pydantic reads them."""
    if not getattr(type_, "__module__", "").startswith("pydantic") or hasattr(
        type_, "model_fields"
    ):
        return None
    name = type_.__name__
    if name == "SecretStr":
        return Text(), secret
    return Text(), Hint(type="url" if name.endswith("Url") else _OF_PYDANTIC.get(name))


def _given_as(name: str, info: Any) -> str:
    """What pydantic wants a field to be called: its alias, where it has one."""
    alias = info.validation_alias or info.alias
    choices = getattr(alias, "choices", [alias])
    return next((each for each in choices if isinstance(each, str)), name)


def _is_a(type_: type, module: str, name: str) -> bool:
    """Whether it is derived from a class of a module that somebody may have loaded."""
    base = getattr(sys.modules.get(module), name, None)
    return isinstance(base, type) and issubclass(type_, base)
