"""A <command> had no end tag, so that a browser put all that followed into it."""

from hlive_proto.markup import html
from hlive_proto.tree import Element, Text


def test_it_has_an_end_tag() -> None:
    assert html((Element("command"), Text("a"))) == "<command></command>a"
