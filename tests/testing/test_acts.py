"""What a visitor does, as the events that reach the page's handlers."""

from collections.abc import Callable

import pytest

import hlive as l
from hlive import testing
from tests.testing.pages import hears, listening

MOUSE = "mousedown mouseup click dblclick"
KEYS = "keydown keypress input keyup change"


def heard(view: testing.View) -> list[str]:
    """What the handlers were told in the last step, in order."""
    return [each.text for each in view.find_all("li")]


def page_of(make: Callable[[], list[l.Tag]]) -> testing.View:
    """A view of a `listening` page with these nodes."""
    return testing.open(lambda: listening(*make()))


def test_a_click() -> None:
    view = page_of(lambda: [hears(MOUSE + " focus", "button", "x")])
    view.find("button").click()
    assert heard(view) == ["mousedown button", "focus button", "mouseup button", "click button"]
    assert view.find("button").focused


def test_two_clicks() -> None:
    view = page_of(lambda: [hears("click dblclick", "p", "x")])
    view.find("p").dblclick()
    assert heard(view) == ["click p", "click p", "dblclick p"]


def test_a_click_bubbles_to_all_who_hear_it() -> None:
    view = page_of(
        lambda: [hears("click", "main", l.T("div", hears("click click", "p", l.T("b", "x"))))]
    )
    view.find("b").click()
    assert heard(view) == ["click p", "click p", "click main"]


def test_stop_propagation() -> None:
    view = page_of(
        lambda: [
            hears("click", "main", hears("click click", "p", l.stop_propagation(), l.T("b", "x")))
        ]
    )
    view.find("b").click()
    assert heard(view) == ["click p", "click p"]


def test_a_click_that_nobody_hears() -> None:
    view = page_of(lambda: [l.T("p", l.T("b", "x"))])
    with pytest.raises(testing.ViewError) as failure:
        view.find("b").click()
    assert str(failure.value) == (
        'a click on <b> "x" does nothing: neither it nor an element around it hears "click", '
        'add l.on("click", ...)\n' + view.tree()
    )


@pytest.mark.parametrize("name", ["button", "input"])
def test_a_disabled_element_cannot_be_clicked(name: str) -> None:
    view = page_of(lambda: [hears("click", name, {"disabled": True})])
    with pytest.raises(
        testing.ViewError, match=rf"<{name} .*disabled> \(hears click\) is disabled"
    ):
        view.find(name).click()


def test_nothing_in_a_disabled_fieldset_can_be_used() -> None:
    view = page_of(lambda: [l.T("fieldset", {"disabled": True}, hears("input", "input"))])
    with pytest.raises(testing.ViewError, match="is disabled"):
        view.find("input").type("x")


def test_checkboxes() -> None:
    view = page_of(lambda: [hears("click input change", "input", {"type": "checkbox"})])
    box = view.find("input")
    box.check()
    assert heard(view) == [f"{each} input on selected" for each in ("click", "input", "change")]
    box.check()
    assert len(heard(view)) == 3
    box.uncheck()
    assert heard(view)[3:] == [f"{each} input on" for each in ("click", "input", "change")]


def test_a_checkbox_whose_click_is_prevented_stays_as_it_is() -> None:
    view = page_of(
        lambda: [hears("click change", "input", {"type": "checkbox"}, l.prevent_default())]
    )
    view.find("input").check()
    assert heard(view) == ["click input on selected"]
    assert not view.find("input").checked


def test_radio_buttons() -> None:
    def radio(id: str, **more: object) -> l.Component:
        attrs = {"type": "radio", "name": "size", "id": id, "value": id, **more}
        return hears("change", "input", attrs)

    view = page_of(lambda: [radio("s", checked=True), radio("m"), l.T("form", radio("x"))])
    view.find("#m").check()
    assert heard(view) == ["change m m selected"]
    view.find("#x").check()
    assert [each.checked for each in view.find_all("input")] == [False, True, True]
    with pytest.raises(testing.ViewError, match="goes off only when another one goes on"):
        view.find("#m").uncheck()
    with pytest.raises(testing.ViewError, match="<ol> is no checkbox"):
        page_of(list).find("ol").check()


def test_labels() -> None:
    view = page_of(
        lambda: [
            l.T("label", "Yes ", hears("change", "input", {"type": "checkbox"})),
            l.T("label", {"for": "name", "id": "other"}, "Name"),
            hears("focus", "input", {"id": "name"}),
            l.T("label", {"id": "lost"}, "?"),
        ]
    )
    view.find("label", has_text="Yes").click()
    view.find("#other").click()
    assert heard(view) == ["change input on selected", "focus name"]
    with pytest.raises(testing.ViewError, match="does nothing"):
        view.find("#lost").click()


