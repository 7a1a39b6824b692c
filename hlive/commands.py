"""Client commands: what a browser does at once when an event happens, without asking the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hlive.nodes import plain_text

Step = tuple[Any, ...]
"""One command as it is sent: its name, its target, and what else it needs; plain data."""


@dataclass(frozen=True, slots=True)
class Command:
    """Some commands in a row; each method gives a new one that does one thing more.

    A target is a CSS selector. All elements of the page that match are meant, but only the first
    for `focus` and `copy`. "this" is the element whose event happened; at the start of a selector
    it limits it to what is inside: "this .menu", "this > li".

    All raise TypeError or ValueError for what can't be sent or can't mean anything. An invalid
    selector is seen only by the browser, which logs it. On the wire: spec/protocol.md, 14.4.
    """

    steps: tuple[Step, ...] = ()

    def show(self, target: str) -> Command:
        """Takes the attribute `hidden` away."""
        return self._then("show", target)

    def hide(self, target: str) -> Command:
        """Sets the attribute `hidden`."""
        return self._then("hide", target)

    def toggle(self, target: str) -> Command:
        """Shows what is hidden, hides what isn't."""
        return self._then("toggle", target)

    def add_class(self, target: str, names: str) -> Command:
        """Adds classes, separated by spaces."""
        return self._for_each_class("add_class", target, names)

    def remove_class(self, target: str, names: str) -> Command:
        """Takes classes away, separated by spaces."""
        return self._for_each_class("remove_class", target, names)

    def toggle_class(self, target: str, names: str) -> Command:
        """Adds those of the classes that aren't there, and takes the others away."""
        return self._for_each_class("toggle_class", target, names)

    def focus(self, target: str) -> Command:
        """Gives the focus to the element."""
        return self._then("focus", target)

    def dispatch(self, target: str, event: str, detail: object = None) -> Command:
        """Lets a custom event happen, which bubbles; bindings and scripts of the page can hear it.

        `detail` is plain data for the scripts.
        """
        _check_text("the event", event)
        return self._then("dispatch", target, event, *([] if detail is None else [_plain(detail)]))

    def copy(self, target: str = "", *, text: str | None = None) -> Command:
        """Copies `text`, or else the value of a field or the text of an element.

        Browsers allow it over HTTPS and on localhost, shortly after a click or a key.
        """
        if (text is None) == (not target):
            raise TypeError("copy() takes a target or text=...: one of them")
        return self._then("copy", target) if text is None else self._then("copy", "this", text)

    def set_value(self, target: str, value: str | float) -> Command:
        """Puts a value into a field, as if the visitor had typed it; no event happens there."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise TypeError(f"a field's value is text, not {type(value).__name__} {value!r:.60}")
        return self._then("set_value", target, plain_text(value))

    def _for_each_class(self, name: str, target: str, names: str) -> Command:
        _check_text("the class", names)
        command = self
        for each in names.split():
            command = command._then(name, target, each)
        return command

    def _then(self, name: str, target: str, *more: object) -> Command:
        _check_text("the target", target)
        return Command((*self.steps, (name, target, *more)))

    def __repr__(self) -> str:
        return ".".join(["command", *_written(self.steps)])


command = Command()
"""Does nothing yet: `command.show("#menu").focus("#menu a")`."""


def _check_text(what: str, text: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{what} of a command is text, not {type(text).__name__} {text!r:.60}")
    if not text.strip():
        raise ValueError(f"{what} of a command is missing")


def _plain(detail: object) -> object:
    """A copy of what JSON can hold."""
    try:
        return json.loads(json.dumps(detail, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise TypeError(f"the detail of an event must be plain data: {error}") from None


def _written(steps: tuple[Step, ...]) -> Iterator[str]:
    for name, *more in steps:
        yield f"{name}({', '.join(map(repr, more))})"
