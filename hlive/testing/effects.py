"""Client commands, and how long what they changed stays so (hlive/client/hlive.js)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hlive.testing import selector
from hlive.testing.focus import move_focus
from hlive.testing.walk import descendants, text_of, ways
from hlive_proto.dom import DomElement

if TYPE_CHECKING:
    from hlive.testing.tab import Tab

_ATTRIBUTES = ("class", "hidden")
_ORIGIN = "data-origin"
_THIS = re.compile(r"this(?![\w-])")


@dataclass(slots=True)
class _Kept:
    """What was changed in one element: by class name ("" is the attribute `hidden`), whether the
    server has it there, and whether it is there now."""

    element: DomElement
    served: dict[str, str] = field(default_factory=dict)
    changes: dict[str, tuple[bool, bool]] = field(default_factory=dict)


class Effects:
    """What commands did in one tab; `clipboard` has what was copied last."""

    def __init__(self, tab: Tab) -> None:
        self.clipboard = ""
        self._tab = tab
        self._kept: dict[int, _Kept] = {}
        self._commands: dict[str, Callable[..., None]] = {
            "show": lambda element: self._keep(element, "", False),
            "hide": lambda element: self._keep(element, "", True),
            "toggle": lambda element: self._keep(element, "", not _has(element, "")),
            "add_class": lambda element, name: self._keep(element, name, True),
            "remove_class": lambda element, name: self._keep(element, name, False),
            "toggle_class": lambda element, name: self._keep(
                element, name, not _has(element, name)
            ),
            "focus": lambda element: move_focus(tab, element),
            "dispatch": self._dispatch,
            "copy": self._copy,
            "set_value": self._set_value,
        }

    def run(self, steps: Sequence[Sequence[Any]], origin: DomElement) -> None:
        """Runs the commands of one binding.

        Raises ValueError for a selector with more of CSS than `hlive.testing.selector` knows.
        """
        for name, target, *more in steps:
            for element in self._targets(target, origin):
                self._commands[name](element, *more)
                if name in ("copy", "focus"):
                    break

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Meanwhile the document is as the server has it; what the server changes then stays."""
        for kept in self._kept.values():
            _write(kept.element, kept.served)
        yield
        before, self._kept = self._kept, {}
        for kept in before.values():
            element = kept.element if self._tab.shows(kept.element) else self._again(kept.element)
            if element is not None:
                self._go_on(element, kept.changes)

    def _go_on(self, element: DomElement, changes: dict[str, tuple[bool, bool]]) -> None:
        for name, (served, on) in changes.items():
            if _has(element, name) == served:
                self._keep(element, name, on)

    def _again(self, old: DomElement) -> DomElement | None:
        """An element that was made anew, as by a move; known by its component or its own id."""
        for name in (self._tab.browser.dialect.id_attr, "id"):
            if name in old.attrs:
                return next(
                    (
                        each
                        for each in descendants(self._tab.browser.document)
                        if each.attrs.get(name) == old.attrs[name]
                    ),
                    None,
                )
        return None

    def _targets(self, target: str, origin: DomElement) -> list[DomElement]:
        if target == "this":
            return [origin]
        if not _THIS.match(target):
            return self._matching(target, self._tab.document)
        origin.attrs[_ORIGIN] = ""
        try:
            return self._matching(_THIS.sub(f"[{_ORIGIN}]", target, count=1), origin)
        finally:
            del origin.attrs[_ORIGIN]

    def _matching(self, target: str, top: DomElement) -> list[DomElement]:
        matches = selector.compile(target)
        return [way[-1] for way in ways(self._tab.way(top)) if matches(way)]

    def _keep(self, element: DomElement, name: str, on: bool) -> None:
        kept = self._kept.get(id(element))
        if kept is None:
            served = {each: element.attrs[each] for each in _ATTRIBUTES if each in element.attrs}
            kept = self._kept[id(element)] = _Kept(element, served)
        was = kept.changes.get(name, (_has(element, name), on))[0]
        kept.changes[name] = (was, on)
        _put(element, name, on)

    def _dispatch(self, element: DomElement, type: str, detail: object = None) -> None:
        self._tab.fire(element, type, bubbles=True)

    def _copy(self, element: DomElement, text: str | None = None) -> None:
        own = text_of(element)
        if element.name in ("input", "select", "textarea"):
            own = self._tab.fields.value(element) or ""
        self.clipboard = own if text is None else text

    def _set_value(self, element: DomElement, value: str) -> None:
        if element.name == "select":
            self._tab.fields.select(element, [value])
        else:
            self._tab.fields.set_value(element, value)


def _has(element: DomElement, name: str) -> bool:
    if name:
        return name in element.attrs.get("class", "").split()
    return "hidden" in element.attrs


def _put(element: DomElement, name: str, on: bool) -> None:
    if _has(element, name) == on:
        return
    if name:
        names = element.attrs.get("class", "").split()
        changed = [*names, name] if on else [each for each in names if each != name]
        element.attrs["class"] = " ".join(changed)
    elif on:
        element.attrs["hidden"] = ""
    else:
        del element.attrs["hidden"]


def _write(element: DomElement, attrs: dict[str, str]) -> None:
    for name in _ATTRIBUTES:
        element.attrs.pop(name, None)
    element.attrs |= attrs
