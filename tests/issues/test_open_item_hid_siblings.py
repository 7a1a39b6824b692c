"""Markup with an item left open was counted as one node, whatever came after its list."""

from hlive_proto.nesting import root_count


def test_all_nodes_are_counted() -> None:
    assert root_count("<ul><li>a<li>b</ul>c<i></i>") == 3
