"""Colours Python source: what the gallery shows beside each example."""

import re
from collections.abc import Iterator
from keyword import kwlist

import hlive as l
from hlive import html as h

_PARTS = re.compile(
    r'(?P<comment>#.*|"""[\s\S]*?""")'
    r'|(?P<string>\b[fr]?"(?:[^"\\\n]|\\.)*"|"(?:[^"\\\n]|\\.)*")'
    rf"|(?P<keyword>\b(?:{'|'.join(kwlist)})\b)"
    r"|(?P<number>\b\d[\d_.]*\b)"
    r"|(?P<name>(?<=def )\w+|(?<=class )\w+)"
)
"""What gets a colour, each under the name of its class in the stylesheet."""


def highlight(source: str) -> l.Tag:
    """The source as it is, in a `pre` element with coloured parts."""
    return h.pre(h.code(_parts(source)), class_="source", tabindex=0)


def _parts(source: str) -> Iterator[str | l.Tag]:
    end = 0
    for part in _PARTS.finditer(source):
        yield source[end : part.start()]
        yield h.span(part[0], class_=part.lastgroup)
        end = part.end()
    yield source[end:]
