"""Form fields: what the visitor put in, what the server sets, files, and kept values."""

import hashlib

import pytest

import hlive as l
from hlive import testing
from hlive_proto.events import DomEvent, FileInfo
from tests.testing.pages import hears, listening


def heard(view: testing.View) -> list[str]:
    return [each.text for each in view.find_all("li")]


def editor() -> l.Page:
    """A form whose fields the server sets and clears at the press of a button."""
    field = l.C("input", {"value": "first", "id": "field"})
    box = l.C("input", {"type": "checkbox", "id": "box"})
    red = l.C("option", "red")
    blue = l.C("option", "blue")
    page = l.Page()

    def button(name: str, *changes: tuple[l.Component, object]) -> l.Component:
        def change(event: l.Event) -> None:
            for component, what in changes:
                component.add(what)

        return l.C("button", {"type": "button"}, name, l.on("click", change))

    page.body.add(
        field,
        box,
        l.T("select", red, blue),
        button("set", (field, {"value": "second"}), (box, {"checked": True})),
        button("clear", (field, {"value": False}), (box, {"checked": False})),
        button("blue", (blue, {"selected": True})),
    )
    return page


def test_what_is_typed_shows_until_the_server_sets_something_else() -> None:
    view = testing.open(editor)
    field = view.find("#field")
    field.type("!")
    assert field.value == "first!"
    assert field.attr("value") == "first"
    view.find("button", text="set").click()
    assert field.value == "second"
    field.fill("third")
    view.find("button", text="clear").click()
    assert field.value == ""


def test_the_server_sets_boxes_and_options_over_what_was_chosen() -> None:
    view = testing.open(editor)
    view.find("#box").check()
    view.find("#box").uncheck()
    view.find("button", text="set").click()
    assert view.find("#box").checked
    view.find("button", text="clear").click()
    assert not view.find("#box").checked
    view.find("select").select("blue")
    view.find("select").select("red")
    view.find("button", text="blue").click()
    assert view.find("select").value == "blue"


def test_the_server_switches_radio_buttons() -> None:
    def home() -> l.Page:
        one = l.C("input", {"type": "radio", "name": "n", "id": "one"})
        two = l.C("input", {"type": "radio", "name": "n", "id": "two"})
        page = l.Page()
        page.body.add(one, two, l.C("button", l.on("click", lambda e: one.add({"checked": True}))))
        return page

    view = testing.open(home)
    view.find("#two").check()
    view.find("button").click()
    assert (view.find("#one").checked, view.find("#two").checked) == (True, False)


def test_a_select_is_set_by_its_value() -> None:
    def home() -> l.Page:
        choice = l.C("select", [l.T("option", name) for name in "abc"])
        page = l.Page()
        page.body.add(choice, l.C("button", l.on("click", lambda e: choice.add({"value": "c"}))))
        return page

    view = testing.open(home)
    view.find("select").select("b")
    view.find("button").click()
    assert (view.find("select").value, view.find("select").values) == ("c", ["c"])


def test_values_of_elements_that_are_no_fields() -> None:
    view = testing.open(
        lambda: listening(
            hears("click", "button", {"id": "a", "value": "v"}),
            hears("click", "progress", {"value": "0.5"}),
            l.T("ul", hears("click", "li", {"id": "b"})),
            hears("click", "p", {"value": "none"}),
        )
    )
    told = []
    for selector in ("#a", "progress", "#b", "p"):
        view.find(selector).click()
        told.append(view.events[0].value)
    assert told == ["v", "0.5", "0", None]


