"""What can be added to a tag besides children: attributes, classes and styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hlive.box import Box
from hlive.nodes import plain_text
from hlive.urls import check_url
from hlive_proto.svg import SPELLING

if TYPE_CHECKING:
    from hlive.page import Page

ID = "hid"
ON = "hon"
"""The protocol's own attributes, by their names in dialect 0.2."""

OPTIONS = "data-hlive-options"
"""Tells our client, in both dialects, what is special about some bindings."""

RESERVED = frozenset({ID, ON, OPTIONS, "data-hlive-id", "data-hlive-on", "data-hlive-hash"})

_NAME = re.compile(r"[^\s\"'<>/=\x00-\x1f\x7f]+")


class AttributePlugin:
    """Base of attributes that need something in the page, such as a script in its head."""

    def __init__(self, name: str, value: str = "") -> None:
        self.name = attribute_name(name)
        self.value = value

    def initialize(self, page: Page) -> None:
        """Called once for each name and page, when the attribute is first met."""


AttributeValue = str | Box[Any] | AttributePlugin
"""An attribute's value as a tag keeps it."""

GivenValue = AttributeValue | int | float | bool | None
"""An attribute's value as an author may write it: True is present, False and None are absent."""


@dataclass(frozen=True, slots=True)
class AttrsOff:
    """Takes attributes away, by name; added like anything else."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


@dataclass(frozen=True, slots=True)
class ClassBool:
    """Switches classes on and off, in this order; raises TypeError for what is no bool."""

    switches: Mapping[str, bool]

    def __post_init__(self) -> None:
        for name, on in self.switches.items():
            if not isinstance(on, bool):
                raise TypeError(f"class {name!r} is on or off: give True or False, not {on!r:.60}")


def Class(names: str) -> ClassBool:
    """Adds classes, separated by spaces."""
    return ClassBool(dict.fromkeys(names.split(), True))


def ClassOff(names: str) -> ClassBool:
    """Takes classes away, separated by spaces."""
    return ClassBool(dict.fromkeys(names.split(), False))


def ClassList(*names: str) -> ClassBool:
    """Adds classes, one an argument."""
    return ClassBool(dict.fromkeys(names, True))


def ClassListOff(*names: str) -> ClassBool:
    """Takes classes away, one an argument."""
    return ClassBool(dict.fromkeys(names, False))


@dataclass(frozen=True, slots=True)
class Style:
    """Sets properties of the style attribute, in this order; a value can be in a box.

    Raises TypeError for a value that is no text, number or box.
    """

    properties: Mapping[str, str | float | Box[str]]

    def __post_init__(self) -> None:
        for name, value in self.properties.items():
            if isinstance(value, bool) or not isinstance(value, str | int | float | Box):
                raise TypeError(
                    f"style {name!r} can't be {type(value).__name__} {value!r:.60}: "
                    "give text, a number or a box with text"
                )


@dataclass(frozen=True, slots=True)
class StyleOff:
    """Takes properties of the style attribute away."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


def attribute_name(name: str) -> str:
    """The name in lower case, or as SVG spells it.

    Raises ValueError when it can't be a name, or is one of the protocol's own.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} can't be the name of an attribute")
    lowered = name.lower()
    if lowered in RESERVED:
        raise ValueError(f"{lowered!r} is one of HLive's own attributes")
    return SPELLING.get(lowered, lowered)


def attribute_value(name: str, value: GivenValue) -> AttributeValue | None:
    """The value as a tag keeps it, None where the attribute is to be absent.

    Raises TypeError when it is no text, number, truth value or box, ValueError for an address
    that would run as a script.
    """
    if value is None or value is False:
        return None
    if value is True:
        return ""
    if isinstance(value, int | float):
        return plain_text(value)
    if isinstance(value, str):
        check_url(name, value)
        return value
    if isinstance(value, Box | AttributePlugin):
        return value
    raise TypeError(
        f"attribute {name!r} can't be {type(value).__name__} {value!r:.60}: "
        "give text, a number, True, False, None or a box with text"
    )


def class_text(given: str | None, names: Iterable[str]) -> str:
    """The class attribute: what was given as an attribute, then the single classes."""
    return " ".join([given, *names] if given else names)


def style_text(given: str | None, properties: Iterable[tuple[str, str]]) -> str:
    """The style attribute: what was given as an attribute, then the single properties."""
    return (given or "") + "".join(f"{name}:{value};" for name, value in properties)
