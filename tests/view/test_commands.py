"""Client commands: what is sent of them, and what they do in the browser in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import hlive as l
from hlive import testing
from hlive_proto import inbound
from hlive_proto.events import DomEvent
from tests.view.driver import Driver, drive, page_of


def steps(driver: Driver, index: int = 0) -> Any:
    """The commands of the only binding of a child of the body."""
    attrs: Any = driver.dom(index)[1]
    (told,) = json.loads(attrs["data-hlive-options"]).values()
    return told


# What is sent.


def test_every_command() -> None:
    command = (
        l.command.show("#a")
        .hide("#b")
        .toggle("this .menu")
        .add_class("#x", "open  big")
        .remove_class("#x", "small")
        .toggle_class("this", "on")
        .focus("#q")
        .dispatch("#x", "my-event", detail={"n": [1, None, "é"]})
        .dispatch("#x", "plain")
        .copy("#code")
        .copy(text="text")
        .set_value("#q", "")
        .set_value("#n", 1.5)
    )
    driver = drive(l.C("b", l.on("click", command)))
    assert steps(driver) == {
        "run": [
            ["show", "#a"],
            ["hide", "#b"],
            ["toggle", "this .menu"],
            ["add_class", "#x", "open"],
            ["add_class", "#x", "big"],
            ["remove_class", "#x", "small"],
            ["toggle_class", "this", "on"],
            ["focus", "#q"],
            ["dispatch", "#x", "my-event", {"n": [1, None, "é"]}],
            ["dispatch", "#x", "plain"],
            ["copy", "#code"],
            ["copy", "this", "text"],
            ["set_value", "#q", ""],
            ["set_value", "#n", "1.5"],
        ],
        "quiet": True,
    }


def nothing(event: l.Event) -> None:
    """Hears, and does nothing."""


def test_commands_before_a_handler_are_not_quiet() -> None:
    driver = drive(l.C("b", l.on("click", nothing, first=l.command.hide("this"))))
    assert steps(driver) == {"run": [["hide", "this"]]}


def test_once_goes_along_with_commands() -> None:
    driver = drive(l.C("b", l.on("click", l.command.hide("this"), once=True)))
    assert steps(driver) == {"run": [["hide", "this"]], "once": True, "quiet": True}


def test_a_command_can_be_chained_in_different_ways() -> None:
    menu = l.command.show("#menu")
    assert menu.focus("#a").steps == (("show", "#menu"), ("focus", "#a"))
    assert menu.focus("#b").steps == (("show", "#menu"), ("focus", "#b"))
    assert menu.steps == (("show", "#menu"),)
    assert l.command.steps == ()


def test_a_command_keeps_what_it_was_given() -> None:
    detail = {"n": 1}
    command = l.command.dispatch("#x", "e", detail)
    detail["n"] = 2
    assert command.steps == (("dispatch", "#x", "e", {"n": 1}),)


def test_a_command_reads_as_it_was_written() -> None:
    command = l.command.toggle("#menu").add_class("this", "on")
    assert repr(command) == "command.toggle('#menu').add_class('this', 'on')"
    assert repr(l.on("click", command)) == f"on('click', {command!r})"


async def test_another_client_tells_of_the_event_and_the_page_goes_on() -> None:
    driver = drive(l.C("b", l.on("click", l.command.hide("this"))))
    assert await driver.send(inbound.encode(DomEvent(("5-1",)))) == []


@pytest.mark.parametrize(
    "make, error, message",
    [
        (lambda c: c.show(""), ValueError, "the target of a command is missing"),
        (lambda c: c.show(l.T("p")), TypeError, "the target of a command is text, not Tag"),
        (lambda c: c.add_class("#x", " "), ValueError, "the class of a command is missing"),
        (lambda c: c.add_class("#x", ["a"]), TypeError, "the class of a command is text, not list"),
        (lambda c: c.dispatch("#x", ""), ValueError, "the event of a command is missing"),
        (lambda c: c.dispatch("#x", "e", {1, 2}), TypeError, "must be plain data"),
        (lambda c: c.dispatch("#x", "e", float("nan")), TypeError, "must be plain data"),
        (lambda c: c.copy(), TypeError, r"copy\(\) takes a target or text=...: one of them"),
        (lambda c: c.copy("#x", text="t"), TypeError, "one of them"),
        (lambda c: c.set_value("#x", None), TypeError, "a field's value is text, not NoneType"),
        (lambda c: c.set_value("#x", True), TypeError, "a field's value is text, not bool"),
        (lambda c: l.on("click", c), ValueError, "the command of 'click' does nothing"),
        (
            lambda c: l.on("click", c.show("#x"), first=c.hide("#x")),
            TypeError,
            "commands alone can be chained",
        ),
    ],
)
def test_what_can_not_be_meant(
    make: Callable[[Any], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make(l.command)


# What they do, in memory.


def menu(command: l.Command, **attrs: object) -> testing.View:
    """A page with a button that runs the command, and a list."""

    def home() -> l.Page:
        items = (l.T("li", each) for each in "ab")
        return page_of(
            l.C("button", {"id": "go"}, l.on("click", command), l.T("i", {"class": "in"}, "x")),
            l.T("ul", {"id": "menu", **attrs}, *items),
            l.C("input", {"id": "q", "value": "start"}),
        )

    return testing.open(home)


def test_nothing_is_told() -> None:
    view = menu(l.command.hide("#menu"))
    view.find("#go").click()
    assert view.events == []
    assert view.find("#menu").attr("hidden") == ""


def test_show_hide_and_toggle() -> None:
    view = menu(l.command.toggle("#menu"), hidden=True)
    for hidden in (None, "", None):
        view.find("#go").click()
        assert view.find("#menu").attr("hidden") == hidden
    view = menu(l.command.show("#menu").hide("li"), hidden=True)
    view.find("#go").click()
    assert view.find("#menu").attr("hidden") is None
    assert [each.attr("hidden") for each in view.find_all("li")] == ["", ""]


def test_classes() -> None:
    command = l.command.add_class("#menu", "open").remove_class("#menu", "a")
    view = menu(command.toggle_class("#menu", "b"), **{"class": "a c"})
    view.find("#go").click()
    assert view.find("#menu").classes == {"b", "c", "open"}
    view.find("#go").click()
    assert view.find("#menu").classes == {"c", "open"}


def test_this() -> None:
    command = l.command.add_class("this", "on").hide("this .in").hide("this > b")
    view = menu(command)
    view.find("#go").click()
    assert view.find("#go").classes == {"on"}
    assert view.find(".in").attr("hidden") == ""


def test_focus_and_value() -> None:
    view = menu(l.command.focus("input").set_value("#q", ""))
    view.find("#go").click()
    assert view.find("#q").focused
    assert view.find("#q").value == ""


def test_copy() -> None:
    view = menu(l.command.copy("#menu"))
    view.find("#go").click()
    assert view.clipboard == "ab"
    view = menu(l.command.copy("#q"))
    view.find("#go").click()
    assert view.clipboard == "start"
    view = menu(l.command.copy(text="text"))
    view.find("#go").click()
    assert view.clipboard == "text"


def test_dispatch_is_heard_as_any_event() -> None:
    heard: list[str] = []

    def home() -> l.Page:
        return page_of(
            l.C("button", l.on("click", l.command.dispatch("#x b", "picked"))),
            l.C("p", {"id": "x"}, l.on("picked", lambda e: heard.append("p")), l.T("b")),
        )

    testing.open(home).find("button").click()
    assert heard == ["p"]


def test_commands_come_before_the_handler_is_told() -> None:
    values: list[str] = []

    def home() -> l.Page:
        clear = l.command.set_value("this", "")
        note = l.on.keydown("Enter", lambda e: values.append(e.value), first=clear)
        return page_of(l.C("input", note))

    view = testing.open(home)
    view.find("input").type("text\n")
    assert values == [""]


def test_commands_with_options() -> None:
    def home() -> l.Page:
        hide = l.command.hide("p")
        return page_of(
            l.C("input", l.on.keydown("Escape", hide, confirm="Hide it?")), l.T("p", "text")
        )

    view = testing.open(home)
    view.find("input").press("a")
    assert view.asked == []
    view.agrees = False
    view.find("input").press("Escape")
    assert view.find("p").attr("hidden") is None
    view.agrees = True
    view.find("input").press("Escape")
    assert view.find("p").attr("hidden") == ""


def test_commands_that_run_once() -> None:
    def home() -> l.Page:
        toggle = l.command.toggle_class("this", "on")
        return page_of(l.C("b", l.on("click", toggle, once=True), "x"))

    view = testing.open(home)
    view.find("b").click()
    view.find("b").click()
    assert view.find("b").classes == {"on"}


# What the server changes, and what stays.


class Panel:
    """A page with a panel, which the visitor's command changes, and then the server."""

    def __init__(self, command: l.Command, *attrs: object) -> None:
        self._command = command
        self._attrs = attrs
        self._act: Callable[[], object] = bool
        self.view = testing.open(self.home)
        self.view.find("button").click()

    def home(self) -> l.Page:
        self.panel = l.C("section", {"id": "panel"}, *self._attrs)
        self.rows = l.T("main", self.panel)
        return page_of(
            l.C("button", l.on("click", self._command)),
            self.rows,
            l.C("output", l.on("serve", lambda e: self._act())),
        )

    def serve(self, act: Callable[[], object]) -> testing.Element:
        """The panel in the browser after the server has done this."""
        self._act = act
        self.view.find("output").dispatch("serve")
        return self.view.find("section")

    def add(self, *elements: object) -> testing.Element:
        return self.serve(lambda: self.panel.add(*elements))


