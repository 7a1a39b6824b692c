"""Keyword arguments: names, forms of values, and what is refused."""

from collections.abc import Callable

import pytest

import hlive as l
from hlive import html as h
from tests.html.shown import shown


def test_children_then_attributes() -> None:
    assert shown(h.div("text ", h.p("x"), 3, None, class_="card", id="main")) == (
        '<div id="main" class="card">text <p>x</p>3</div>'
    )


def test_python_names() -> None:
    assert shown(h.label("Name", for_="name"), h.meta(http_equiv="refresh", content="5")) == (
        '<label for="name">Name</label><meta http-equiv="refresh" content="5">'
    )
    assert shown(h.link(rel="preload", as_="font", href="/a.woff2", crossorigin=True)) == (
        '<link rel="preload" as="font" href="/a.woff2" crossorigin="">'
    )


def test_the_data_attribute_of_an_object_has_its_own_name() -> None:
    assert shown(h.object(data_="/a.pdf", data={"row": 3})) == (
        '<object data="/a.pdf" data-row="3"></object>'
    )


@pytest.mark.parametrize(
    "value, expected",
    [
        ("a b a", '<p class="a b"></p>'),
        (["a", None, "b c", False], '<p class="a b c"></p>'),
        ({"a": True, "b": False, "c d": True}, '<p class="a c d"></p>'),
        (l.Box("a b"), '<p class="a b"></p>'),
        (None, "<p></p>"),
        (False, "<p></p>"),
        ("", "<p></p>"),
    ],
)
def test_class_forms(value: str, expected: str) -> None:
    assert shown(h.p(class_=value)) == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ({"color": "red", "--gap": 2}, '<p style="color:red;--gap:2;"></p>'),
        ({"opacity": 0, "width": False}, '<p style="opacity:0;"></p>'),
        ({"color": None, "width": l.Box("3em")}, '<p style="width:3em;"></p>'),
        ("color: red", '<p style="color: red"></p>'),
        (l.Box("color: red"), '<p style="color: red"></p>'),
        (None, "<p></p>"),
    ],
)
def test_style_forms(value: str, expected: str) -> None:
    assert shown(h.p(style=value)) == expected


def test_data_and_aria() -> None:
    element = h.p(
        data={"row-id": 3, "open": True, "shut": False},
        aria={"label": "x", "expanded": False, "hidden": True, "level": 2, "details": None},
    )
    assert shown(element) == (
        '<p data-row-id="3" data-open="" aria-label="x" aria-expanded="false" '
        'aria-hidden="true" aria-level="2"></p>'
    )


def test_flags() -> None:
    assert shown(h.input(checked=True, disabled=False, required=None)) == '<input checked="">'


def test_words_for_true_and_false() -> None:
    element = h.div(
        hidden=True, draggable=True, spellcheck=False, translate=False, popover=True, dir="rtl"
    )
    assert shown(element) == (
        '<div hidden="" draggable="true" spellcheck="false" translate="no" popover="" dir="rtl">'
        "</div>"
    )
    assert shown(h.div(hidden=False), h.div(hidden="until-found")) == (
        '<div></div><div hidden="until-found"></div>'
    )


def test_numbers() -> None:
    assert shown(h.p(tabindex=0, id=0)) == '<p tabindex="0" id="0"></p>'
    assert shown(h.meter(value=0.5, max="2", min=l.Box(0))) == (
        '<meter value="0.5" max="2" min="0"></meter>'
    )


def test_a_box_is_followed() -> None:
    title = l.Box("a")
    element = h.p(title=title)
    page = h.div(element)
    assert shown(page) == '<div><p title="a"></p></div>'
    title.set("b")
    assert shown(page) == '<div><p title="b"></p></div>'


def test_markup_in_srcdoc_is_marked() -> None:
    assert shown(h.iframe(srcdoc=l.HTML("<p>"))) == '<iframe srcdoc="&lt;p&gt;"></iframe>'


def test_other_attributes_come_in_a_dict() -> None:
    assert shown(h.div({"hx-get": "/x"}, id="a")) == '<div hx-get="/x" id="a"></div>'


def test_what_else_a_tag_takes() -> None:
    element = h.button(l.prevent_default(), l.Class("a"), l.Style({"color": "red"}), "x")
    assert shown(element) == ('<button data-hlive-pd="" class="a" style="color:red;">x</button>')


