"""What can be given to elements: the types of their arguments, for type checkers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hlive.attrs import AttributePlugin, AttrsOff, ClassBool, Style, StyleOff
from hlive.bindings import Binding
from hlive.box import Box
from hlive.memo import Memo
from hlive.tag import Elements
from hlive_proto.tree import Raw

Extra = (
    Mapping[str, Any]
    | Binding
    | AttributePlugin
    | ClassBool
    | Style
    | AttrsOff
    | StyleOff
    | Elements
    | list[Any]
    | tuple["Extra", ...]
    | Iterator["Extra"]
    | None
)
"""What can be given to an element besides children, also to one without content.

No `Iterable`: that would let text through.
"""

Child = (
    str
    | float
    | Memo
    | Raw
    | Callable[[], object]
    | Extra
    | tuple["Child", ...]
    | Iterator["Child"]
)
"""What can be given to an element: children and all else."""

TextBox = Box[str] | Box[int] | Box[float]

Text = str | float | TextBox | None
"""Text or a number; None and False leave the attribute away."""

TextOrFlag = Text | bool
"""Text, or True for the attribute without a value."""

Number = float | str | TextBox | None
"""A number, also one written as text; None and False leave the attribute away."""

Flag = bool | None
"""True is on; False and None are off."""

Url = str | Box[str] | None
"""An address; `trusted_url` lets one through that would be refused."""

Markup = Raw | None
"""Markup that the author answers for, as `HTML`."""

ClassNames = str | Iterable[str | bool | None] | Mapping[str, bool] | Box[str] | None
"""Class names separated by spaces, one by one, or with a switch each."""

StyleProperties = Mapping[str, Text] | str | Box[str] | None
"""Properties and values of the style attribute, or all of it."""

Dataset = Mapping[str, TextOrFlag] | None
"""Values of data-* attributes by what follows the `data-`."""