def test_a_class_stays_when_the_server_changes_others() -> None:
    page = Panel(l.command.add_class("#panel", "open").remove_class("#panel", "b"), l.Class("a b"))
    assert page.add(l.Class("c")).classes == {"a", "c", "open"}
    assert page.add(l.ClassOff("a c")).classes == {"open"}


def test_a_class_is_the_servers_again_when_the_server_changes_it() -> None:
    page = Panel(l.command.add_class("#panel", "open").remove_class("#panel", "b"), l.Class("a b"))
    assert page.add(l.Class("open")).classes == {"a", "open"}
    assert page.add(l.ClassOff("open b")).classes == {"a"}
    assert page.add(l.Class("b")).classes == {"a", "b"}


def test_other_changes_do_not_matter() -> None:
    page = Panel(l.command.hide("#panel").add_class("#panel", "open"))
    panel = page.add("text", {"title": "t"}, l.Style({"color": "red"}))
    assert (panel.attr("hidden"), panel.attr("class")) == ("", "open")


def test_what_is_hidden_stays_hidden_until_the_server_hides_or_shows_it() -> None:
    page = Panel(l.command.hide("#panel"))
    assert page.add(l.Class("a")).attr("hidden") == ""
    assert page.add({"hidden": True}).attr("hidden") == ""
    assert page.add({"hidden": False}).attr("hidden") is None


