"""Forms in a live page: what is filled in, what is wrong with it, and when that is said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

import hlive as l
from hlive.forms import Form, Hint, Invalid, Messages
from hlive_proto.patch import Patch
from tests.forms.models import (
    Booking,
    Color,
    Everything,
    Person,
    PersonModel,
    PersonStruct,
    opened,
)

NEEDED = "Please fill in this field."
WHOLE = "Please enter a whole number."


def error(view: l.testing.View, name: str, prefix: str = "person") -> str:
    """What is said below a field."""
    return view.text(f"#{prefix}-{name}-error")


def inside(view: l.testing.View, act: Callable[[], object]) -> None:
    """Does something as a handler or a task of the page would."""

    def once() -> None:
        act()

    view._visit.do(once)


def form_of(saved: list[Any], model: type[Any] = Person, **options: Any) -> Form[Any]:
    return Form(model, on_submit=saved.append, **options)


# Filling in.


@pytest.mark.parametrize("model", [Person, PersonStruct, PersonModel])
def test_an_object_is_made_of_what_was_entered(model: type[Any]) -> None:
    saved: list[Any] = []
    view, form = opened(lambda: form_of(saved, model, prefix="p"))
    assert form.value is None
    view.find("[name=name]").type("Ada")
    view.find("[name=age]").type("36")
    assert form.value == model(name="Ada", age=36, email=None)
    assert form.errors == {} and saved == []
    view.find("button").click()
    assert saved == [model(name="Ada", age=36, email=None)]
    view.find("[name=email]").type("ada@example.org")
    view.find("[name=email]").press("Enter")
    assert saved[1:] == [model(name="Ada", age=36, email="ada@example.org")]


def test_values_have_the_types_of_the_model() -> None:
    saved: list[Everything] = []
    view, _ = opened(lambda: form_of(saved, Everything))
    view.find("button").click()
    assert saved.pop() == Everything()

    for name, text in {
        "text": "  A ",
        "long": "x\ny",
        "hidden": "s3cret",
        "whole": " -7 ",
        "number": "1e3",
        "price": "0.10",
        "day": "2025-01-02",
        "hour": "23:59:58",
        "moment": "2025-01-02T03:04",
        "maybe": "5",
    }.items():
        view.find(f"[name={name}]").fill(text)
    view.find("[name=on]").uncheck()
    view.find("[name=color]").select("Red")
    view.find("[name=size]").select("1")
    view.find("[name=radio][value=a]").check()
    view.find("[name=drinks]").select("water", "tea")
    view.find("[name=boxes][value=RED]").check()
    view.find("[name=boxes][value=LIGHT_BLUE]").check()
    view.find("[name=boxes][value=RED]").uncheck()
    view.find("button").click()
    assert saved == [
        Everything(
            text="  A ",
            long="x\ny",
            hidden="s3cret",
            whole=-7,
            number=1000.0,
            price=Decimal("0.10"),
            on=False,
            day=date(2025, 1, 2),
            hour=time(23, 59, 58),
            moment=datetime(2025, 1, 2, 3, 4),
            color=Color.RED,
            size=1,
            radio="a",
            drinks=["tea", "water"],
            boxes={Color.LIGHT_BLUE},
            maybe=5,
        )
    ]


@pytest.mark.parametrize(
    "name, text, message",
    [
        ("whole", "1.5", WHOLE),
        ("whole", "one", WHOLE),
        ("number", "1,5", "Please enter a number, such as 2.5."),
        ("number", "nan", "Please enter a number, such as 2.5."),
        ("price", "x", "Please enter a number, such as 2.5."),
        ("price", "Infinity", "Please enter a number, such as 2.5."),
        ("day", "tomorrow", "Please enter a date, such as 2024-12-31."),
        ("hour", "25:00", "Please enter a time, such as 14:30."),
        ("moment", "now", "Please enter a date and a time, such as 2024-12-31T14:30."),
        ("maybe", "?", WHOLE),
    ],
)
def test_what_can_not_be_read_is_named(name: str, text: str, message: str) -> None:
    form = form_of([], Everything)
    form.fields[name].enter([text])
    assert form.errors == {name: message} and form.value is None


@pytest.mark.parametrize("name", ["color", "size", "radio", "drinks", "boxes"])
def test_only_what_is_offered_can_be_chosen(name: str) -> None:
    form = form_of([], Everything)
    form.fields[name].enter(["GREEN"])
    assert form.errors == {name: "Please choose one of the options."}


def test_an_empty_field_is_none_or_the_default_or_wrong() -> None:
    @dataclass
    class Model:
        needed: str
        number: int
        optional: int | None
        nothing: str | None = "x"
        default: int = 5
        text: str = "x"

    form = form_of([], Model)
    assert form.errors == {"needed": NEEDED, "number": NEEDED}
    form.set(needed=" x", number=0, default=7, text="y", nothing="z")
    assert form.value == Model(" x", 0, None, "z", 7, "y")
    for name in ("default", "text", "nothing"):
        form.fields[name].enter([""])
    assert form.value == Model(" x", 0, None, None, 5, "")
    form.fields["needed"].enter(["  "])
    assert form.errors == {"needed": NEEDED}


# When it is said.


def test_nothing_is_said_while_a_field_is_filled_in_for_the_first_time() -> None:
    view, form = opened(lambda: form_of([]))
    view.find("[name=age]").type("x")
    assert form.errors == {"name": NEEDED, "age": WHOLE}
    assert [each.text for each in view.find_all(".error")] == ["", "", ""]
    view.find("[name=age]").blur()
    assert error(view, "age") == WHOLE
    assert error(view, "name") == ""


def test_once_a_field_was_left_it_is_checked_with_each_key() -> None:
    view, _ = opened(lambda: form_of([]))
    age = view.find("[name=age]")
    age.focus()
    age.blur()
    assert error(view, "age") == NEEDED
    said = []
    for key in ("1", "x"):
        age.type(key)
        said.append(error(view, "age"))
    age.fill("18")
    said.append(error(view, "age"))
    assert said == ["Must be 18 or more.", WHOLE, ""]


def test_on_submit_all_is_said_and_the_first_wrong_field_gets_the_focus() -> None:
    saved: list[Any] = []
    view, _ = opened(lambda: form_of(saved))
    view.find("[name=name]").fill("Ada")
    view.find("button").click()
    assert saved == []
    assert [error(view, name) for name in ("name", "age", "email")] == ["", NEEDED, ""]
    assert view.text("[role=alert]") == "Please check the marked fields."
    assert view.find("#person-age").attr("data-hlive-focus") == "1"
    assert not any(
        "data-hlive-focus" in view.find(f"#person-{n}").html() for n in ("name", "email")
    )
    view.find("button").click()
    assert view.find("#person-age").attr("data-hlive-focus") == "2"
    view.find("[name=age]").type("36")
    assert view.text("[role=alert]") == "" and error(view, "age") == ""
    view.find("[name=name]").fill("")
    assert error(view, "name") == NEEDED
    view.find("[name=name]").fill("Eve")
    view.find("button").click()
    assert saved == [Person("Eve", 36)]


def test_after_a_good_submit_nothing_is_said_too_early_again() -> None:
    view, form = opened(lambda: form_of([]))
    view.find("[name=name]").fill("Ada")
    view.find("[name=age]").fill("36")
    view.find("button").click()
    view.find("[name=name]").focus()
    view.find("[name=name]").fill("")
    assert error(view, "name") == "" and form.errors == {"name": NEEDED}
    view.find("[name=name]").blur()
    assert error(view, "name") == NEEDED


def test_errors_are_told_to_assistive_technology() -> None:
    view, _ = opened(lambda: form_of([]))
    email, age = view.find("#person-email"), view.find("#person-age")
    assert email.attr("aria-describedby") == "person-email-help"
    assert age.attr("aria-describedby") is None and age.attr("aria-invalid") is None
    assert age.attr("required") == "" and email.attr("required") is None
    assert view.find("#person-age-error").attr("aria-live") == "polite"
    assert view.find("label[for=person-age]").text == "Age"
    view.find("button").click()
    assert age.attr("aria-describedby") == "person-age-error"
    assert age.attr("aria-invalid") == "true"
    view.find("#person-name").fill("x")
    assert view.find("#person-name").attr("aria-invalid") is None


def test_what_is_being_typed_is_never_overwritten() -> None:
    view, _ = opened(lambda: form_of([], initial={"name": "Ada", "age": 1}))
    age = view.find("[name=age]")
    age.focus()
    age.blur()
    for text in ("12", "12x", ""):
        age.fill(text)
        sent = [line for frame in view.frames for line in frame if isinstance(line, Patch)]
        assert "value" not in [getattr(patch.content, "name", "") for patch in sent]
        assert age.value == text
    assert error(view, "age") == NEEDED
    assert age.attr("value") == "1"


# What else can be wrong.


def test_a_model_may_say_which_field_is_wrong() -> None:
    view, form = opened(lambda: form_of([], Booking))
    view.find("[name=start]").fill("2024-02-02")
    view.find("[name=end]").fill("2024-02-01")
    assert form.errors == {"end": "Ends before it starts."}
    view.find("[name=end]").blur()
    assert error(view, "end", "booking") == "Ends before it starts."
    view.find("[name=start]").fill("2024-01-31")
    assert error(view, "end", "booking") == ""


def test_or_what_is_wrong_as_a_whole() -> None:
    saved: list[Any] = []
    view, form = opened(lambda: form_of(saved, Booking))
    view.find("[name=start]").fill("1999-01-01")
    view.find("[name=end]").fill("1999-01-01")
    assert form.errors == {"": "That is long ago."}
    assert view.text("[role=alert]") == ""
    view.find("button").click()
    assert view.text("[role=alert]") == "That is long ago." and saved == []


def test_on_submit_may_refuse() -> None:
    def save(person: Person) -> None:
        if person.email == "taken@example.org":
            raise Invalid(email="This address is taken.")
        if person.name == "Nobody":
            raise Invalid("Nobody can't be saved.")
        saved.append(person)

    saved: list[Person] = []
    start = Person("Ada", 36, "taken@example.org")
    view, form = opened(lambda: Form(Person, on_submit=save, initial=start))
    view.find("button").click()
    assert error(view, "email") == "This address is taken."
    assert form.value is None
    assert view.find("#person-email").attr("data-hlive-focus") == "1"
    view.find("[name=name]").fill("Nobody")
    assert error(view, "email") == "This address is taken."
    view.find("[name=email]").fill("free@example.org")
    assert error(view, "email") == "" and form.value is not None
    view.find("button").click()
    assert view.text("[role=alert]") == "Nobody can't be saved."
    view.find("[name=name]").fill("Ada")
    assert view.text("[role=alert]") == ""
    view.find("button").click()
    assert saved == [Person("Ada", 36, "free@example.org")]


def test_on_submit_may_be_a_coroutine_and_is_not_called_twice_at_once() -> None:
    saved: list[str] = []

    async def save(person: Person) -> None:
        saved.append("start")
        await asyncio.sleep(1)
        saved.append("end")
        if len(saved) == 2:
            raise Invalid(name="Try another one.")

    view, _ = opened(lambda: Form(Person, on_submit=save, initial=Person("Ada", 36)))
    view.find("button").click()
    assert view.find("form").attr("aria-busy") == "true"
    view.find("button").click()
    assert saved == ["start"]
    view.advance(1)
    assert saved == ["start", "end"] and error(view, "name") == "Try another one."
    assert view.find("form").attr("aria-busy") is None
    view.find("[name=name]").fill("Eve")
    view.find("button").click()
    view.advance(1)
    assert saved == ["start", "end"] * 2


def test_other_errors_of_on_submit_are_the_authors() -> None:
    def save(person: Person) -> None:
        raise LookupError("no database")

    view, _ = opened(lambda: Form(Person, on_submit=save, initial=Person("Ada", 36)))
    with pytest.raises(LookupError, match="no database"):
        view.find("button").click()


# From the server.


def test_fields_start_with_the_initial_object_or_values() -> None:
    view, _ = opened(lambda: form_of([], initial=Person("Ada", 36, "a@b")))
    assert [view.find(f"[name={n}]").value for n in ("name", "age", "email")] == [
        "Ada",
        "36",
        "a@b",
    ]
    view, _ = opened(lambda: form_of([], initial={"name": "Eve"}))
    assert [view.find(f"[name={n}]").value for n in ("name", "age", "email")] == ["Eve", "", ""]
    view, _ = opened(lambda: form_of([], Everything))
    shown = {each.attr("name"): each.value for each in view.find_all("input, textarea, select")}
    assert (
        shown["long"] == "b\nc" and shown["day"] == "2024-02-29" and shown["color"] == "LIGHT_BLUE"
    )
    assert view.find("[name=radio][value=b]").checked and view.find("[name=on]").checked
    assert view.find("[name=drinks]").values == ["coffee"]


def test_set_and_reset() -> None:
    view, form = opened(lambda: form_of([], initial={"name": "Ada"}))
    view.find("[name=name]").fill("Eve")
    view.find("button").click()
    inside(view, lambda: form.set(name="Bob", age=40, email=None))
    assert [view.find(f"[name={n}]").value for n in ("name", "age", "email")] == ["Bob", "40", ""]
    assert error(view, "age") == ""
    view.find("[name=age]").fill("")
    assert error(view, "age") == NEEDED
    inside(view, form.reset)
    assert [view.find(f"[name={n}]").value for n in ("name", "age", "email")] == ["Ada", "", ""]
    assert error(view, "age") == "" and view.text("[role=alert]") == ""
    with pytest.raises(ValueError, match=r"^there is no field 'size', but name, age, email$"):
        form.set(size=3)


def test_reset_undoes_what_was_entered_though_the_page_never_showed_it() -> None:
    view, form = opened(lambda: form_of([], Everything))

    def shown() -> list[object]:
        fields = view.find_all("input, textarea, select")
        return [(each.attr("name"), each.value, each.checked, each.values) for each in fields]

    before = shown()
    for name in ("text", "long", "hidden", "whole", "day"):
        view.find(f"[name={name}]").fill("2025-01-02")
    view.find("[name=on]").uncheck()
    view.find("[name=color]").select("RED")
    view.find("[name=radio][value=a]").check()
    view.find("[name=drinks]").select("tea")
    view.find("[name=boxes][value=RED]").check()
    changed = shown()
    assert sum(one != other for one, other in zip(before, changed, strict=True)) == 11
    inside(view, form.reset)
    assert form.value == Everything()
    assert shown() == before


def test_on_submit_may_empty_the_form() -> None:
    said: list[str] = []

    @dataclass
    class Line:
        text: str

    def say(line: Line) -> None:
        said.append(line.text)
        form.reset()

    view, form = opened(lambda: Form(Line, on_submit=say))
    for text in ("one", "two"):
        field = view.find("[name=text]")
        field.type(text)
        field.press("Enter")
        assert field.focused and field.value == ""
    assert said == ["one", "two"]


def test_a_saved_page_goes_on_with_what_was_entered_but_for_secrets() -> None:
    view, form = opened(lambda: form_of([], Booking))
    view.find("[name=start]").fill("2024-01-01")
    view.find("[name=password]").fill("s3cret")
    view.find("[name=end]").fill("soon")
    view.find("[name=end]").blur()
    data = view.context.page.save()
    assert b"s3cret" not in data and form.fields["password"].texts == ["s3cret"]

    def again() -> l.Page:
        page = l.Page()
        page.body.add(form_of([], Booking))
        page.load(data)
        return page

    loaded = l.testing.open(again)
    shown = [loaded.find(f"[name={n}]").value for n in ("start", "end", "password")]
    assert shown == ["2024-01-01", "soon", ""]
    assert error(loaded, "end", "booking") == "Please enter a date, such as 2024-12-31."
    assert error(loaded, "start", "booking") == ""


def test_secrets_are_never_in_the_markup() -> None:
    view, form = opened(lambda: form_of([], Booking, initial={"password": "s3cret"}))
    assert "s3cret" not in view.html()
    inside(view, lambda: form.set(password="other"))
    assert "other" not in view.html()


def test_values_a_browser_kept_over_a_reload_are_taken() -> None:
    view, form = opened(lambda: form_of([], Everything))
    view.initial_sync({"[name=text]": "kept", "[name=on]": False, "[name=drinks]": ["tea"]})
    assert (form.value.text, form.value.on, form.value.drinks) == ("kept", False, ["tea"])


# How it looks.


def test_fields_can_be_shown_in_another_way() -> None:
    def make() -> Form[Any]:
        form = form_of([], Everything, submit="Save")
        form.field("text", type="search", label="What?", placeholder="…", data_x="1", maxlength=5)
        form.field("color", type="radio", help="Just one.", options={Color.RED: "Warm"})
        form.field("whole", type="range", min=0, max=9)
        return form

    view, _ = opened(make)
    text = view.find("[name=text]")
    assert [text.attr(name) for name in ("type", "placeholder", "data-x", "maxlength")] == [
        "search",
        "…",
        "1",
        "5",
    ]
    assert view.text("label[for=everything-text]") == "What?"
    assert view.text("button") == "Save"
    assert [each.text for each in view.find_all("fieldset label")][:2] == ["Warm", "Light blue"]
    assert view.find("fieldset", has_text="Warm").find("legend").text == "Color"
    assert view.find("[name=whole]").attr("type") == "range"
    assert view.find("fieldset[aria-describedby=everything-color-help]").text.startswith("Color")


def test_fields_can_be_placed_by_hand() -> None:
    saved: list[Any] = []

    def make() -> Form[Any]:
        form = form_of(saved)
        columns = l.G(l.T("div", form.field("age")), l.T("div", form.field("name")))
        form.add(l.T("h2", "You"), columns, l.Class("wide"), form.button("Go"))
        return form

    view, form = opened(make)
    assert view.find("form").classes == {"wide"}
    assert [each.attr("name") for each in view.find_all("div input")] == ["age", "name"]
    view.find("button", text="Go").click()
    assert error(view, "age") == error(view, "name") == NEEDED
    assert view.find("[name=age]").attr("data-hlive-focus") == "1"
    view.find("[name=name]").fill("Ada")
    view.find("[name=age]").fill("36")
    view.find("button").click()
    assert saved == [Person("Ada", 36)] and form.value == saved[0]


def test_other_elements_come_before_the_fields() -> None:
    view, _ = opened(lambda: Form(Person, l.T("h2", "You"), on_submit=print))
    assert [each.name for each in view.find_all("form > *")] == [
        "h2", "input", "p", "div", "div", "div", "button",
    ]  # fmt: skip


def test_a_form_made_in_a_render_stays() -> None:
    saved: list[tuple[int, Person]] = []

    class Parent(l.Component):
        turn: int = l.state(0)

        def render(self) -> object:
            turn = self.turn
            form = Form(Person, on_submit=lambda person: saved.append((turn, person)))
            form.field("name", label=f"Name {turn}")
            by_hand = Form(Person, prefix="other", on_submit=print)
            by_hand.add(l.T("section", by_hand.field("age")))
            return [form, by_hand]

    view, parent = opened(Parent)
    view.find("#person-name").fill("Ada")
    view.find("#other-age").fill("x")
    view.find("#other-age").blur()
    inside(view, lambda: setattr(parent, "turn", 1))
    assert view.text("label[for=person-name]") == "Name 1"
    assert view.find("#person-name").value == "Ada"
    assert error(view, "age", "other") == WHOLE
    view.find("#other-age").fill("18")
    assert error(view, "age", "other") == ""
    view.find("#person-age").fill("36")
    view.find("#person-age").press("Enter")
    assert saved == [(1, Person("Ada", 36))]


def test_messages_can_be_in_another_language() -> None:
    german = Messages(needed="Bitte ausfüllen.", problems="Bitte prüfen.")
    view, _ = opened(lambda: form_of([], messages=german))
    view.find("button").click()
    assert (
        error(view, "name") == "Bitte ausfüllen." and view.text("[role=alert]") == "Bitte prüfen."
    )


# Only some of the fields.


def test_only_some_fields() -> None:
    saved: list[Any] = []
    start = Person("Ada", 36, "a@b")
    view, _ = opened(lambda: form_of(saved, only=["name"], initial=start))
    assert [each.attr("name") for each in view.find_all("div input")] == ["name"]
    view.find("[name=name]").fill("Eve")
    view.find("button").click()
    assert saved == [Person("Eve", 36, "a@b")]


def test_the_other_fields_need_values() -> None:
    with pytest.raises(TypeError, match=r"^Person\.age has no default: put it into `only` or `in"):
        form_of([], only=["name"])
    with pytest.raises(ValueError, match=r"^Person has no field 'size', but name, age, email$"):
        form_of([], only=["size"])


def test_a_fixed_field_does_not_change() -> None:
    view, form = opened(lambda: form_of([], initial=Person("Ada", 36)))
    inside(view, lambda: form.field("name", readonly=True))
    assert view.find("[name=name]").attr("readonly") == ""
    inside(view, lambda: form.fields["name"]._changed(["Eve"]))
    assert form.value == Person("Ada", 36)


# What is refused.


def test_what_is_no_model_is_refused() -> None:
    wrong: list[Any] = [int, {}, Person("a", 1), Color]
    for model in wrong:
        with pytest.raises(TypeError, match=r"^a form needs a dataclass, a msgspec\.Struct or a p"):
            form_of([], model)


def test_types_that_no_form_can_have_are_refused() -> None:
    @dataclass
    class Nested:
        person: Person

    @dataclass
    class Listed:
        words: list[str]

    @dataclass
    class Mixed:
        value: int | str

    @dataclass
    class Unknown:
        raw: bytes

    said = []
    models: list[type[Any]] = [Nested, Listed, Mixed, Unknown]
    for model in models:
        with pytest.raises(TypeError) as caught:
            form_of([], model)
        said.append(str(caught.value))
    assert said == [
        "Nested.person can't be in a form as Person: it is a model itself: make a form of it, a "
        "form has one level",
        "Listed.words can't be in a form as list[str]: give its items a Literal or an Enum: only "
        "choices can be several",
        "Mixed.value can't be in a form as int | str: a form has fields of str, int, float, "
        "Decimal, bool, date, time, datetime, Literal and Enum, lists of choices, and any of these "
        "| None",
        "Unknown.raw can't be in a form as bytes: a form has fields of str, int, float, Decimal, "
        "bool, date, time, datetime, Literal and Enum, lists of choices, and any of these | None",
    ]


def test_controls_that_can_not_show_a_value_are_refused() -> None:
    form = form_of([])
    with pytest.raises(ValueError, match=r"^age can't be shown as 'date', but as text, number, ra"):
        form.field("age", type="date")
    with pytest.raises(ValueError, match=r"^there is no field 'size', but name, age, email$"):
        form.field("size")


def test_a_hint_is_laid_over_another() -> None:
    one = Hint(type="email", label="E-mail", attributes={"a": 1, "b": 1})
    assert Hint(label="Post", attributes={"b": 2}).over(one) == Hint(
        type="email", label="Post", attributes={"a": 1, "b": 2}
    )
