"""Lines from the server: what stands on the wire, read and written."""

import pytest

from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.outbound import (
    ExtensionLine,
    Line,
    SessionLine,
    decode,
    encode,
    is_markup,
    text_field,
)
from hlive_proto.patch import ROOT, Attribute, Op, Patch
from hlive_proto.tree import Element, Raw, Text


def assert_frame(frame: str, *lines: Line) -> None:
    """Both directions: the frame says these lines, and these lines make the frame."""
    assert decode(frame) == list(lines)
    assert encode(lines) == frame


def test_no_lines() -> None:
    assert_frame("")


def test_session_line() -> None:
    assert_frame("s|id|0123456789abcdefghij", SessionLine("0123456789abcdefghij"))


@pytest.mark.parametrize(
    "line, patch",
    [
        ("d|c|doc|1>1>0|t|YQ==", Patch(Op.CREATE, ROOT, (1, 1, 0), Text("a"))),
        ("d|u|4|>0|t|w6kg4oKsIPCfmIA=", Patch(Op.UPDATE, "4", (0,), Text("é € 😀"))),
        ("d|u|4|>10>0|t|YXwKYg==", Patch(Op.UPDATE, "4", (10, 0), Text("a|\nb"))),
        ("d|u|4|>0|t|", Patch(Op.UPDATE, "4", (0,), Text(""))),
        ("d|c|4|>1|h|PGI+YTwvYj4=", Patch(Op.CREATE, "4", (1,), Raw("<b>a</b>"))),
        ("d|u|4|>1|h|PGI+YTwvYj4=", Patch(Op.UPDATE, "4", (1,), Raw("<b>a</b>"))),
        ("d|c|4||a|IHQ9ImF8YiI=", Patch(Op.CREATE, "4", (), Attribute("t", "a|b"))),
        ("d|u|4|>0|a|IHQ9ImEmIj0iIg==", Patch(Op.UPDATE, "4", (0,), Attribute("t", 'a&"="'))),
        ("d|u|4|>0|a|IHQ9IiAi", Patch(Op.UPDATE, "4", (0,), Attribute("t", " "))),
        ("d|c|4|>0|a|IHQ9IiI=", Patch(Op.CREATE, "4", (0,), Attribute("t", ""))),
        ("d|d|4|>0|a|IHQ9ImEmYW1wOyYjMzQ7Ig==", Patch(Op.DELETE, "4", (0,), Attribute("t", 'a&"'))),
        ("d|d|4|>3||", Patch(Op.DELETE, "4", (3,))),
        ("d|d|doc|1>1>3||", Patch(Op.DELETE, ROOT, (1, 1, 3))),
        ("d|d|kX_4-a|>3||", Patch(Op.DELETE, "kX_4-a", (3,))),
    ],
)  # fmt: skip
def test_patch(line: str, patch: Patch) -> None:
    assert_frame(line + "\n", patch)


def test_several_lines() -> None:
    assert_frame(
        "d|d|4|>1||\nack|7|\nd|d|4|>0||\n",
        Patch(Op.DELETE, "4", (1,)),
        ExtensionLine("ack", ("7", "")),
        Patch(Op.DELETE, "4", (0,)),
    )


def test_an_element_goes_out_as_html() -> None:
    node = Element("li", (("class", "a&b"),), (Text("<"), Element("br")))
    frame = encode([Patch(Op.CREATE, "4", (0,), node)])
    assert decode(frame) == [Patch(Op.CREATE, "4", (0,), Raw('<li class="a&amp;b">&lt;<br></li>'))]


def test_a_component_has_no_leading_step_for_itself() -> None:
    assert encode([Patch(Op.UPDATE, "4", (), Text("a"))]) == "d|u|4||t|YQ==\n"


@pytest.mark.parametrize("kind, fields", [("ack", ()), ("x", ("error", "YQ==")), ("dd", ("", ""))])
def test_extension_line(kind: str, fields: tuple[str, ...]) -> None:
    assert_frame("|".join([kind, *fields]) + "\n", ExtensionLine(kind, fields))


@pytest.mark.parametrize(
    "kind, fields, message",
    [
        ("", (), "can't be of kind ''"),
        ("d", (), "can't be of kind 'd'"),
        ("s", ("id", "1"), "can't be of kind 's'"),
        ("a|b", (), "encode them"),
        ("a", ("b\n",), "encode them"),
        ("a", ("b", "|"), "encode them"),
    ],
)
def test_extension_line_that_cannot_be(kind: str, fields: tuple[str, ...], message: str) -> None:
    with pytest.raises(LocalProtocolError, match=message):
        ExtensionLine(kind, fields)


def test_the_session_line_is_alone() -> None:
    with pytest.raises(LocalProtocolError, match="alone in its frame"):
        encode([SessionLine("0" * 20), Patch(Op.DELETE, "4", (0,))])


@pytest.mark.parametrize("frame", ["\n\nd|d|4|>0||", "d|d|4|0||\n", "d|d|4|>>0||\n"])
def test_what_a_reader_overlooks(frame: str) -> None:
    assert decode(frame) == [Patch(Op.DELETE, "4", (0,))]


@pytest.mark.parametrize(
    "line, message",
    [
        ("d", "six parts, not 1"),
        ("d|d|4|>0|", "six parts, not 5"),
        ("d|d|4|>0|||", "six parts, not 7"),
        ("d|x|4|>0||", "'x' is not a valid Op"),
        ("d|u|4|>0|x|YQ==", "unknown content kind 'x'"),
        ("d|u|4|>a|t|YQ==", "not an index: 'a'"),
        ("d|u|4|>-1|t|YQ==", "not an index: '-1'"),
        ("d|u|4|>1_0|t|YQ==", "not an index: '1_0'"),
        ("d|u|4|> 1|t|YQ==", "not an index: ' 1'"),
        ("d|u|4|>\u0661|t|YQ==", "not an index"),
        ("d|u|4|>0|t|YQ=", "Incorrect padding"),
        ("d|u|4|>0|t|Y Q==", "malformed patch"),
        ("d|u|4|>0|t|é", "ASCII"),
        ("d|u|4|>0|t|/w==", "utf-8"),
        ("d|u|4|>0||", "only a delete has no content"),
        ("d|c|4|>0||", "only a delete has no content"),
        ("d|u|4|>0|a|IHQ=", "not an attribute: ' t'"),
        ("d|u|4|>0|a|IHQ9Ig==", "not an attribute"),
        ("d|u|4|>0|a|IHQ9J2En", "not an attribute"),
        ("s|id", "malformed session line"),
        ("s|x|1", "malformed session line"),
        ("s|id|1|2", "malformed session line"),
        ("|x", "without a kind"),
    ],
)
def test_malformed_line(line: str, message: str) -> None:
    with pytest.raises(RemoteProtocolError, match=message) as caught:
        decode("d|d|4|>0||\n" + line + "\n")
    assert caught.value.close_code is None


def test_text_that_cannot_be_sent() -> None:
    assert text_field("a\0\ud800") == "Ye+/vT8="


def test_what_travels_as_markup() -> None:
    assert is_markup(Element("b")) and is_markup(Raw("<b></b>"))
    assert not any(map(is_markup, (Text("b"), Attribute("b", ""), None)))
