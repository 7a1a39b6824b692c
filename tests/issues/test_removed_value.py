"""A field kept its text when its `value` was taken away."""

from itertools import pairwise

import pytest

from hlive_proto import markup
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import Strategy, diff
from hlive_proto.outbound import encode
from hlive_proto.tree import Element, Node


@pytest.mark.parametrize("strategy", Strategy)
@pytest.mark.parametrize("name", ["input", "textarea"])
def test_the_field_is_empty_afterwards(strategy: Strategy, name: str) -> None:
    trees: list[tuple[Node, ...]] = [
        (Element(name, (("value", "a"),)),),
        (Element(name, (("value", "b"),)),),
        (Element(name),),
    ]
    browser = Browser(markup.html(trees[0]))
    for old, new in pairwise(trees):
        browser.apply(encode(diff(old, new, strategy)))
        assert browser.snapshot() == shown(new)
    assert browser.snapshot() == [(name, {})]
