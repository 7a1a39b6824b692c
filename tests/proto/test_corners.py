"""Corners that no other literal test looks into; each was shown by a mutant that lived."""

from itertools import permutations

import pytest

from hlive_proto import inbound, markup, outbound
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import Strategy, _longest_increasing, diff, diff_component
from hlive_proto.dom import parse, snapshot
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.events import DomEvent, FileInfo
from hlive_proto.outbound import ExtensionLine, SessionLine
from hlive_proto.patch import ROOT, Attribute, Op, Patch
from hlive_proto.session import Limits, Session, Step
from hlive_proto.tree import DOCTYPE, Document, Element, Node, Raw, Text, exchanged, replace_at

MINIMAL, POSITIONAL = Strategy.MINIMAL, Strategy.POSITIONAL


def apply(old: Node, new: Node, strategy: Strategy = MINIMAL) -> list[Patch]:
    """The patches, after a browser has shown that they lead to the new tree."""
    patches = diff((old,), (new,), strategy)
    browser = Browser(markup.html((old,)))
    browser.apply(outbound.encode(patches))
    assert browser.snapshot() == shown((new,))
    return patches


def keyed(key: str, *children: Node, name: str = "li", **attrs: str) -> Element:
    return Element(name, tuple(attrs.items()), children, key=key)


# The differ.


def test_only_a_component_is_rendered_alone() -> None:
    with pytest.raises(AssertionError):
        diff_component(Element("p"), Element("p"))


def test_rows_that_are_the_same_objects_move_in_any_way() -> None:
    rows = [keyed(key, Text(key * 60)) for key in "abcd"]
    for count in (3, 4):
        for order in permutations(range(count)):
            moved = tuple(rows[index] for index in order)
            patches = apply(Element("ul", (), tuple(rows[:count])), Element("ul", (), moved))
            assert len(patches) <= 2 * (count - len(_longest_increasing(order)))


def test_what_has_no_key_is_known_by_its_turn_among_its_like() -> None:
    a, b = keyed("a", name="details"), keyed("b", name="details")
    first, second, rule, raw = Element("i"), Element("i", (("title", "2"),)), Text("-"), Raw("<hr>")
    old = Element("div", (), (a, rule, first, raw, second, b))
    new = Element("div", (), (b, Text("+"), first, raw, Element("i", (("title", "3"),)), a))
    assert apply(old, new) == [
        Patch(Op.DELETE, ROOT, (0, 5)),
        Patch(Op.DELETE, ROOT, (0, 0)),
        Patch(Op.CREATE, ROOT, (0, 0), b),
        Patch(Op.UPDATE, ROOT, (0, 1), Text("+")),
        Patch(Op.UPDATE, ROOT, (0, 4), Attribute("title", "3")),
        Patch(Op.CREATE, ROOT, (0, 5), a),
    ]


def test_text_and_raw_markup_are_not_alike() -> None:
    a, b = keyed("a", name="details"), keyed("b", name="details")
    old = Element("div", (), (a, Text("x"), b))
    new = Element("div", (), (Raw("<hr>"), a, b, Text("x")))
    assert apply(old, new) == [
        Patch(Op.DELETE, ROOT, (0, 2)),
        Patch(Op.CREATE, ROOT, (0, 0), Raw("<hr>")),
        Patch(Op.CREATE, ROOT, (0, 2), b),
    ]


def test_a_drawing_loses_a_part_that_has_a_key() -> None:
    parts = [keyed(key, name="circle", id=key) for key in "abc"]
    old, new = Element("svg", (), tuple(parts)), Element("svg", (), tuple(parts[1:]))
    assert apply(old, new) == [Patch(Op.DELETE, ROOT, (0, 0))]


def test_parts_of_a_drawing_change_places_where_they_stand() -> None:
    a, b = keyed("a", name="circle", r="1"), keyed("b", name="circle", r="2")
    assert apply(Element("svg", (), (a, b)), Element("svg", (), (b, a))) == [
        Patch(Op.UPDATE, ROOT, (0, 0), Attribute("r", "2")),
        Patch(Op.UPDATE, ROOT, (0, 1), Attribute("r", "1")),
    ]


def test_fields_in_a_drawing_change_places_where_they_stand() -> None:
    """By key they would be created anew, and with them the whole drawing."""
    a, b = (
        keyed(key, Element("foreignobject", (), (Element("input"),)), name="g", id=key)
        for key in "ab"
    )
    assert apply(Element("svg", (), (a, b)), Element("svg", (), (b, a))) == [
        Patch(Op.UPDATE, ROOT, (0, 0), Attribute("id", "b")),
        Patch(Op.UPDATE, ROOT, (0, 1), Attribute("id", "a")),
    ]


