"""Event options: what is told to our client, and what holds with every client."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import hlive as l
from hlive import testing
from hlive.bindings import Handler
from hlive.document import first_html, open_page
from hlive_proto import inbound
from hlive_proto.dialect import DIALECT_01, DIALECT_02
from hlive_proto.events import DomEvent
from tests.view.driver import Driver, drive, page_of

OPTIONS = "data-hlive-options"


def nothing(event: l.Event) -> None:
    """Hears, and does nothing."""


def told(driver: Driver, index: int = 0) -> Any:
    """What the client is told of a child of the body, None where nothing."""
    attrs: Any = driver.dom(index)[1]
    return json.loads(attrs[OPTIONS]) if OPTIONS in attrs else None


# What the client is told.


def test_a_binding_without_options_adds_no_byte() -> None:
    driver = drive(l.C("b", l.on("click", nothing), l.on_once("keyup", nothing)))
    assert OPTIONS not in "".join(driver.frames)


def test_all_options_by_the_id_of_the_binding() -> None:
    binding = l.on(
        "keyup",
        nothing,
        debounce=0.3,
        throttle=0.1,
        keys=("Enter", "Escape"),
        prevent=True,
        stop=True,
        once=True,
        confirm="Really?",
    )
    driver = drive(l.C("input", l.on("input", nothing), binding))
    assert told(driver) == {
        "5-2": {
            "debounce": 300,
            "throttle": 100,
            "keys": ["Enter", "Escape"],
            "confirm": "Really?",
            "prevent": True,
            "stop": True,
        }
    }
    assert OPTIONS not in driver.html


def test_the_attribute_is_compact() -> None:
    driver = drive(l.C("b", l.on("click", nothing, throttle=1, confirm='"é"')))
    attrs: Any = driver.dom(0)[1]
    assert attrs[OPTIONS] == '{"5-1":{"throttle":1000,"confirm":"\\"é\\""}}'


@pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02])
def test_the_first_html_has_no_options(dialect: Any) -> None:
    html = first_html(open_page(lambda: page_of(l.C("b", l.on.click(nothing, stop=True))), ""))
    assert OPTIONS not in html
    driver = drive(l.C("b", l.on.click(nothing, stop=True)), dialect=dialect)
    assert told(driver) == {"5-1": {"stop": True}}


def test_options_come_and_go_with_their_bindings() -> None:
    button = l.C("b", l.on("click", nothing))
    driver = drive(button)
    binding = l.on("keyup", nothing, keys="Enter")
    button.add(binding)
    driver.render()
    assert told(driver) == {"5-2": {"keys": ["Enter"]}}
    button.remove_binding(binding)
    driver.render()
    assert told(driver) is None


async def test_a_rendered_component_tells_its_new_options() -> None:
    class Field(l.Component):
        tag = "input"
        wait: float = l.state(0.5)

        def render(self) -> object:
            return l.on("input", nothing, debounce=self.wait)

    field = Field()
    driver = drive(field)
    assert told(driver) == {"5-1": {"debounce": 500}}
    field.wait = 2.0
    driver.render()
    assert told(driver) == {"5-1": {"debounce": 2000}}


def test_authors_can_not_write_the_attribute() -> None:
    with pytest.raises(ValueError, match="one of HLive's own"):
        l.T("p", {OPTIONS: "{}"})


# The short forms.


def test_short_forms() -> None:
    assert l.on.click(nothing).name == "click"
    assert l.on.click(nothing, throttle=1).told == {"throttle": 1000}
    enter = l.on.keydown("Enter", nothing, prevent=True)
    assert (enter.name, enter.handler, sorted(enter.keys)) == ("keydown", nothing, ["Enter"])
    assert enter.told == {"keys": ["Enter"], "prevent": True}
    assert l.on.keyup(("a", "b"), nothing).keys == {"a", "b"}
    assert l.on.keyup(nothing).keys == frozenset()
    assert l.on_once("click", nothing, stop=True).once


def test_there_is_no_short_form_of_just_anything() -> None:
    short: Any = l.on
    with pytest.raises(AttributeError, match=r"no short form on.clik: write on\('clik', handler"):
        short.clik(nothing)


def test_keys_are_given_once() -> None:
    with pytest.raises(TypeError, match="given twice"):
        l.on.keydown("Enter", nothing, keys="Escape")


# What is refused.


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"debounse": 1}, TypeError, "no option 'debounse' for 'keyup'; there are debounce, thr"),
        ({"debounce": "1"}, TypeError, "'debounce' is a number of seconds, not str '1'"),
        ({"debounce": True}, TypeError, "'debounce' is a number of seconds, not bool"),
        ({"throttle": 0}, ValueError, "'throttle' is a time, so it can't be 0 seconds"),
        ({"throttle": -1.0}, ValueError, "can't be -1.0 seconds"),
        ({"throttle": float("inf")}, ValueError, "can't be inf seconds"),
        ({"prevent": 1}, TypeError, "'prevent' must be bool, not int 1"),
        ({"confirm": True}, TypeError, "'confirm' must be str, not bool True"),
        ({"keys": []}, ValueError, "at least one key"),
        ({"keys": ""}, ValueError, "at least one key"),
        ({"keys": 13}, TypeError, "'keys' must be a name or several, not 13"),
        ({"keys": ["Enter", 13]}, TypeError, "'keys' must be a name or several"),
        ({"first": "show"}, TypeError, "'first' must be Command, not str 'show'"),
    ],
)
def test_what_can_not_be_meant(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as failure:
        l.on("keyup", nothing, **options)
    assert message in str(failure.value)


def test_only_key_events_have_keys() -> None:
    with pytest.raises(ValueError, match="'click' has no keys: only keydown, keypress, keyup"):
        l.on("click", nothing, keys="Enter")


@pytest.mark.parametrize("handler", [None, "f", 1])
def test_a_handler_is_needed(handler: Any) -> None:
    with pytest.raises(TypeError, match="the handler of 'keydown' can't be called"):
        l.on.keydown(handler)


# What holds with every client: here it is one that knows nothing of options.


async def fire(driver: Driver, id: str, key: str | None) -> list[str]:
    return await driver.send(inbound.encode(DomEvent((id,), key=key)))


@pytest.mark.parametrize("key, heard", [("Enter", 1), ("a", 0), ("enter", 0), (None, 0)])
async def test_another_key_does_not_run_the_handler(key: str | None, heard: int) -> None:
    keys: list[str] = []
    driver = drive(l.C("input", l.on.keydown("Enter", lambda e: keys.append(e.key))))
    assert await fire(driver, "5-1", key) == []
    assert len(keys) == heard


async def test_another_key_is_nothing_that_hooks_are_told_of() -> None:
    hooks: list[str] = []
    driver = drive(l.C("input", l.on.keydown("Enter", nothing)))
    driver.page.hooks.before_event.append(lambda e: hooks.append(e.key))
    for key in ("a", "Enter"):
        await fire(driver, "5-1", key)
    assert hooks == ["Enter"]


async def test_once_waits_for_its_key_and_is_over_then() -> None:
    keys: list[str] = []
    field = l.C("input", l.on.keydown("Enter", lambda e: keys.append(e.key), once=True))
    driver = drive(field)
    await fire(driver, "5-1", "a")
    assert field.bindings
    await fire(driver, "5-1", "Enter")
    assert field.bindings == ()
    await fire(driver, "5-1", "Enter")
    assert keys == ["Enter"]
    assert told(driver) is None


# What our client does, in memory.


Make = Callable[[Handler], object]
"""Makes something to add to the field, with a handler for its bindings."""


class Field:
    """A page with one field, whose handler notes values and keys."""

    def __init__(self, make: Sequence[Make], name: str) -> None:
        self.heard: list[str] = []
        self._make = make
        self._name = name

    def __call__(self) -> l.Page:
        return page_of(
            l.C(self._name, {"id": "x"}, *(make(self.note) for make in self._make)), l.T("input")
        )

    def note(self, event: l.Event) -> None:
        self.heard.append(event.key or event.value or event.binding.name)


def opened(*make: Make, name: str = "input") -> tuple[testing.View, list[str]]:
    """A view of a field with these bindings, and what they are going to hear."""
    page = Field(make, name)
    return testing.open(page), page.heard


def test_debounce_tells_of_the_last_event_after_a_pause() -> None:
    view, heard = opened(lambda f: l.on.input(f, debounce=0.3))
    view.find("#x").type("ab")
    view.advance(0.2)
    view.find("#x").type("c")
    view.advance(0.29)
    assert heard == []
    view.advance(0.01)
    assert heard == ["abc"]
    view.advance(1)
    assert heard == ["abc"]


@pytest.mark.parametrize(
    "act",
    [
        lambda view: view.find("#x").blur(),
        lambda view: view.find("#x").press("Enter"),
        lambda view: view.find("input:nth-child(2)").focus(),
    ],
)
def test_a_debounced_event_does_not_wait_when_the_field_is_done_with(
    act: Callable[[testing.View], None],
) -> None:
    view, heard = opened(lambda f: l.on.input(f, debounce=0.3))
    view.find("#x").type("ab")
    act(view)
    assert heard == ["ab"]
    view.advance(1)
    assert heard == ["ab"]


def test_the_last_value_comes_before_the_enter_that_needs_it() -> None:
    view, heard = opened(lambda f: l.on.input(f, debounce=0.3), lambda f: l.on.keydown("Enter", f))
    view.find("#x").type("ab\n")
    assert heard == ["ab", "Enter"]


def test_a_form_that_is_sent_off_is_told_of_after_its_fields() -> None:
    heard: list[str] = []

    def home() -> l.Page:
        return page_of(
            l.C(
                "form",
                l.on.submit(lambda e: heard.append("submit"), prevent=True),
                l.C("input", l.on.input(lambda e: heard.append(e.value), debounce=9)),
            )
        )

    view = testing.open(home)
    view.find("input").type("ab")
    view.find("form").submit()
    assert heard == ["ab", "submit"]
    assert view.location == "/"


def test_throttle_tells_of_the_first_event_and_then_of_the_last() -> None:
    view, heard = opened(lambda f: l.on.input(f, throttle=1))
    view.find("#x").type("abc")
    assert heard == ["a"]
    view.advance(0.99)
    assert heard == ["a"]
    view.advance(0.01)
    assert heard == ["a", "abc"]
    view.find("#x").type("d")
    assert heard == ["a", "abc"]
    view.advance(1)
    assert heard == ["a", "abc", "abcd"]
    view.advance(1)
    view.find("#x").type("e")
    assert heard == ["a", "abc", "abcd", "abcde"]


def test_both_wait_for_a_pause_but_not_too_often() -> None:
    view, heard = opened(lambda f: l.on.input(f, debounce=0.1, throttle=1))
    for character in "abc":
        view.find("#x").type(character)
        view.advance(0.35)
    assert heard == ["a"]
    view.advance(0.05)
    assert heard == ["a", "abc"]


def test_keys() -> None:
    view, heard = opened(lambda f: l.on.keydown(["Enter", "b"], f))
    view.find("#x").type("abc\n")
    assert heard == ["b", "Enter"]
    assert len(view.events) == 2


def test_prevent_counts_for_the_keys_that_are_heard() -> None:
    view, _ = opened(lambda f: l.on.keydown("b", f, prevent=True))
    view.find("#x").type("abc")
    assert view.find("#x").value == "ac"


def test_stop() -> None:
    heard: list[str] = []

    def home() -> l.Page:
        return page_of(
            l.C(
                "main",
                l.on.click(lambda e: heard.append("main")),
                l.C("b", l.on.click(lambda e: heard.append("b"), stop=True), "x"),
            )
        )

    testing.open(home).find("b").click()
    assert heard == ["b"]


def test_confirm_asks_first() -> None:
    view, heard = opened(lambda f: l.on.click(f, confirm="Really?"), name="button")
    view.agrees = False
    view.find("#x").click()
    assert heard == []
    view.agrees = True
    view.find("#x").click()
    assert heard == ["click"]
    assert view.asked == ["Really?", "Really?"]


def test_after_a_no_the_browser_does_nothing_either() -> None:
    view, _ = opened(
        lambda f: l.on.click(f, confirm="Leave?"), lambda f: {"href": "/there"}, name="a"
    )
    view.agrees = False
    view.find("a").click()
    assert view.location == "/"
    view.agrees = True
    view.find("a").click()
    assert view.location == "/there"


def test_kept_values_are_told_at_once_but_not_where_a_key_or_an_answer_is_needed() -> None:
    view, heard = opened(
        lambda f: l.on.input(f, debounce=9),
        lambda f: l.on.keyup("Enter", f),
        lambda f: l.on.change(f, confirm="Sure?"),
    )
    view.initial_sync({"#x": "kept"})
    assert heard == ["kept"]
    assert view.asked == []


def test_what_waited_is_told_before_the_browser_leaves() -> None:
    heard: list[str] = []

    def home() -> l.Page:
        return page_of(
            l.C("input", l.on.input(lambda e: heard.append(e.value), debounce=9)),
            l.T("a", {"href": "/there"}, "There"),
        )

    view = testing.open(home)
    view.find("input").type("ab")
    view.find("a").click()
    assert heard == ["ab"]
