"""A patch: one change to the DOM, as a value."""

from dataclasses import dataclass
from enum import Enum

from hlive_proto.tree import Element, Raw, Text
from hlive_proto.values import value

ROOT = "doc"
"""The root that stands for the browser's document; every other root is a component id."""


class Op(Enum):
    """What a patch does; the values are those of the wire."""

    CREATE = "c"
    UPDATE = "u"
    DELETE = "d"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute, as the content of a patch."""

    name: str
    value: str


Content = Text | Raw | Element | Attribute | None


@value
class Patch:
    """One `d` line: `op` at the node reached from `root` by child indices `path`.

    For a created node the last index is where it goes. `content` is None only where a node is
    deleted.
    """

    op: Op
    root: str
    path: tuple[int, ...]
    content: Content = None
