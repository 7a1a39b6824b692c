"""The frozen tree: finding, replacing, and which components came and went."""

from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from hlive_proto.tree import (
    Element,
    Node,
    Raw,
    Text,
    component_ids,
    exchanged,
    find_component,
    is_foreign_inside,
    node_at,
    replace_at,
)


def component(id: str, *children: Node, name: str = "div") -> Element:
    return Element(name, (("hid", id),), children, id)


TREE = (
    Text("a"),
    component("1", Element("p", (), (component("2"), Raw("<b></b>"))), component("3")),
    component("4"),
)


def test_ids_are_told_in_document_order() -> None:
    assert list(component_ids(TREE[1])) == ["1", "2", "3"]
    assert list(component_ids(Text("a"))) == []


@pytest.mark.parametrize(
    "id, path", [("1", (1,)), ("2", (1, 0, 0)), ("3", (1, 1)), ("4", (2,)), ("5", None)]
)
def test_find_component(id: str, path: tuple[int, ...] | None) -> None:
    assert find_component(TREE, id) == path


def test_node_at() -> None:
    assert node_at(TREE, (0,)) == Text("a")
    assert node_at(TREE, (1, 0, 1)) == Raw("<b></b>")


def test_replacing_shares_all_the_rest() -> None:
    new = replace_at(TREE, {(1, 0, 0): component("5")})
    assert list(component_ids(new[1])) == ["1", "5", "3"]
    assert list(component_ids(TREE[1])) == ["1", "2", "3"]
    assert new[0] is TREE[0] and new[2] is TREE[2]
    assert node_at(new, (1, 1)) is node_at(TREE, (1, 1))


def test_nodes_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Text("a").text = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    "old, new, changes",
    [
        ((), (component("1"),), {"1": 1}),
        ((component("1"),), (), {"1": -1}),
        ((component("1"),), (Text("a"),), {"1": -1}),
        ((component("1"),), (component("2"),), {"1": -1, "2": 1}),
        ((component("1"), component("2")), (component("2"), component("1")), {}),
        ((component("1", component("2")),), (component("2", component("1")),), {}),
        (
            (component("1", component("2")), component("3")),
            (component("1"), component("3", component("2"))),
            {},
        ),
        ((component("1", component("2")),), (Element("p", (), (component("1"),)),), {"2": -1}),
    ],
)
def test_exchanged(old: tuple[Node, ...], new: tuple[Node, ...], changes: dict[str, int]) -> None:
    assert {id: change for id, change in exchanged(old, new).items() if change} == changes


def test_shared_nodes_are_not_looked_into() -> None:
    shared = component("1", component("2"))
    assert exchanged((shared, component("3")), (component("4"), shared)) == Counter(
        {"4": 1, "3": -1}
    )


@pytest.mark.parametrize(
    "name, around, inside",
    [
        ("div", False, False),
        ("title", False, False),
        ("svg", False, True),
        ("math", False, True),
        ("g", True, True),
        ("foreignobject", True, False),
        ("foreignObject", True, False),
        ("desc", True, False),
        ("svg", True, True),
    ],
)
def test_what_is_foreign(name: str, around: bool, inside: bool) -> None:
    assert is_foreign_inside(name, around) is inside


def test_several_are_replaced_at_once_the_outer_ones_first() -> None:
    a, b, c = Text("a"), Text("b"), Text("c")
    tree = (Element("ul", (), (Element("li", (), (a,)), Element("li", (), (b,)))), c)
    new = replace_at(tree, {(0, 1, 0): Text("y"), (0, 1): Element("p", (), (b,)), (1,): Text("z")})
    assert new == (
        Element("ul", (), (Element("li", (), (a,)), Element("p", (), (Text("y"),)))),
        Text("z"),
    )
    assert isinstance(new[0], Element) and isinstance(tree[0], Element)
    assert new[0].children[0] is tree[0].children[0]
