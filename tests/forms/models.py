"""The same person as each kind of model, and what tests of forms share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
import pydantic

import hlive as l
from hlive.forms import Hint, Invalid, Rule, secret, textarea

Drink = Literal["tea", "coffee", "water"]


class Color(Enum):
    RED = "r"
    LIGHT_BLUE = "b"


def adult(age: int) -> None:
    if age < 18:
        raise ValueError("Must be 18 or more.")


@dataclass
class Person:
    name: str
    age: Annotated[int, Rule(adult)]
    email: Annotated[str | None, Hint(type="email", help="We won't tell.")] = None


class PersonStruct(msgspec.Struct):
    name: str
    age: Annotated[int, msgspec.Meta(ge=18, title="Years")]
    email: str | None = None


class PersonModel(pydantic.BaseModel):
    name: str
    age: int = pydantic.Field(ge=18, title="Years")
    email: str | None = None


@dataclass
class Everything:
    text: str = "a"
    long: Annotated[str, textarea] = "b\nc"
    hidden: Annotated[str, secret] = ""
    whole: int = 1
    number: float = 1.5
    price: Decimal = Decimal("2.50")
    on: bool = True
    day: date = date(2024, 2, 29)
    hour: time = time(12, 30)
    moment: datetime = datetime(2024, 2, 29, 12, 30)
    color: Color = Color.LIGHT_BLUE
    size: Literal["s", "m", 1] = "m"
    radio: Annotated[Literal["a", "b"], Hint(type="radio")] = "b"
    drinks: list[Drink] = field(default_factory=lambda: ["coffee"])
    boxes: Annotated[set[Color], Hint(type="checkboxes")] = field(default_factory=set)
    maybe: int | None = None


@dataclass
class Booking:
    start: date
    end: date
    password: Annotated[str, secret] = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Invalid(end="Ends before it starts.")
        if self.start.year < 2000:
            raise ValueError("That is long ago.")


def page_with(make: Callable[[], object]) -> Callable[[], l.Page]:
    """A page function whose body holds what `make` makes."""

    def home() -> l.Page:
        page = l.Page(title="Form")
        page.body.add(make())
        return page

    return home


def opened(make: Callable[[], object]) -> tuple[l.testing.View, Any]:
    """A live page, and the form (or what `make` makes) of its live side."""
    view = l.testing.open(page_with(make))
    return view, view.context.page.body.children[0]
