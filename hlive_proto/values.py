"""Values that are made for every event: a type checker forbids changing them."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(kind: type[T]) -> type[T]:
    """A dataclass that is frozen for type checkers only: to be frozen when it runs, too, would
    make it take three times as long to make one."""
    return dataclass(slots=True, unsafe_hash=True)(kind)