def test_elements_of_two_names_are_not_alike() -> None:
    a, b = keyed("a", name="details"), keyed("b", name="details")
    i, u = Element("i", (), (Text("i"),)), Element("u", (), (Text("u"),))
    assert apply(Element("div", (), (a, i, u, b)), Element("div", (), (b, u, i, a))) == [
        Patch(Op.DELETE, ROOT, (0, 3)),
        Patch(Op.DELETE, ROOT, (0, 2)),
        Patch(Op.DELETE, ROOT, (0, 1)),
        Patch(Op.CREATE, ROOT, (0, 0), b),
        Patch(Op.CREATE, ROOT, (0, 1), u),
        Patch(Op.CREATE, ROOT, (0, 2), i),
    ]


def test_each_of_three_without_a_key_has_its_own_turn() -> None:
    a, b = keyed("a", name="details"), keyed("b", name="details")
    first, second, third = (Element("i", (("title", str(turn)),)) for turn in range(3))
    assert apply(
        Element("div", (), (a, first, second, third, b)),
        Element("div", (), (b, first, second, third)),
    ) == [
        Patch(Op.DELETE, ROOT, (0, 4)),
        Patch(Op.DELETE, ROOT, (0, 0)),
        Patch(Op.CREATE, ROOT, (0, 0), b),
    ]


def test_a_field_is_emptied_for_its_value_only() -> None:
    assert apply(Element("input", (("title", "x"),)), Element("input")) == [
        Patch(Op.DELETE, ROOT, (0,), Attribute("title", "x"))
    ]
    assert apply(Element("li", (("value", "3"),)), Element("li")) == [
        Patch(Op.DELETE, ROOT, (0,), Attribute("value", "3"))
    ]


def test_editable_rows_are_matched_by_key_at_any_price() -> None:
    a = keyed("a", Text("x"), contenteditable="")
    b = keyed("b", Text("y"), contenteditable="")
    assert apply(Element("ul", (), (a, b)), Element("ul", (), (b, a))) == [
        Patch(Op.DELETE, ROOT, (0, 1)),
        Patch(Op.CREATE, ROOT, (0, 0), b),
    ]


def test_the_longest_run_survives_a_shorter_one() -> None:
    assert _longest_increasing([1, 5, 6, 2, 7]) == {0, 1, 2, 4}


def test_runs_of_deletes_in_a_component_and_beside_it() -> None:
    """A component's path counts as one that starts with 0, so it is less than that of a sibling:
    one step of each joins a run, which is turned round once more above."""
    four = (Element("i"),) * 4
    part, half = (Element("p", (("hid", "7"),), inside, "7") for inside in (four, four[2:]))
    whole, some = Element("p", (), four), Element("p", (), four[2:])

    def page(*children: Node) -> Document:
        return (DOCTYPE, Element("div", (), (Element("b"), Element("div", (), children))))

    assert diff(page(part, whole), page(half, some), POSITIONAL) == [
        Patch(Op.DELETE, "7", (3,)),
        Patch(Op.DELETE, ROOT, (1, 1, 1, 3)),
        Patch(Op.DELETE, "7", (2,)),
        Patch(Op.DELETE, ROOT, (1, 1, 1, 2)),
    ]
    assert diff(page(whole, part), page(some, half), POSITIONAL) == [
        Patch(Op.DELETE, ROOT, (1, 1, 0, 3)),
        Patch(Op.DELETE, ROOT, (1, 1, 0, 2)),
        Patch(Op.DELETE, "7", (3,)),
        Patch(Op.DELETE, "7", (2,)),
    ]


# Trees.


def test_a_node_is_replaced_at_any_depth() -> None:
    deep = Element("a", (), (Element("b", (), (Element("c", (), (Text("x"),)), Text("y"))),))
    assert replace_at((deep,), {(0, 0, 0, 0): Text("z")}) == (
        Element("a", (), (Element("b", (), (Element("c", (), (Text("z"),)), Text("y"))),)),
    )
    assert replace_at((deep,), {(0, 0): Text("z")}) == (Element("a", (), (Text("z"),)),)


def test_an_object_that_stands_there_more_often_counts_as_often() -> None:
    twin = Element("p", (), (), "7")
    assert exchanged((twin,), (twin, twin, twin)) == {"7": 2}
    assert exchanged((twin, twin, twin), (twin,)) == {"7": -2}
    assert exchanged((), (twin,)) == {"7": 1}


# Grammars.


def test_text_in_a_style_deep_in_a_drawing_is_escaped() -> None:
    style = Element("style", (), (Text("a > b"),))
    deep = Element("svg", (), (Element("g", (), (style,)),))
    assert markup.html((deep,)) == "<svg><g><style>a &gt; b</style></g></svg>"


def test_an_upload_tells_all_that_other_events_tell() -> None:
    event = DomEvent(("5-1", "5-2"), file=FileInfo("a"), data=b"x", extra={"p": "q"}, acked=3)
    assert inbound.encode(event) == (
        b'{"t":"e","file":{"name":"a","size":0,"type":"","index":0,"total":0},'
        b'"i":"5-1,5-2","e":{"p":"q"},"a":3}\n\nx'
    )
    assert inbound.decode(inbound.encode(event)) == event