def uploads() -> l.Page:
    """Says what files are chosen, asks for them at a click, and tells what came."""
    picker = l.C("input", {"type": "file", "multiple": True})
    log = l.Group()
    page = l.Page()

    def choose(event: l.Event) -> None:
        file = event.file
        assert file is not None
        log.add(l.T("li", f"{file.index}/{file.total} {file.name} {file.size} {file.type}"))

    def receive(event: l.Event) -> None:
        assert event.file is not None and event.file.data is not None
        digest = hashlib.sha256(event.file.data).hexdigest()[:8]
        log.add(l.T("li", f"{event.file.name}: {digest}"))
        if event.file.index == event.file.total - 1:
            picker.remove_attributes("data-hlive-upload")

    def ask(event: l.Event) -> None:
        picker.add({"data-hlive-upload": ""})

    picker.add(l.on("change", choose), l.on("upload", receive))
    page.body.add(picker, l.C("button", l.on("click", ask)), l.T("ol", log))
    return page


def test_an_upload() -> None:
    view = testing.open(uploads)
    view.find("input").upload("a.txt", b"hello", "text/plain")
    told = FileInfo("a.txt", 5, "text/plain", 0, 1)
    assert view.events == [
        DomEvent(("5-1",), value="C:\\fakepath\\a.txt", file=told, acked=2),
    ]
    assert heard(view) == ["0/1 a.txt 5 text/plain"]
    view.find("button").click()
    assert view.events[1] == DomEvent(("5-2",), file=told, data=b"hello", acked=4)
    assert heard(view)[1:] == ["a.txt: 2cf24dba"]
    view.find("button").click()
    assert len(heard(view)) == 3, "the attribute came anew, so the file is sent anew"


def test_several_files() -> None:
    view = testing.open(uploads)
    view.find("button").click()
    view.find("input").upload_files(testing.Upload("a", b"1"), testing.Upload("b", b"22", "x/y"))
    assert heard(view) == ["0/2 a 1 ", "1/2 b 2 x/y", "a: 6b86b273", "b: 785f3ec7"]
    view.find("input").upload_files()
    assert heard(view)[4:] == ["0/0  0 "]


def test_files_for_something_else() -> None:
    view = testing.open(
        lambda: listening(hears("change", "input", {"type": "file"}), hears("change", "textarea"))
    )
    with pytest.raises(testing.ViewError, match="is no file input"):
        view.find("textarea").upload("a", b"")
    with pytest.raises(testing.ViewError, match="isn't `multiple`: it takes one file"):
        view.find("input").upload_files(testing.Upload("a", b""), testing.Upload("b", b""))


def survey() -> l.Page:
    """A form with every kind of field, each of which tells of its value."""

    def field(id: str, tag: str = "input", *elements: object, **attrs: object) -> l.Component:
        return hears("input", tag, {"id": id, **attrs}, *elements)

    options = [l.T("option", name) for name in ("red", "blue")]
    return listening(
        field("name", value="nobody"),
        field("password", type="password"),
        field("level", type="range", value="5"),
        field("news", type="checkbox", checked=True),
        field("small", type="radio", name="size", value="s"),
        field("large", type="radio", name="size", value="l", checked=True),
        field("colour", "select", options),
        field("more", "select", [l.T("option", name) for name in "abc"], multiple=True),
        field("note", "textarea", "as it was"),
        hears("click", "input", {"id": "silent"}),
    )


def test_a_browser_tells_what_it_had_kept() -> None:
    view = testing.open(survey)
    view.initial_sync(
        {
            "#name": "Ada",
            "#password": "secret",
            "#level": "7",
            "#news": False,
            "#small": True,
            "#colour": "blue",
            "#more": ["a", "c"],
            "#note": "as it is",
            "#silent": "x",
        }
    )
    assert heard(view) == [
        "input name Ada",
        "input password secret",
        "input level 7",
        "input news on",
        "input small s selected",
        "input large l",
        "input colour blue blue",
        "input more a a+c",
        "input note as it is",
    ]
    assert {event.initial for event in view.events} == {True}


def test_fields_that_are_as_written_tell_nothing() -> None:
    view = testing.open(survey)
    view.initial_sync({"#name": "nobody", "#news": True, "#colour": "red"})
    assert view.events == []


def test_what_a_field_cannot_have_kept() -> None:
    view = testing.open(survey)
    with pytest.raises(testing.ViewError, match=r"can't have kept \['a'\]"):
        view.initial_sync({"#name": ["a"]})
