"""What an author says about a form's fields beyond their types, and what forms say to visitors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from hlive.attrs import GivenValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """How a field is shown: in `Annotated[str, Hint(...)]`, and as options of `Form.field`.

    `type` is that of the control (such as "email", "password", "textarea", "radio"), `label` and
    `help` are shown with it, `options` are the labels of choices by their values, `attributes`
    are the control's own. None leaves it as it is.
    """

    type: str | None = None
    label: str | None = None
    help: str | None = None
    options: Mapping[Any, str] | None = None
    attributes: Mapping[str, GivenValue] = field(default_factory=dict)

    def __hash__(self) -> int:
        # What annotates a type must have a hash, which its dicts haven't.
        return hash((self.type, self.label, self.help))

    def over(self, other: Hint) -> Hint:
        """This hint where it says something, the other one elsewhere."""
        said = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if getattr(self, each.name) is not None
        }
        known = {each.name: getattr(other, each.name) for each in fields(other)}
        attributes = {**other.attributes, **self.attributes}
        return Hint(**{**known, **said, "attributes": attributes})


secret = Hint(type="password", attributes={"autocomplete": "off"})
"""For text that is neither shown nor saved nor sent back: `Annotated[str, l.forms.secret]`."""

textarea = Hint(type="textarea")
"""For text of several lines: `Annotated[str, l.forms.textarea]`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of one field, in `Annotated[int, Rule(check)]`.

    `check` gets the value and raises ValueError, with what the visitor is told, if it is wrong.
    """

    check: Callable[[Any], object]


class Invalid(ValueError):
    """Says what is wrong with which field: `raise Invalid(email="This address is taken.")`.

    For a model's own checks and for `on_submit`. What is given without a name is about the form as
    a whole.
    """

    def __init__(self, message: str = "", /, **errors: str) -> None:
        super().__init__(message or ", ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = {**errors, **({"": message} if message else {})}


@dataclass(frozen=True, slots=True)
class Messages:
    """What a form says when a value can't be read, in the language of its visitors."""

    needed: str = "Please fill in this field."
    whole_number: str = "Please enter a whole number."
    number: str = "Please enter a number, such as 2.5."
    date: str = "Please enter a date, such as 2024-12-31."
    time: str = "Please enter a time, such as 14:30."
    moment: str = "Please enter a date and a time, such as 2024-12-31T14:30."
    choice: str = "Please choose one of the options."
    problems: str = "Please check the marked fields."