def test_lists_are_opened() -> None:
    items = (h.li(n) for n in range(2))
    assert shown(h.ul(items, [h.li("x"), None], l.Elements(h.li("y")))) == (
        "<ul><li>0</li><li>1</li><li>x</li><li>y</li></ul>"
    )


def test_svg_spelling() -> None:
    drawing = h.svg.svg(
        h.svg.linearGradient(
            h.svg.stop(offset="50%", stop_color="red"), id="g", gradientUnits="userSpaceOnUse"
        ),
        h.svg.rect(width=3, height=4.5, fill="url(#g)", stroke_width=2, text_anchor="end"),
        viewBox="0 0 10 10",
    )
    assert shown(drawing) == (
        '<svg viewBox="0 0 10 10">'
        '<lineargradient id="g" gradientUnits="userSpaceOnUse">'
        '<stop offset="50%" stop-color="red"></stop></lineargradient>'
        '<rect width="3" height="4.5" fill="url(#g)" stroke-width="2" text-anchor="end"></rect>'
        "</svg>"
    )


@pytest.mark.parametrize(
    "make, message",
    [
        (
            lambda: h.input(type="checkbx"),  # type: ignore[arg-type]
            r"'type' of <input> can't be 'checkbx', only 'hidden', 'text', 'search', ",
        ),
        (
            lambda: h.form(method="put"),  # type: ignore[arg-type]
            r"'method' of <form> can't be 'put', only 'get', 'post', 'dialog'$",
        ),
        (
            lambda: h.div(hidden="yes"),  # type: ignore[arg-type]
            r"'hidden' of <div> can't be 'yes', only 'until-found', True$",
        ),
        (
            lambda: h.div(dir=True),  # type: ignore[arg-type]
            r"'dir' of <div> can't be True, only 'ltr', 'rtl', 'auto'$",
        ),
        (
            lambda: h.div(aria={"live": "loud"}),  # type: ignore[typeddict-item]
            r"'aria-live' can't be 'loud', only 'off', 'polite', 'assertive'$",
        ),
        (
            lambda: h.td(colspan="two"),
            r"'colspan' of <td> needs a number, not 'two'$",
        ),
    ],
)
def test_a_value_that_is_not_allowed(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    "make, message",
    [
        (
            lambda: h.progress(vlaue=3),  # type: ignore[call-arg]
            r"progress\(\) got an unexpected keyword argument 'vlaue': it takes max, value, ",
        ),
        (
            lambda: h.div(href="/"),  # type: ignore[call-arg]
            r"div\(\) got an unexpected keyword argument 'href': it takes the attributes and ",
        ),
        (
            lambda: h.div(onclick=print),  # type: ignore[call-arg]
            r"div\(\) got an unexpected keyword argument 'onclick': write on_click$",
        ),
        (
            lambda: h.label(**{"for": "x"}),  # type: ignore[arg-type]
            r"label\(\) got an unexpected keyword argument 'for': write for_$",
        ),
        (
            lambda: h.div(**{"class": "x"}),  # type: ignore[arg-type]
            r"div\(\) got an unexpected keyword argument 'class': write class_$",
        ),
        (
            lambda: h.div(aria={"lable": "x"}),  # type: ignore[typeddict-unknown-key]
            r"there is no 'aria-lable', only activedescendant, atomic, ",
        ),
        (
            lambda: h.input(disabled="disabled"),  # type: ignore[arg-type]
            r"'disabled' of <input> is on or off: give True or False, not 'disabled'$",
        ),
        (
            lambda: h.a(href=True),  # type: ignore[arg-type]
            r"'href' of <a> needs a value, True is none$",
        ),
        (
            lambda: h.iframe(srcdoc="<p>"),  # type: ignore[arg-type]
            r"'srcdoc' of <iframe> is markup: give HTML\(...\), not '<p>'$",
        ),
        (
            lambda: h.div(class_=3),  # type: ignore[arg-type]
            r"'class_' takes names, a list or a dict of switches, not 3$",
        ),
        (
            lambda: h.div(style=3),  # type: ignore[arg-type]
            r"'style' takes text or a dict of properties, not 3$",
        ),
        (
            lambda: h.div(on_click="x"),  # type: ignore[arg-type]
            r"the handler of 'click' can't be called: 'x'$",
        ),
        (
            lambda: h.div(id=b"x"),  # type: ignore[arg-type]
            r"attribute 'id' can't be bytes b'x'",
        ),
    ],
)
def test_a_mistake(make: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()