def test_a_form_is_sent_off() -> None:
    def form() -> list[l.Tag]:
        return [
            hears("submit", "form", l.prevent_default(), l.T("input"), l.T("button", "Send")),
        ]

    view = page_of(form)
    view.find("button").click()
    view.find("input").press("Enter")
    view.find("input").submit()
    view.find("form").submit()
    assert heard(view) == ["submit form"] * 4
    with pytest.raises(testing.ViewError, match="there is no form around <ol>"):
        view.find("ol").submit()


def test_enter_in_a_form_clicks_its_button() -> None:
    def form(*buttons: l.Tag) -> Callable[[], list[l.Tag]]:
        field = hears("change", "input", {"id": "a"})
        elements = (l.prevent_default(), field, l.T("input"), *buttons)
        return lambda: [hears("submit", "form", *elements)]

    view = page_of(lambda: form(hears("click", "button", "Send"))())
    view.find("#a").type("x\n")
    assert heard(view) == ["change a x", "click button", "submit form"]
    view = page_of(lambda: form()())
    view.find("#a").type("x\n")
    assert heard(view) == ["change a x"], "two fields and no button: not sent"
    view = page_of(lambda: form(l.T("button", {"disabled": True}))())
    view.find("#a").type("x\n")
    assert heard(view) == ["change a x"]


def test_a_form_without_prevent_default_leaves_the_page() -> None:
    def form() -> list[l.Tag]:
        return [
            hears(
                "submit",
                "form",
                {"action": "/search"},
                l.T("input", {"name": "q", "value": "a b"}),
                l.T("input", {"type": "checkbox", "name": "no"}),
                l.T("select", {"name": "c"}, l.T("option", "red")),
                l.T("textarea", {"name": "t"}, "x"),
                l.T("input", {"type": "submit", "name": "s"}),
            )
        ]

    view = page_of(form)
    view.find("[type=submit]").click()
    assert view.location == "/search?q=a+b&c=red&t=x"
    with pytest.raises(testing.ViewError, match=r"stop it with l\.prevent_default\(\)"):
        view.find("form")


def test_a_reset_button() -> None:
    view = page_of(
        lambda: [
            hears("reset", "form", l.T("input", {"value": "old"}), l.T("button", {"type": "reset"}))
        ]
    )
    view.find("input").fill("new")
    view.find("button").click()
    assert heard(view) == ["reset form"]
    assert view.find("input").value == "old"


def test_typing_tells_each_key_with_the_growing_value() -> None:
    view = page_of(lambda: [hears(KEYS, "input", {"value": "a"})])
    view.find("input").type("bC")
    assert heard(view) == [
        "keydown input b a",
        "keypress input b a",
        "input input ab",
        "keyup input b ab",
        "keydown input C ab",
        "keypress input C ab",
        "input input abC",
        "keyup input C abC",
    ]
    view.find("input").blur()
    assert heard(view)[8:] == ["change input abC"]


def test_keys() -> None:
    view = page_of(lambda: [hears("keydown", "input")])
    field = view.find("input")
    seen = []
    for key in ("a", "A", "7", "&", " ", "é", "Enter", "ArrowUp", "F5"):
        field.press(key)
        (event,) = view.events
        seen.append((event.key, event.key_code, event.char_code, event.shift))
    assert seen == [
        ("a", 65, 0, False),
        ("A", 65, 0, True),
        ("7", 55, 0, False),
        ("&", 55, 0, True),
        (" ", 32, 0, False),
        ("é", 0, 0, False),
        ("Enter", 13, 0, False),
        ("ArrowUp", 38, 0, False),
        ("F5", 116, 0, False),
    ]
    field.press("k", ctrl=True, alt=True)
    assert (view.events[0].ctrl, view.events[0].alt, view.events[0].shift) == (True, True, False)
    with pytest.raises(
        ValueError, match="'Return' is no key: give a character, or one of Backspace"
    ):
        field.press("Return")


def test_only_characters_have_a_keypress() -> None:
    view = page_of(lambda: [hears("keypress", "input")])
    view.find("input").press("x")
    (event,) = view.events
    assert (event.key, event.char_code, event.key_code) == ("x", 120, 120)
    for silent in ("Escape", "Backspace"):
        view.find("input").press(silent)
        assert view.events == []
    view.find("input").press("x", ctrl=True)
    assert view.events == []
    view.find("input").press("Enter")
    assert [(event.key, event.char_code) for event in view.events] == [("Enter", 13)]


def test_what_keys_do_to_the_value() -> None:
    view = page_of(
        lambda: [
            hears("input", "input", {"maxlength": "3"}),
            hears("input", "textarea", "x"),
            hears("keydown", "input", {"id": "deaf"}, l.prevent_default()),
            hears("input", "input", {"id": "fixed", "readonly": True}),
        ]
    )
    view.find("[maxlength]").type("abcd")
    view.find("[maxlength]").press("Backspace")
    view.find("[maxlength]").press("a", ctrl=True)
    view.find("textarea").type("y\nz")
    view.find("#deaf").type("x")
    view.find("#fixed").type("x")
    assert view.find("[maxlength]").value == "ab"
    assert view.find("textarea").value == "xy\nz"
    assert view.find("#deaf").value == ""
    assert view.find("#fixed").value == ""


