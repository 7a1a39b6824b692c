"""Models of the three kinds: their fields, their rules, and who says what is wrong."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import pydantic
import pytest

import hlive as l
from hlive.forms import Form, Hint, Invalid, Rule, secret
from tests.conftest import ROOT
from tests.forms.models import Color, Person, PersonModel, PersonStruct


def form_of(model: type[Any], **values: Any) -> Form[Any]:
    form = Form(model, on_submit=print)
    for name, value in values.items():
        form.fields[name].enter(value if isinstance(value, list) else [value])
    return form


@pytest.mark.parametrize(
    "model, message",
    [
        (Person, "Must be 18 or more."),
        (PersonStruct, "Expected int >= 18"),
        (PersonModel, "Input should be greater than or equal to 18"),
    ],
)
def test_a_field_is_checked_though_others_are_empty(model: type[Any], message: str) -> None:
    form = form_of(model, age="17")
    assert form.errors == {"age": message, "name": "Please fill in this field."}


@pytest.mark.parametrize("model", [PersonStruct, PersonModel])
def test_titles_and_descriptions_are_labels_and_help(model: type[Any]) -> None:
    assert form_of(model).fields["age"].hint.label == "Years"


class Account(msgspec.Struct, rename="camel"):
    user_name: Annotated[str, msgspec.Meta(min_length=3, description="At least 3 letters.")]
    pass_word: Annotated[str, secret]
    color: Color
    tags: set[Literal["a", "b"]] = msgspec.field(default_factory=lambda: {"a"})
    size: Annotated[Literal["s", "m"], Hint(type="radio")] = "s"

    def __post_init__(self) -> None:
        if self.user_name == self.pass_word:
            raise Invalid(pass_word="Too easy.")


def test_a_struct() -> None:
    form = form_of(Account, user_name="ab", pass_word="abc", color="RED")
    assert form.errors == {"user_name": "Expected str of length >= 3"}
    assert form.fields["user_name"].hint.help == "At least 3 letters."
    assert form.fields["pass_word"].is_secret
    form.fields["user_name"].enter(["abc"])
    assert form.errors == {"pass_word": "Too easy."}
    form.fields["pass_word"].enter(["abcd"])
    assert form.value == Account("abc", "abcd", Color.RED, {"a"}, "s")
    form.fields["tags"].enter(["b"])
    assert form.value == Account("abc", "abcd", Color.RED, {"b"}, "s")


class Signup(pydantic.BaseModel):
    name: Annotated[str, Rule(lambda name: _not_root(name))] = pydantic.Field(
        min_length=2, description="As you like."
    )
    password: pydantic.SecretStr
    again: Annotated[str, secret]
    web: pydantic.HttpUrl | None = None
    color: Color = Color.RED
    given: int = pydantic.Field(default=1, alias="givenAs")

    @pydantic.field_validator("again")
    @classmethod
    def check_again(cls, again: str, info: pydantic.ValidationInfo) -> str:
        if "password" in info.data and again != info.data["password"].get_secret_value():
            raise ValueError("That isn't the same.")
        return again

    @pydantic.model_validator(mode="after")
    def check_all(self) -> Signup:
        if self.name == "nobody":
            raise Invalid(name="Nobody can't sign up.")
        if self.name == "all":
            raise ValueError("All can't sign up.")
        return self


def _not_root(name: str) -> None:
    if name == "root":
        raise ValueError("Not root.")


def test_a_pydantic_model() -> None:
    form = form_of(Signup, name="x", password="p", again="q", web="nowhere", given="2")
    assert form.errors == {
        "name": "String should have at least 2 characters",
        "again": "That isn't the same.",
        "web": "Input should be a valid URL, relative URL without a base",
    }
    assert form.fields["web"].type == "url" and form.fields["password"].is_secret
    assert form.fields["name"].hint.help == "As you like."

    def errors(name: str) -> object:
        form.fields["name"].enter([name])
        return form.errors

    form.fields["again"].enter(["p"])
    form.fields["web"].enter(["https://example.org"])
    assert errors("root") == {"name": "Not root."}
    assert errors("nobody") == {"name": "Nobody can't sign up."}
    assert errors("all") == {"": "All can't sign up."}
    assert errors("Ada") == {}
    assert form.value is not None
    assert form.value.model_dump(mode="json", exclude={"password"}) == {
        "name": "Ada",
        "again": "p",
        "web": "https://example.org/",
        "color": "r",
        "given": 2,
    }


def test_a_pydantic_model_in_a_form_that_has_but_some_of_its_fields() -> None:
    form = Form(Signup, on_submit=print, only=["name"], initial={"password": "p", "again": "p"})
    form.set(name="Ada")
    assert form.value is not None and form.value.password.get_secret_value() == "p"


def test_a_dataclass_of_pydantic() -> None:
    @pydantic.dataclasses.dataclass
    class Point:
        x: int
        y: Annotated[int, pydantic.Field(ge=0)]

    form = form_of(Point, x="1", y="-1")
    assert form.errors == {"y": "Input should be greater than or equal to 0"}
    form.set(y=2)
    assert form.value == Point(1, 2)


def test_annotations_inside_of_an_optional_type_count() -> None:
    @dataclass
    class Model:
        text: Annotated[str, Hint(type="search")] | None = None

    assert form_of(Model).fields["text"].type == "search"


def test_no_library_is_loaded_by_itself() -> None:
    code = """
import sys
from dataclasses import dataclass
import hlive as l

@dataclass
class Model:
    text: str = "x"

form = l.forms.Form(Model, on_submit=print)
assert form.value == Model("x")
print(sorted({"msgspec", "pydantic"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_forms_are_found_without_an_import_of_their_own() -> None:
    assert l.forms.Form is Form
