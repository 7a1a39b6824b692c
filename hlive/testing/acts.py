"""What a visitor does with hand and keyboard, as the events that a browser makes of it.

The acts with keys are iterators: where they yield, the server has time to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hlive.testing import fields
from hlive.testing.errors import ViewError
from hlive.testing.fields import Upload
from hlive.testing.focus import is_focusable, move_focus, tell_change
from hlive.testing.keys import Key, key_of
from hlive.testing.outline import one_line
from hlive.testing.tab import Tab
from hlive.testing.walk import descendants
from hlive_proto.dom import DomElement

Act = Callable[[], Iterator[None] | None]
ElementAct = Callable[[Tab, DomElement], Iterator[None] | None]

_PRESS = ("pointerdown", "mousedown", "pointerup", "mouseup", "click")
_FIELDS = frozenset({"input", "select", "textarea"})


def click(tab: Tab, element: DomElement) -> None:
    """Presses the mouse button over the element; raises ViewError when that does nothing."""
    _must_work(tab, element)
    if not tab.hears(element, _PRESS) and not _reacts(tab, element):
        raise ViewError(
            f"a click on {one_line(element, tab.notes)} does nothing: neither it nor an element "
            f'around it hears "click", add l.on("click", ...)\n{tab.outline()}'
        )
    _press_mouse(tab, element)


def dblclick(tab: Tab, element: DomElement) -> Iterator[None]:
    """Clicks twice, quickly."""
    _must_work(tab, element)
    for _ in range(2):
        _press_mouse(tab, element)
        yield
    tab.fire(element, "dblclick")


def hover(tab: Tab, element: DomElement) -> None:
    """Moves the mouse onto the element, away from where it was."""
    way = tab.way(element)
    left = [each for each in tab.hovered if not any(each is one for one in way)]
    entered = [each for each in way if not any(each is one for one in tab.hovered)]
    if tab.hovered and tab.shows(tab.hovered[-1]):
        tab.fire(tab.hovered[-1], "mouseout")
    for each in reversed(left):
        if tab.shows(each):
            tab.fire(each, "mouseleave")
    tab.hovered = way
    tab.fire(element, "mouseover")
    for each in entered:
        tab.fire(each, "mouseenter")
    tab.fire(element, "mousemove")


def focus(tab: Tab, element: DomElement) -> None:
    """Gives the element the focus, and takes it from the one that had it."""
    _must_work(tab, element)
    move_focus(tab, element)


def blur(tab: Tab, element: DomElement) -> None:
    """Takes the focus away; raises ViewError when the element doesn't have it."""
    if tab.focused is not element:
        raise ViewError(f"{one_line(element, tab.notes)} doesn't have the focus\n{tab.outline()}")
    move_focus(tab, None)


def type_text(tab: Tab, element: DomElement, text: str) -> Iterator[None]:
    """Presses one key after the other; "\\n" is the Enter key."""
    for character in text:
        yield from press(tab, element, key_of("Enter" if character == "\n" else character))


def press(tab: Tab, element: DomElement, key: Key) -> Iterator[None]:
    """Presses one key while the element has the focus, and lets it go."""
    _must_work(tab, element)
    move_focus(tab, element)
    if tab.fire(element, "keydown", key=key):
        _after_keydown(tab, element, key)
    yield
    if not tab.left and tab.shows(element):
        goes_on = tab.fire(element, "keyup", key=key)
        if goes_on and key.text == " " and _is_pressed_by_space(element):
            _activate(tab, element)


def fill(tab: Tab, element: DomElement, value: str) -> None:
    """Puts a whole value into a field at once, as pasting does, and finishes with it."""
    _must_work(tab, element)
    if not fields.is_writable(element):
        raise ViewError(
            f"one can't write into {one_line(element, tab.notes)}: fill() is for text fields; "
            "there are also check(), select() and upload()"
        )
    _must_be_writable(tab, element)
    move_focus(tab, element)
    tab.fields.set_value(element, value)
    tab.fire(element, "input")
    tell_change(tab, element)


def check(tab: Tab, element: DomElement, on: bool) -> None:
    """Checks or unchecks a box by a click, unless it is so already."""
    if not fields.is_checkable(element):
        raise ViewError(f"{one_line(element, tab.notes)} is no checkbox or radio button")
    if tab.fields.checked(element) == on:
        return
    if not on and element.attrs["type"] == "radio":
        raise ViewError("a radio button goes off only when another one goes on: check() that")
    _must_work(tab, element)
    _press_mouse(tab, element)


def select(tab: Tab, element: DomElement, wanted: Sequence[str]) -> None:
    """Selects options, and no others, by their values or texts."""
    _must_work(tab, element)
    if element.name != "select":
        raise ViewError(f"{one_line(element, tab.notes)} is no <select>")
    move_focus(tab, element)
    tab.fields.select(element, wanted)
    _tell_input_and_change(tab, element)


def upload(tab: Tab, element: DomElement, files: Sequence[Upload]) -> None:
    """Picks files in a file input."""
    _must_work(tab, element)
    if not fields.is_file_input(element):
        raise ViewError(f"{one_line(element, tab.notes)} is no file input")
    if len(files) > 1 and "multiple" not in element.attrs:
        raise ViewError("this file input isn't `multiple`: it takes one file")
    tab.fields.choose(element, files)
    _tell_input_and_change(tab, element)


def submit(tab: Tab, element: DomElement) -> None:
    """Sends off a form, or the form around the element."""
    form = element if element.name == "form" else tab.form_of(element)
    if form is None:
        raise ViewError(f"there is no form around {one_line(element, tab.notes)}")
    tab.submit(form)