def test_what_is_shown_stays_shown() -> None:
    page = Panel(l.command.show("#panel"), {"hidden": True})
    assert page.add(l.Class("a")).attr("hidden") is None
    assert page.add({"hidden": False}).attr("hidden") is None
    assert page.add({"hidden": True}).attr("hidden") == ""


def test_what_was_changed_back_is_as_the_server_has_it() -> None:
    page = Panel(l.command.toggle("#panel").toggle_class("#panel", "c"))
    page.view.find("button").click()
    panel = page.add({"hidden": True}, l.Class("c"))
    assert (panel.attr("hidden"), panel.attr("class")) == ("", "c")


def test_an_element_that_moves_keeps_it() -> None:
    page = Panel(l.command.add_class("#panel", "open").hide("#panel"))

    def move() -> None:
        page.rows.clear()
        page.rows.add(l.T("p", "new"), page.panel)

    panel = page.serve(move)
    assert (panel.attr("hidden"), panel.attr("class")) == ("", "open")


def test_an_element_that_is_made_anew_by_the_server_keeps_it_too() -> None:
    page = Panel(l.command.add_class("#panel", "open"))

    def exchange() -> None:
        page.rows.clear()
        page.rows.add(l.T("section", {"id": "panel"}, "another"))

    assert page.serve(exchange).classes == {"open"}


def test_an_element_that_was_away_starts_anew() -> None:
    page = Panel(l.command.add_class("#panel", "open"))

    def leave() -> None:
        page.rows.clear()
        page.rows.add(l.T("section", "other"))

    assert page.serve(leave).attr("class") is None

    def come_back() -> None:
        page.rows.clear()
        page.rows.add(page.panel)

    assert page.serve(come_back).attr("class") is None


def test_a_value_stays_until_the_server_sets_another() -> None:
    value = l.Box("a")

    def home() -> l.Page:
        return page_of(
            l.C("button", l.on("click", l.command.set_value("input", "mine"))),
            l.T("input", {"value": value}),
            l.C("output", l.on("other", nothing), l.on("serve", lambda e: value.set("b"))),
        )

    view = testing.open(home)
    view.find("button").click()
    view.find("output").dispatch("other")
    assert view.find("input").value == "mine"
    view.find("output").dispatch("serve")
    assert view.find("input").value == "b"
