"""Keys in an SVG made a small change replace the whole of it."""

from hlive_proto.differ import Strategy, diff
from hlive_proto.outbound import encode
from hlive_proto.tree import Element, Node


def drawing(keys: str) -> tuple[Node, ...]:
    circles = tuple(Element("circle", (("r", key),), key=key) for key in keys)
    path = Element("path", (("d", "M0 0" + " L1 1" * 100),))
    return (Element("svg", (), (*circles, path)),)


def test_a_move_costs_no_more_than_by_position() -> None:
    old, new = drawing("abc"), drawing("cab")
    assert encode(diff(old, new)) == encode(diff(old, new, Strategy.POSITIONAL))
    assert len(diff(old, new)) == 3


def test_a_circle_less_is_one_delete() -> None:
    assert encode(diff(drawing("abc"), drawing("bc"))) == "d|d|doc|0>0||\n"


def test_many_deletes_cost_no_more_than_the_whole() -> None:
    old = (Element("svg", (), tuple(Element("g", key=str(n)) for n in range(50))),)
    new = (Element("svg", (), (Element("circle"), Element("g", key="49"))),)
    assert len(encode(diff(old, new))) <= len(encode(diff(old, new, Strategy.POSITIONAL)))