def test_keys_press_buttons() -> None:
    view = page_of(
        lambda: [
            hears("click", "button", {"type": "button"}),
            hears("change", "input", {"type": "checkbox"}),
        ]
    )
    view.find("button").press("Enter")
    view.find("button").press(" ")
    view.find("input").press(" ")
    assert heard(view) == ["click button", "click button", "change input on selected"]


def test_the_server_answers_between_the_keys() -> None:
    def shouting() -> l.Page:
        field = l.C("input", {"value": ""})

        def shout(event: l.Event) -> None:
            field.add({"value": event.value.upper()})

        def clear(event: l.Event) -> None:
            field.add({"value": ""})

        field.add(l.on("input", shout), l.on("change", clear))
        page = l.Page()
        page.body.add(field)
        return page

    view = testing.open(shouting)
    view.find("input").type("abc")
    assert [event.value for event in view.events] == ["a", "ab", "abc"], "it is in use: not set"
    view.find("input").press("Backspace")
    view.find("input").blur()
    assert view.find("input").value == ""


def test_filling() -> None:
    view = page_of(lambda: [hears(KEYS, "input"), hears("change", "select"), l.T("p", "x")])
    view.find("input").fill("new")
    assert heard(view) == ["input input new", "change input new"]
    view.find("input").blur()
    assert len(heard(view)) == 2
    with pytest.raises(testing.ViewError, match=r"one can't write into <p> \"x\""):
        view.find("p").fill("x")


def test_a_read_only_field_is_not_filled() -> None:
    view = page_of(lambda: [hears("input", "input", {"readonly": True})])
    with pytest.raises(testing.ViewError, match="is read-only"):
        view.find("input").fill("x")


def colours(**attrs: object) -> l.Component:
    """A list of three colours, the last of which can't be chosen."""
    options = [
        l.T("option", {"value": "r"}, "Red"),
        l.T("optgroup", l.T("option", {"value": ""}, "Any")),
        l.T("option", {"disabled": True}, "Blue"),
    ]
    return hears("input change", "select", attrs, options)


def test_selecting() -> None:
    view = page_of(lambda: [colours()])
    assert view.find("select").value == "r"
    view.find("select").select("Any")
    assert heard(view) == ["input select Any", "change select Any"]
    assert (view.find("select").value, view.find("select").values) == ("", [""])
    with pytest.raises(testing.ViewError, match="has no option 'Green'; it has 'r', '', 'Blue'"):
        view.find("select").select("Green")
    with pytest.raises(testing.ViewError, match="the option 'Blue' is disabled"):
        view.find("select").select("Blue")
    with pytest.raises(testing.ViewError, match=r"isn't `multiple`: it can't have \['r', 'Any'\]"):
        view.find("select").select("r", "Any")
    with pytest.raises(testing.ViewError, match="is no <select>"):
        view.find("ol").select("r")


def test_selecting_several() -> None:
    view = page_of(lambda: [colours(multiple=True)])
    assert view.find("select").values == []
    view.find("select").select("Any", "r")
    assert heard(view)[1:] == ["change select r r+Any"]
    view.find("select").select()
    assert heard(view)[3:] == ["change select"]


def test_focus_and_blur_do_not_bubble() -> None:
    all_of_it = "focus blur focusin focusout"
    view = page_of(
        lambda: [
            hears(
                all_of_it, "main", hears(all_of_it, "input", {"id": "a"}), l.T("input", {"id": "b"})
            )
        ]
    )
    view.find("#a").focus()
    assert heard(view) == ["focus a", "focusin a", "focusin main"]
    view.find("#b").focus()
    assert heard(view)[3:] == ["blur a", "focusout a", "focusout main", "focusin main"]
    with pytest.raises(testing.ViewError, match=r"doesn't have the focus"):
        view.find("#a").blur()


def test_hovering() -> None:
    names = "mouseenter mouseleave mouseover mouseout"
    view = page_of(
        lambda: [
            hears(names, "main", hears(names, "p", {"id": "a"}), hears(names, "p", {"id": "b"}))
        ]
    )
    view.find("#a").hover()
    assert heard(view) == ["mouseover a", "mouseover main", "mouseenter main", "mouseenter a"]
    view.find("#b").hover()
    assert heard(view)[4:] == [
        "mouseout a",
        "mouseout main",
        "mouseleave a",
        "mouseover b",
        "mouseover main",
        "mouseenter b",
    ]


def test_any_event() -> None:
    view = page_of(lambda: [hears("fancy", "main", hears("animationend fancy", "p"))])
    view.find("p").dispatch("animationend")
    view.find("p").dispatch("fancy", bubbles=False, extra={"depth": "3"})
    assert view.events[0].extra == {"depth": "3"}
    assert heard(view) == ["animationend p", "fancy p"]
    view.find("p").dispatch("fancy")
    assert heard(view)[2:] == ["fancy p", "fancy main"]
