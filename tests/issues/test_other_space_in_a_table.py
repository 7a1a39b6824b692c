"""A no-break space in a table was taken for white space, but a parser moves it out."""

import pytest

from hlive_proto.nesting import problem
from hlive_proto.tree import Text


@pytest.mark.parametrize("text", ["\xa0", "\u2003", "\x0b", "\x85", " \xa0"])
def test_only_the_space_of_html_may_stand_there(text: str) -> None:
    assert problem("table", Text(text), 0) == "<table> can't hold text"
    assert problem("table", Text(" \t\n\f\r"), 0) is None
