"""Forms without scripts: what a plain POST fills in, and what it can't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

import hlive as l
from hlive.document import first_html, open_page
from hlive.forms import Form, Invalid, post
from tests.forms.models import Color, Everything, Person, page_with

WHOLE = {
    "text": ["A"],
    "long": ["x\r\ny"],
    "hidden": ["s3cret"],
    "whole": ["7"],
    "number": ["0.5"],
    "price": ["1"],
    "day": ["2025-01-02"],
    "hour": ["03:04"],
    "moment": ["2025-01-02T03:04"],
    "color": ["RED"],
    "size": ["s"],
    "radio": ["a"],
    "drinks": ["tea", "water"],
    "boxes": ["RED"],
    "maybe": [""],
}


def test_values_are_filled_in() -> None:
    form = Form(Everything, on_submit=print)
    value = form.from_post(WHOLE)
    assert value is not None and form.value == value
    assert (value.text, value.long, value.hidden, value.whole) == ("A", "x\ny", "s3cret", 7)
    assert (value.on, value.color, value.size, value.radio) == (False, Color.RED, "s", "a")
    assert (value.drinks, value.boxes, value.maybe) == (["tea", "water"], {Color.RED}, None)


def test_what_is_absent_is_off_or_as_it_was() -> None:
    form = Form(Everything, on_submit=print)
    value = form.from_post({"whole": "3"})
    assert value is not None
    assert (value.whole, value.text, value.on, value.drinks) == (3, "a", False, [])


def test_what_is_wrong_is_said() -> None:
    form = Form(Person, on_submit=print)
    assert form.from_post({"name": "Ada", "age": "x"}) is None
    assert form.errors == {"age": "Please enter a whole number."}
    assert form.fields["age"].error == "Please enter a whole number."
    assert form.problem == "Please check the marked fields."


@pytest.mark.parametrize("name", ["name", "email", "size"])
def test_only_what_the_page_has_and_a_visitor_can_change_is_taken(name: str) -> None:
    form = Form(Person, on_submit=print, initial=Person("Ada", 36))
    form.add(l.T("p", form.field("age"), form.field("email", disabled=True)))
    assert form.from_post({"age": "40", name: "forged"}) == Person("Ada", 40)


# As a host does it.


async def posted(
    home: Callable[[], l.Page], data: Mapping[str, str | Sequence[str]]
) -> tuple[int, str]:
    """The status and the HTML of the answer."""
    context = open_page(home, "")
    status = await post(context, data)
    assert context.page.renderer is None
    return status, first_html(context)


def home_of(on_submit: Callable[[Person], object]) -> Callable[[], l.Page]:
    class Wrapped(l.Component):
        """A form that is first there when its page is rendered."""

        def render(self) -> object:
            return [Form(Person, prefix="other", on_submit=on_submit), self.form]

        form = Form(Person, on_submit=on_submit)

    return page_with(Wrapped)


async def test_a_host_answers_with_the_page() -> None:
    saved: list[Any] = []
    status, _ = await posted(
        home_of(saved.append), {"hlive-form": ["person"], "name": ["Ada"], "age": ["36"]}
    )
    assert (status, saved) == (200, [Person("Ada", 36)])


async def test_a_form_with_something_wrong_is_shown_again() -> None:
    saved: list[Any] = []
    home = home_of(saved.append)
    status, html = await posted(home, {"hlive-form": "other", "name": "Ada", "age": "<x>"})
    assert (status, saved) == (422, [])
    assert '<input type="text" value="&lt;x&gt;" id="other-age"' in html
    assert html.count("Please enter a whole number.") == 1


async def test_what_on_submit_refuses_is_said_and_it_may_ask_for_a_rendering() -> None:
    contexts: list[l.Context] = []

    async def save(person: Person) -> None:
        contexts.append(l.current())
        l.render()
        raise Invalid("Not today.")

    status, html = await posted(
        page_with(lambda: Form(Person, on_submit=save)),
        {"hlive-form": "person", "name": "Ada", "age": "36"},
    )
    assert status == 422 and "Not today." in html
    assert len(contexts) == 1


async def test_a_page_without_that_form_is_not_found() -> None:
    home = page_with(lambda: Form(Person, on_submit=print))
    wrong: list[Mapping[str, Sequence[str]]] = [{}, {"hlive-form": "other"}, {"hlive-form": []}]
    for data in wrong:
        assert (await posted(home, data))[0] == 400


async def test_other_errors_go_to_the_host() -> None:
    def save(person: Person) -> None:
        raise LookupError("no database")

    context = open_page(page_with(lambda: Form(Person, on_submit=save)), "")
    with pytest.raises(LookupError, match="no database"):
        await post(context, {"hlive-form": "person", "name": "Ada", "age": "36"})
    assert context.page.renderer is None


def test_the_first_html_is_a_form_that_a_browser_can_post() -> None:
    html = first_html(open_page(page_with(lambda: Form(Person, on_submit=print)), ""))
    assert '<form method="post" novalidate="" data-hlive-pd="">' in html
    assert '<input type="hidden" name="hlive-form" value="person">' in html
    assert '<input type="text" id="person-name" name="name" required="">' in html
    assert '<button type="submit">Send</button>' in html
