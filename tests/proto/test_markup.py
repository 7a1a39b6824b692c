"""Nodes to HTML: the reference's escapes, and what a parser would change."""

import pytest

from hlive_proto.markup import RAW_TEXT, attribute, escape, html, sendable
from hlive_proto.tree import DOCTYPE, VOID, Element, Node, Raw, Text


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("<a> & \"b\" 'c'", "&lt;a&gt; &amp; &#34;b&#34; &#39;c&#39;"),
        ("&amp;", "&amp;amp;"),
        ("a\r\nb\tc", "a&#13;\nb\tc"),
        ("é€😀\xa0", "é€😀\xa0"),
        ("\0\ud800", "\ufffd?"),
        ("", ""),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped
    assert attribute("title", text) == f' title="{escaped}"'


def test_only_what_cannot_arrive_is_replaced() -> None:
    assert sendable("<&\r\n😀\0\udfff") == "<&\r\n😀\ufffd?"


@pytest.mark.parametrize(
    "node, markup",
    [
        (Text("a<b"), "a&lt;b"),
        (Raw("<b>&</b>"), "<b>&</b>"),
        (Element("p"), "<p></p>"),
        (Element("br", (("class", "x"),)), '<br class="x">'),
        (Element("p", (("b", "1"), ("a", "")), (Text("x"),)), '<p b="1" a="">x</p>'),
        (Element("p", (), (Element("i"), Text("x"))), "<p><i></i>x</p>"),
        (Element("title", (), (Text("a<b"),)), "<title>a&lt;b</title>"),
        (Element("script", (), (Text("a<b && '\"\0"),)), "<script>a<b && '\"\ufffd</script>"),
        (Element("style", (), (Raw("a>b"), Text("&"))), "<style>a>b&</style>"),
        (
            Element("svg", (), (Element("style", (), (Text("a<b"),)),)),
            "<svg><style>a&lt;b</style></svg>",
        ),
        (
            Element("svg", (), (Element("desc", (), (Element("style", (), (Text(">"),)),)),)),
            "<svg><desc><style>></style></desc></svg>",
        ),
        (Element("command"), "<command></command>"),
    ],
)  # fmt: skip
def test_node(node: Node, markup: str) -> None:
    assert html((node,)) == markup


@pytest.mark.parametrize("name", ["pre", "textarea", "listing"])
@pytest.mark.parametrize(
    "child, content",
    [
        (Text("\na"), "\n\na"),
        (Text("a\n"), "a\n"),
        (Text("\ra"), "&#13;a"),
        (Raw("\na"), "\n\na"),
        (Raw("\r\na"), "\n\r\na"),
    ],
)
def test_a_newline_that_a_parser_drops_is_doubled(name: str, child: Node, content: str) -> None:
    assert html((Element(name, (), (child,)),)) == f"<{name}>{content}</{name}>"


def test_only_the_first_newline_is_doubled() -> None:
    children = (Element("b"), Text("\n"))
    assert html((Element("pre", (), children),)) == "<pre><b></b>\n</pre>"


def test_nothing_stands_between_nodes() -> None:
    assert (
        html((DOCTYPE, Element("html"), Text("a"), Text("b"))) == "<!doctype html><html></html>ab"
    )
    assert html(()) == ""


@pytest.mark.parametrize("name", sorted(VOID))
def test_void_elements_have_no_end_tag(name: str) -> None:
    assert html((Element(name),)) == f"<{name}>"


@pytest.mark.parametrize("name", sorted(RAW_TEXT))
def test_raw_text_is_not_escaped(name: str) -> None:
    assert html((Element(name, (), (Text("a<&>'\""),)),)) == f"<{name}>a<&>'\"</{name}>"


@pytest.mark.parametrize(
    "text, sent", [("a\0b", "a\ufffdb"), ("é\0", "é\ufffd"), ("a\ud800", "a?"), ("ab", "ab")]
)
def test_what_can_not_arrive_is_replaced(text: str, sent: str) -> None:
    assert sendable(text) == sent


def test_what_is_written_twice_is_kept_from_then_on() -> None:
    style = Element("svg", (), (Element("style", (), (Text("a > b"),)),))
    written = "<svg><style>a &gt; b</style></svg>"
    kept = []
    for _ in range(3):
        assert html((style,)) == written
        kept.append(style.markup)
    assert kept[1:] == [written, written]
    assert kept[0] != written
