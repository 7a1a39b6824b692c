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
        if self.name not in component._state:
            component._state[self.name] = self.first_value()
        return component._state[self.name]

    def __set__(self, component: HasState, value: Any) -> None:
        self.check(value)
        before = component._state.get(self.name, _MISSING)
        component._state[self.name] = value
        if before is _MISSING or before is not value:
            component.state_changed()

    @property
    def kind(self) -> Any:
        """The type that the class gives the field; Any where it gives none."""
        assert self.owner is not None
        return _hints(self.owner).get(self.name, Any)

    def first_value(self) -> Any:
        """What a new component starts with."""
        value = self.factory() if self.factory is not None else self.default
        self.check(value)
        return value

    def check(self, value: Any) -> None:
        """Raises TypeError for a value of another type, and what the field's own rule raises."""
        where = f"{self.owner.__name__ if self.owner else '?'}.{self.name}"
        check(value, self.kind, where)
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
    that must not be. Raises TypeError when there is neither default nor factory, or both.
    """
    if (default is _MISSING) == (factory is None):
        raise TypeError("state() takes a default or a factory: one of them")
    return cast("T", State(default, factory, rule))


def state_fields(owner: type) -> Mapping[str, State]:
    """The fields of declared state of a class, those of its bases first."""
    fields: dict[str, State] = {}
    for base in reversed(owner.__mro__):
        fields |= {name: each for name, each in vars(base).items() if isinstance(each, State)}
    return fields


@cache
def _hints(owner: type) -> Mapping[str, Any]:
    return get_type_hints(owner)
