"""Declared state: fields of a component that render it again when they are assigned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, cast, get_type_hints

from hlive.plain import check

T = TypeVar("T")

_MISSING: Any = object()


class HasState(Protocol):
    """What a field needs of the component that it belongs to."""

    _state: dict[str, Any]

    def state_changes(self, where: str) -> None:
        """Called before a field is assigned; raises StateError when it must not be now."""

    def state_changed(self) -> None:
        """Called after a field got another value."""


class State:
    """One field of declared state; made by `state`."""

    def __init__(
        self, default: Any, factory: Callable[[], Any] | None, rule: Callable[[Any], object] | None
    ) -> None:
        self.default = default
        self.factory = factory
        self.rule = rule
        self.name = ""
        self.owner: type | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.owner = owner

    def __get__(self, component: HasState | None, owner: type) -> Any:
        if component is None:
            return self
        values = self._values_of(component)
        if self.name not in values:
            values[self.name] = self.first_value()
        return values[self.name]

    def __set__(self, component: HasState, value: Any) -> None:
        values = self._values_of(component)
        component.state_changes(self.where)
        self.check(value)
        before = values.get(self.name, _MISSING)
        values[self.name] = value
        if before is not value:
            component.state_changed()

    def _values_of(self, component: HasState) -> dict[str, Any]:
        try:
            return component._state
        except AttributeError:
            raise TypeError(f"call super().__init__() before you use {self.where}") from None

    @property
    def where(self) -> str:
        """What the field is called in messages."""
        return f"{self.owner.__name__ if self.owner else '?'}.{self.name}"

    @property
    def kind(self) -> Any:
        """The type that the class gives the field; Any where it gives none.

        Raises TypeError when the type can't be found from the module of the class.
        """
        assert self.owner is not None
        try:
            return _hints(self.owner).get(self.name, Any)
        except NameError as error:
            raise TypeError(
                f"the type of {self.where} can't be found: {error}; "
                f"import or define it at the top level of {self.owner.__module__}"
            ) from None

    def first_value(self) -> Any:
        """What a new component starts with."""
        value = self.factory() if self.factory is not None else self.default
        self.check(value)
        return value

    def check(self, value: Any) -> None:
        """Raises TypeError for a value of another type, and what the field's own rule raises."""
        check(value, self.kind, self.where)
        if self.rule is not None:
            self.rule(value)


def state(
    default: T = _MISSING,
    *,
    factory: Callable[[], T] | None = None,
    rule: Callable[[T], object] | None = None,
) -> T:
    """Declares a field of a component's state: `count: int = l.state(0)`.

    Assigning it renders the component again; changing a list or dict in place does not. `factory`
    makes the first value where a `default` would be shared; `rule` raises ValueError for a value
    that must not be. Raises TypeError when there is neither default nor factory, or both, and for
    a default that all components would share though it can be changed in place.
    """
    if (default is _MISSING) == (factory is None):
        raise TypeError("state() takes a default or a factory: one of them")
    if type(default).__hash__ is None:
        raise TypeError(
            f"all components would share {default!r:.60}: write state(factory=lambda: ...)"
        )
    return cast("T", State(default, factory, rule))


def state_fields(owner: type) -> Mapping[str, State]:
    """The fields of declared state of a class, those of its bases first."""
    return _fields(owner)


@cache
def _fields(owner: type) -> Mapping[str, State]:
    attributes: dict[str, Any] = {}
    for base in reversed(owner.__mro__):
        attributes |= vars(base)
    return {name: each for name, each in attributes.items() if isinstance(each, State)}


@cache
def _hints(owner: type) -> Mapping[str, Any]:
    return get_type_hints(owner)
