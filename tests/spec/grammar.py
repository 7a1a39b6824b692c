"""The ABNF of spec/protocol.md as a parser, so that it can be held against what is on the wire."""

import re
from functools import cache

from abnf import ParseError, Rule

from conformance.codec.examples import SPEC

_BLOCK = re.compile(r"^```abnf\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Grammar(Rule):
    """The rules of the spec, each by its name: `Grammar("frame")`."""


def grammar_text() -> str:
    """All grammar blocks of the spec, one after the other."""
    return "".join(_BLOCK.findall(SPEC.read_text(encoding="utf-8")))


@cache
def _grammar() -> type[Grammar]:
    Grammar.load_grammar(grammar_text())
    return Grammar


def follows(rule: str, text: str) -> bool:
    """Whether the whole text is what the rule describes."""
    try:
        _grammar()(rule).parse_all(text)
    except ParseError:
        return False
    return True
