"""From the arguments of an element's function to the tag or component that it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from hlive.attrs import ClassBool, Style
from hlive.bindings import Binding
from hlive.box import Box
from hlive.component import Component, wrap
from hlive.html.checked import HtmlComponent, HtmlTag
from hlive.html.kinds import Kind
from hlive.html.table import ARIA, COMMON, EVENTS, GLOBAL, HTML, PRESENTATION, SVG
from hlive.memo import Memo
from hlive.tag import Elements, Tag

_EVENT = "on_"


def html_element(name: str, content: Iterable[object], given: Mapping[str, Any]) -> Tag:
    """An HTML element of these children and keyword arguments; see `_build`."""
    return _build(name, HTML.get(name, {}), GLOBAL, content, given)


def svg_element(name: str, content: Iterable[object], given: Mapping[str, Any]) -> Tag:
    """An SVG element of these children and keyword arguments; see `_build`."""
    return _build(name, SVG.get(name, {}), PRESENTATION, content, given)


def component(element: Tag) -> Component:
    """The element as a component: itself if it is one, else one around it, of the same content.

    For `render_component`, and for bindings that are added later.
    """
    return element if isinstance(element, Component) else wrap(element)


def _build(
    name: str,
    own: Mapping[str, Kind],
    shared: Mapping[str, Kind],
    content: Iterable[object],
    given: Mapping[str, Any],
) -> Tag:
    """A component if there is a binding in it or `auto_render` is given, else a tag.

    Raises TypeError for an unknown keyword or a value of the wrong type, and ValueError for a
    value that isn't allowed or a child that a browser would not leave here.
    """
    elements: list[object] = []
    _collect(content, elements)
    key = auto_render = None
    for keyword, value in given.items():
        kind = own.get(keyword) or shared.get(keyword) or COMMON.get(keyword)
        if kind is not None:
            attribute = _attribute(keyword)
            elements.append({attribute: kind(f"{attribute!r} of <{name}>", value)})
        elif keyword in _SPECIAL:
            elements += _SPECIAL[keyword](value)
        elif keyword == "key":
            key = value
        elif keyword == "auto_render":
            auto_render = value
        elif keyword.startswith(_EVENT) and keyword[len(_EVENT) :] in EVENTS:
            if value is not None:
                elements.append(Binding(keyword[len(_EVENT) :], value))
        else:
            raise TypeError(_unknown(name, keyword, own))
    if auto_render is None and not any(isinstance(element, Binding) for element in elements):
        return HtmlTag(name, *elements, key=key)
    return HtmlComponent(name, *elements, key=key, auto_render=auto_render is not False)


def _collect(content: Iterable[object], elements: list[object]) -> None:
    """Adds all that was given, one by one: lists and the like are opened."""
    for item in content:
        if isinstance(item, str | Memo):
            elements.append(item)
        elif isinstance(item, Elements):
            _collect(item.items, elements)
        elif isinstance(item, Iterable) and not isinstance(item, Mapping | bytes):
            _collect(item, elements)
        else:
            elements.append(item)


@lru_cache(maxsize=1024)
def _attribute(keyword: str) -> str:
    """The name of the attribute that a keyword gives."""
    return keyword.rstrip("_").replace("_", "-")


def _classes(value: object) -> Iterator[object]:
    """Raises TypeError for what can't be names of classes."""
    if isinstance(value, Box):
        yield {"class": value}
    elif isinstance(value, Mapping):
        yield ClassBool({name: bool(on) for names, on in value.items() for name in names.split()})
    elif isinstance(value, str | Iterable):
        names = value if isinstance(value, str) else " ".join(name for name in value if name)
        yield ClassBool(dict.fromkeys(names.split(), True))
    elif not _is_absent(value):
        raise TypeError(f"'class_' takes names, a list or a dict of switches, not {value!r:.60}")


def _style(value: object) -> Iterator[object]:
    """Raises TypeError for what can't be a style."""
    if isinstance(value, str | Box):
        yield {"style": value}
    elif isinstance(value, Mapping):
        yield Style({name: given for name, given in value.items() if not _is_absent(given)})
    elif not _is_absent(value):
        raise TypeError(f"'style' takes text or a dict of properties, not {value!r:.60}")


def _is_absent(value: object) -> bool:
    """Whether this is nothing; 0 is something."""
    return value is None or value is False


def _data(value: Mapping[str, object] | None) -> Iterator[object]:
    for name, given in (value or {}).items():
        yield {f"data-{name}": given}


def _aria(value: Mapping[str, object] | None) -> Iterator[object]:
    """Raises TypeError for an attribute that WAI-ARIA doesn't have."""
    for name, given in (value or {}).items():
        if name not in ARIA:
            raise TypeError(f"there is no 'aria-{name}', only {', '.join(sorted(ARIA))}")
        yield {f"aria-{name}": ARIA[name](f"'aria-{name}'", given)}


_SPECIAL: dict[str, Callable[[Any], Iterator[object]]] = {
    "class_": _classes,
    "style": _style,
    "data": _data,
    "aria": _aria,
}
"""Keywords that stand for more than one attribute, or whose value has several forms."""


def _unknown(name: str, keyword: str, own: Iterable[str]) -> str:
    """In Python's own words, and what to do."""
    known = ", ".join([*own, "the attributes and events that all elements have"])
    advice = f"it takes {known}; give others in a dict: {{{_attribute(keyword)!r}: ...}}"
    if keyword[:2] == "on" and keyword[2:] in EVENTS:
        advice = f"write {_EVENT}{keyword[2:]}"
    elif f"{keyword}_" in own or f"{keyword}_" in _SPECIAL:
        advice = f"write {keyword}_"
    return f"{name}() got an unexpected keyword argument {keyword!r}: {advice}"
