"""A newline at the start of raw markup in a <pre> was dropped by the parser."""

import pytest

from hlive_proto.browser import shown
from hlive_proto.tree import Element, Raw


@pytest.mark.parametrize("start", ["\n", "\r\n", "\r"])
def test_it_is_shown(start: str) -> None:
    assert shown((Element("pre", (), (Raw(start + "a"),)),)) == [("pre", {}, "\na")]
