"""CSS selectors, as many of them as tests need."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from hlive.testing.walk import Way
from hlive_proto.dom import DomElement

KNOWN = (
    "tag, *, #id, .class, [attribute], [attribute=value] (also ^=, $=, *=, ~=), :first-child, "
    ":last-child, :nth-child(number), `above below`, `parent > child`, and `one, other`"
)
"""What a selector can be made of, for whoever wrote one that can't be read."""

Test = Callable[[Way], bool]

_WORD = r"[\w-]+"
_PART = re.compile(
    rf"""(?P<tag>{_WORD}|\*)
    | \#(?P<id>{_WORD})
    | \.(?P<class>{_WORD})
    | \[\s*(?P<name>[\w:.-]+)\s*(?:(?P<how>[~^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[^\]"'\s]+)\s*)?\]
    | :nth-child\(\s*(?P<nth>[1-9]\d*)\s*\)
    | :(?P<edge>first|last)-child
    | (?P<joint>\s*[>,]\s*|\s+)""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": lambda have, want: want != "" and have.startswith(want),
    "$=": lambda have, want: want != "" and have.endswith(want),
    "*=": lambda have, want: want != "" and want in have,
    "~=": lambda have, want: want in have.split(),
}


@cache
def compile(selector: str) -> Test:
    """Whether the element at the end of a way matches; raises ValueError for what isn't known."""
    chains: list[list[tuple[str, list[Test]]]] = [[("", [])]]
    text = selector.strip()
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            raise ValueError(f"{selector!r} can't be read from {text[position:]!r}; known: {KNOWN}")
        position = part.end()
        joint = part["joint"]
        if joint is None:
            chains[-1][-1][1].append(_test(part))
        elif joint.strip() == ",":
            chains.append([("", [])])
        else:
            chains[-1].append((joint.strip() or " ", []))
    if not all(tests for chain in chains for _, tests in chain):
        raise ValueError(f"{selector!r} has a place where an element is missing; known: {KNOWN}")
    return lambda way: any(_matches(chain, way) for chain in chains)


def _matches(chain: list[tuple[str, list[Test]]], way: Way) -> bool:
    """Whether the last link holds at the end of the way, and the others somewhere before it."""
    *before, (joint, tests) = chain
    if not way or not all(test(way) for test in tests):
        return False
    if not joint:
        return True
    nearest = len(way) - 1
    furthest = nearest - 1 if joint == ">" else 0
    return any(_matches(before, way[:end]) for end in range(nearest, furthest, -1))


def _test(part: re.Match[str]) -> Test:
    if part["tag"]:
        return partial(_is_tag, part["tag"].lower())
    if part["id"]:
        return partial(_has, "id", "=", part["id"])
    if part["class"]:
        return partial(_has, "class", "~=", part["class"])
    if part["name"]:
        value = part["value"]
        return partial(_has, part["name"], part["how"], value and value.strip("\"'"))
    if part["nth"]:
        return partial(_stands, int(part["nth"]) - 1)
    return partial(_stands, 0 if part["edge"] == "first" else -1)


def _is_tag(name: str, way: Way) -> bool:
    return name in ("*", way[-1].name)


def _has(name: str, how: str | None, value: str, way: Way) -> bool:
    have = way[-1].attrs.get(name)
    return have is not None and (how is None or _COMPARE[how](have, value))


def _stands(index: int, way: Way) -> bool:
    siblings = [child for child in way[-2].children if isinstance(child, DomElement)]
    return -len(siblings) <= index < len(siblings) and siblings[index] is way[-1]