@pytest.mark.parametrize(
    "frame, message",
    [
        (b"{}", "a binary frame without the empty line that ends its JSON"),
        ('{"t":"e","vm":[1]}', "'vm' must be a list of strings"),
        (
            '{"t":"e","i":["' + "x" * 99 + '"]}',
            "'i' must be str, not ['xxxxxxxxxxxx...xxxxxxxxxxxxx']",
        ),
        (
            '{"t":[[1,2,3,4,5,6,7],[1,2,3,4,5,6,7],[1,2,3,4,5,6,7],[1,2,3,4,5,6,7]]}',
            "unknown message type [[1, 2, 3, 4, 5, 6, ...], [1, 2, 3, 4, 5, 6, ...], "
            '[1, 2, 3, 4, 5, 6, ...], [1, ; "e" and "l" are known',
        ),
    ],
)
def test_what_is_said_of_a_bad_frame(frame: str | bytes, message: str) -> None:
    with pytest.raises(RemoteProtocolError) as raised:
        inbound.decode(frame)
    assert str(raised.value) == message


@pytest.mark.parametrize("field", ["|", "\n"])
def test_what_is_said_of_a_field_that_breaks_a_line(field: str) -> None:
    with pytest.raises(LocalProtocolError) as raised:
        ExtensionLine("k", (field,))
    assert str(raised.value) == "fields of a line can't hold '|' or a newline: encode them"
    assert ExtensionLine("k", ("X",)).fields == ("X",)


def test_what_is_said_of_a_session_line_in_company() -> None:
    with pytest.raises(LocalProtocolError) as raised:
        outbound.encode([SessionLine("a"), ExtensionLine("k")])
    assert str(raised.value) == "the session line must be alone in its frame"


@pytest.mark.parametrize(
    "line, message",
    [
        ("d|c|doc", "a patch has six parts, not 3: 'd|c|doc'"),
        ("d|u|doc|0||", "malformed patch (only a delete has no content): 'd|u|doc|0||'"),
        (
            "d|u|doc|0|a|YT0iYg==",
            "malformed patch (not an attribute: 'a=\"b'): 'd|u|doc|0|a|YT0iYg=='",
        ),
        (
            "d|u|doc|0|a|YT1iIg==",
            "malformed patch (not an attribute: 'a=b\"'): 'd|u|doc|0|a|YT1iIg=='",
        ),
    ],
)
def test_what_is_said_of_a_bad_line(line: str, message: str) -> None:
    with pytest.raises(RemoteProtocolError) as raised:
        outbound.decode(line)
    assert str(raised.value) == message


def test_an_attribute_is_read_as_it_stands_but_for_one_that_goes() -> None:
    set_, gone = "d|u|doc|0|a|IGE9IiZhbXA7Ig==", "d|d|doc|0|a|IGE9IiZhbXA7Ig=="
    assert outbound.decode(set_) == [Patch(Op.UPDATE, ROOT, (0,), Attribute("a", "&amp;"))]
    assert outbound.decode(gone) == [Patch(Op.DELETE, ROOT, (0,), Attribute("a", "&"))]


def test_a_name_keeps_all_but_the_spaces_before_it() -> None:
    line = outbound.encode([Patch(Op.UPDATE, ROOT, (0,), Attribute("\tX", "1"))])
    assert outbound.decode(line) == [Patch(Op.UPDATE, ROOT, (0,), Attribute("\tX", "1"))]


# The browser's role.


def test_lines_end_at_newlines_only() -> None:
    browser = Browser("<p>a</p>")
    browser.apply("x|a d|u|doc|0>0|t|Yg==\n")
    assert browser.snapshot() == [("p", {}, "a")]


def test_the_log_names_the_line_without_a_target() -> None:
    browser = Browser("<p></p>")
    browser.apply("d|u|doc|0>9|t|Yg==")
    assert browser.log == ["no target for: d|u|doc|0>9|t|Yg=="]


def test_text_after_a_reference_is_the_same_text() -> None:
    assert [snapshot(node) for node in parse("a &amp; b<!--x-->c<b></b>d</i>e")] == [
        "a & b",
        ("!", "<!--x-->"),
        "c",
        ("b", {}),
        "de",
    ]


def test_markup_deep_in_a_drawing_is_no_html() -> None:
    browser = Browser("<svg><g></g></svg>")
    browser.apply("d|c|doc|0>0>0|h|PGI+PC9iPg==")
    assert browser.snapshot() == [("svg", {}, ("g", {}, ("html:b", {})))]
    assert [snapshot(node) for node in parse("<svg><g><style>a&amp;b</style></g></svg>")] == [
        ("svg", {}, ("g", {}, ("style", {}, "a&b")))
    ]


# Sessions.


def test_a_session_counts_only_for_a_client_that_counts() -> None:
    session = Session("abc", Limits(), 0.0)
    session.step(Step.CONNECT)
    session.send("x|1\n")
    session.step(Step.DROP)
    assert session.resume(None) == []


def test_an_illegal_step_names_the_session() -> None:
    with pytest.raises(LocalProtocolError) as raised:
        Session("abc", Limits(), 0.0).step(Step.SEND)
    assert str(raised.value) == "session abc is new: it can't send now"
