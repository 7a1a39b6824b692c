"""The focus: which element has it, and what is told when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hlive_proto.dom import DomElement

if TYPE_CHECKING:
    from hlive.testing.tab import Tab


def move_focus(tab: Tab, element: DomElement | None) -> None:
    """Gives the focus to an element that can have it, and takes it from the one that had it."""
    old = tab.focused
    if old is element:
        return
    if old is not None:
        tell_change(tab, old)
        tab.focused = None
        tab.fire(old, "blur")
        tab.fire(old, "focusout")
    if element is not None and is_focusable(element):
        tab.focused = element
        tab.fields.enter(element)
        tab.fire(element, "focus")
        tab.fire(element, "focusin")


def is_focusable(element: DomElement) -> bool:
    """Whether it can have the focus."""
    if element.name == "input":
        return element.attrs.get("type") != "hidden" and "disabled" not in element.attrs
    if element.name in ("button", "select", "textarea"):
        return "disabled" not in element.attrs
    return "tabindex" in element.attrs or (element.name == "a" and "href" in element.attrs)


def tell_change(tab: Tab, element: DomElement) -> None:
    """A field is done with: tells of a change if its value is another one than it was."""
    if tab.fields.changed(element):
        tab.fire(element, "change")
