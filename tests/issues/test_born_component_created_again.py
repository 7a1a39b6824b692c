"""At the first live render a field was created again, and with it went what was typed meanwhile."""

from hlive_proto.differ import diff
from hlive_proto.patch import Attribute, Op
from hlive_proto.tree import Element, Node, Text


def test_a_new_component_is_the_element_that_was_there() -> None:
    note = Element("div", (("hid", "4"),), (Text("connected"),), "4")
    old: tuple[Node, ...] = (Element("form", (), (Element("input"), Element("p"))),)
    new: tuple[Node, ...] = (
        Element(
            "form",
            (),
            (
                note,
                Element("input", (("hid", "5"),), (), "5"),
                Element("p", (("hid", "6"),), (), "6"),
            ),
        ),
    )
    assert [(patch.op, patch.path, patch.content) for patch in diff(old, new)] == [
        (Op.CREATE, (0, 0), note),
        (Op.CREATE, (0, 1), Attribute("hid", "5")),
        (Op.CREATE, (0, 2), Attribute("hid", "6")),
    ]