def _must_work(tab: Tab, element: DomElement) -> None:
    if tab.disabled(element):
        raise ViewError(f"{one_line(element, tab.notes)} is disabled\n{tab.outline()}")


def _must_be_writable(tab: Tab, element: DomElement) -> None:
    if "readonly" in element.attrs:
        raise ViewError(f"{one_line(element, tab.notes)} is read-only\n{tab.outline()}")


# The mouse.


def _press_mouse(tab: Tab, element: DomElement) -> None:
    tab.fire(element, "pointerdown")
    if tab.fire(element, "mousedown"):
        move_focus(tab, next(filter(is_focusable, reversed(tab.way(element))), None))
    tab.fire(element, "pointerup")
    tab.fire(element, "mouseup")
    _activate(tab, element)


def _activate(tab: Tab, element: DomElement) -> None:
    """A click, and what the browser does at one (HTML standard, "activation behavior")."""
    target = next(filter(_has_activation, reversed(tab.way(element))), None)
    if target is not None and fields.is_checkable(target):
        _toggle(tab, element, target)
    elif tab.fire(element, "click") and target is not None and not tab.disabled(target):
        _react(tab, target)


def _toggle(tab: Tab, element: DomElement, box: DomElement) -> None:
    """A box is on already while "click" happens, and goes back when that is prevented."""
    was = tab.fields.checked(box)
    radio = box.attrs["type"] == "radio"
    group = tab.radio_group(box) if radio else []
    others = [other for other in group if tab.fields.checked(other)]
    tab.fields.check(box, radio or not was, group)
    if not tab.fire(element, "click"):
        tab.fields.check(box, was)
        for other in others:
            tab.fields.check(other, True)
    elif tab.fields.checked(box) != was:
        tab.fire(box, "input")
        tab.fire(box, "change")


def _react(tab: Tab, target: DomElement) -> None:
    if target.name == "label":
        control = _labelled(tab, target)
        if control is not None and not tab.disabled(control):
            move_focus(tab, control)
            _activate(tab, control)
    elif target.name == "a":
        if "download" not in target.attrs and target.attrs.get("target") != "_blank":
            tab.leave(target.attrs["href"])
    else:
        _react_as_button(tab, target)


def _react_as_button(tab: Tab, button: DomElement) -> None:
    form = tab.form_of(button)
    if form is None:
        return
    if _button_type(button) in ("submit", "image"):
        tab.submit(form)
    elif _button_type(button) == "reset" and tab.fire(form, "reset"):
        tab.fields.reset(tab.members(form))


def _reacts(tab: Tab, element: DomElement) -> bool:
    """Whether the browser does something at a click, though nobody hears it."""
    target = next(filter(_has_activation, reversed(tab.way(element))), None)
    if target is None:
        return element.name == "select" or fields.is_writable(element)
    if target.name == "label":
        return _labelled(tab, target) is not None
    if target.name == "a" or fields.is_checkable(target):
        return True
    return _button_type(target) in ("submit", "image", "reset") and tab.form_of(target) is not None


def _has_activation(element: DomElement) -> bool:
    if element.name == "input":
        return fields.is_checkable(element) or _button_type(element) in ("submit", "image", "reset")
    return element.name in ("button", "label") or (element.name == "a" and "href" in element.attrs)


def _button_type(button: DomElement) -> str:
    return button.attrs.get("type", "submit" if button.name == "button" else "text")


def _labelled(tab: Tab, label: DomElement) -> DomElement | None:
    """The field or button that a label belongs to."""
    target = label.attrs.get("for")
    if target is not None:
        named = (each for each in descendants(tab.document) if each.attrs.get("id") == target)
        return next(named, None)
    inside = (each for each in descendants(label) if each.name in (*_FIELDS, "button"))
    return next(inside, None)


# The keyboard.


def _after_keydown(tab: Tab, element: DomElement, key: Key) -> None:
    """What a key does, unless its keydown was prevented."""
    if key.text and not tab.fire(element, "keypress", key=key.pressed):
        return
    if key.key == "Enter" and key.text and element.name != "textarea":
        _enter(tab, element)
    elif fields.is_writable(element) and "readonly" not in element.attrs:
        value = tab.fields.value(element) or ""
        _write(tab, element, value[:-1] if key.key == "Backspace" else value + key.text)


def _write(tab: Tab, element: DomElement, value: str) -> None:
    was = tab.fields.value(element) or ""
    longest = element.attrs.get("maxlength", "")
    too_long = longest.isdecimal() and len(value) > max(int(longest), len(was))
    if value != was and not too_long:
        tab.fields.set_value(element, value)
        tab.fire(element, "input")


def _enter(tab: Tab, element: DomElement) -> None:
    """The Enter key outside of a textarea (HTML standard, "Implicit submission")."""
    if element.name in ("a", "button"):
        _activate(tab, element)
        return
    form = tab.form_of(element) if element.name == "input" else None
    if form is None:
        return
    tell_change(tab, element)
    members = tab.members(form)
    buttons = [each for each in members if _button_type(each) in ("submit", "image")]
    if not buttons:
        if sum(fields.is_writable(each) and each.name == "input" for each in members) <= 1:
            tab.submit(form)
    elif not tab.disabled(buttons[0]):
        _activate(tab, buttons[0])


def _is_pressed_by_space(element: DomElement) -> bool:
    return element.name == "button" or (
        element.name == "input" and element.attrs.get("type") in fields.UNTYPED - {"hidden"}
    )


# What fields tell.


def _tell_input_and_change(tab: Tab, element: DomElement) -> None:
    tab.fire(element, "input")
    tab.fire(element, "change")
    tab.fields.enter(element)
