"""The browser role: it does with a frame what the original client does, its failures included."""

from base64 import b64encode

import pytest

from hlive_proto import markup
from hlive_proto.browser import Browser, shown
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from hlive_proto.dom import Snapshot
from hlive_proto.tree import Element, Text


def line(op: str, root: str, path: str, kind: str = "", content: str = "") -> str:
    return f"d|{op}|{root}|{path}|{kind}|{b64encode(content.encode()).decode()}\n"


def after(html: str, *lines: str) -> list[Snapshot]:
    browser = Browser(html)
    browser.apply("".join(lines))
    assert (browser.log, browser.thrown) == ([], [])
    return browser.snapshot()


P = "<p><i></i><u></u></p>"
FIRST: Snapshot = ("i", {})
LAST: Snapshot = ("u", {})


@pytest.mark.parametrize(
    "html, patch, nodes",
    [
        (P, line("c", "doc", "0>1", "t", "<b>"), [("p", {}, FIRST, "<b>", LAST)]),
        (P, line("c", "doc", "0>9", "t", "b"), [("p", {}, FIRST, LAST, "b")]),
        ("<p>a</p>", line("c", "doc", "0>1", "t", "b"), [("p", {}, "a", "b")]),
        (P, line("c", "doc", "0>0", "h", "<b>x</b>y"), [("p", {}, ("b", {}, "x"), FIRST, LAST)]),
        (P, line("c", "doc", "0>7", "h", "<b></b>"), [("p", {}, FIRST, LAST, ("b", {}))]),
        (P, line("u", "doc", "0>1", "h", "<b>x</b>y"), [("p", {}, FIRST, ("b", {}, "x"))]),
        (P, line("u", "doc", "0>1", "h", ""), [("p", {}, FIRST, "null")]),
        (P, line("u", "doc", "0", "t", "<b>"), [("p", {}, "<b>")]),
        ("<p>a</p>", line("u", "doc", "0>0", "t", "&lt;"), [("p", {}, "&lt;")]),
        ("<p>a</p>", line("u", "doc", "0", "t", ""), [("p", {})]),
        (P, line("d", "doc", "0>0"), [("p", {}, LAST)]),
        ("<!--c--><p></p>", line("d", "doc", "0"), [("p", {})]),
        ("<p></p>", line("c", "doc", "0", "a", ' t="a=&amp;"b"'), [("p", {"t": 'a=&amp;"b'})]),
        ("<p t='a'></p>", line("u", "doc", "0", "a", ' T="b"'), [("p", {"t": "b"})]),
        ("<p t='a'></p>", line("d", "doc", "0", "a", ' t="x"'), [("p", {})]),
        ("<p t='a'></p>", line("d", "doc", "0", "a", ' x="x"'), [("p", {"t": "a"})]),
        ("<svg></svg>", line("u", "doc", "0", "a", ' viewBox="0"'), [("svg", {"viewBox": "0"})]),
        ("<svg></svg>", line("u", "doc", "0", "a", ' viewbox="0"'), [("svg", {"viewbox": "0"})]),
        ("<svg></svg>", line("c", "doc", "0>0", "h", "<g></g>"), [("svg", {}, ("html:g", {}))]),
        ("<input value=a>", line("u", "doc", "0", "a", ' value="b"'), [("input", {"value": "b"})]),
        ("<input value=a>", line("u", "doc", "0", "a", ' value=""'), [("input", {})]),
        ("<input value=a>", line("d", "doc", "0", "a", ' value="a"'), [("input", {})]),
        ("<b value='a'></b>", line("u", "doc", "0", "a", ' value="b"'), [("b", {"value": "b"})]),
        ("a<p hid='7'>b</p>", line("u", "7", ">0", "t", "c"), ["a", ("p", {"hid": "7"}, "c")]),
        ("<p hid='7'></p>", line("c", "7", "", "a", ' t=""'), [("p", {"hid": "7", "t": ""})]),
        ("<p hid='7'>b</p>", line("d", "7", ""), []),
    ],
)  # fmt: skip
def test_patch(html: str, patch: str, nodes: list[Snapshot]) -> None:
    assert after(html, patch) == nodes


def test_each_line_acts_on_what_the_others_left() -> None:
    assert after(P, line("d", "doc", "0>0"), line("d", "doc", "0>0")) == [("p", {})]


def test_the_first_in_the_document_is_the_root() -> None:
    html = "<div><p hid='7'>a</p></div><p hid='7'>b</p>"
    assert after(html, line("u", "7", ">0", "t", "c")) == [
        ("div", {}, ("p", {"hid": "7"}, "c")),
        ("p", {"hid": "7"}, "b"),
    ]


def test_a_property_outlives_its_attribute() -> None:
    html = '<input value="a">'
    set_value, drop = (
        line("u", "doc", "0", "a", ' value="b"'),
        line("d", "doc", "0", "a", ' value="a"'),
    )
    assert after(html, set_value, drop) == [("input", {"value": "b"})]


@pytest.mark.parametrize("start", ["", "<!--x-->", "<div></div>text"])
def test_what_stands_before_the_head_is_not_counted(start: str) -> None:
    html = f"<html>{start}<head></head><body>a</body></html>"
    (page,) = after(html, line("u", "doc", "0>1>0", "t", "b"))
    assert page[-1] == ("body", {}, "b")


@pytest.mark.parametrize(
    "html, patch",
    [
        ("<p></p>", line("u", "99", ">0", "t", "b")),
        ("<p></p>", line("u", "doc", "2", "t", "b")),
        ("<p></p>", line("u", "doc", "0>0", "t", "b")),
        ("<p>a</p>", line("u", "doc", "0>0>0", "t", "b")),
        ("<p>a</p>", line("c", "doc", "0>1>0", "t", "b")),
        ("<template><p>a</p></template>", line("u", "doc", "0>0", "t", "b")),
        ("<template><p hid='7'>a</p></template>", line("u", "7", ">0", "t", "b")),
        ("<noscript><p hid='7'>a</p></noscript>", line("u", "7", ">0", "t", "b")),
        ("<html><body>a</body></html>", line("u", "doc", "0>0>0", "t", "b")),
    ],
)
def test_a_missing_target_drops_the_rest(html: str, patch: str) -> None:
    browser = Browser(html + "<b>a</b>")
    before = browser.snapshot()
    browser.apply(patch + line("u", "doc", "1>0", "t", "b"))
    assert browser.snapshot() == before
    assert (len(browser.log), browser.thrown) == (1, [])
    browser.apply(line("u", "doc", "1>0", "t", "b"))
    assert browser.snapshot()[1] == ("b", {}, "b")


@pytest.mark.parametrize(
    "html, patch",
    [
        ("<p></p>", line("c", "doc", "0>0", "h", "")),
        ("<p>a</p>", line("c", "doc", "0>0>0", "h", "<b></b>")),
        ("<p>a</p>", line("c", "doc", "0>0", "a", ' t="a"')),
        ("<p>a</p>", line("d", "doc", "")),
        ("<p>a</p>", line("u", "doc", "", "h", "<b></b>")),
    ],
)
def test_what_the_dom_refuses_drops_the_rest(html: str, patch: str) -> None:
    browser = Browser(html + "<b>a</b>")
    before = browser.snapshot()
    browser.apply(patch + line("u", "doc", "1>0", "t", "b"))
    assert browser.snapshot() == before
    assert browser.thrown == [patch.rstrip("\n")]


def test_a_patch_of_another_length_is_overlooked() -> None:
    browser = Browser("a")
    browser.apply("d|u|doc|0|t\nd|u|doc|0|t|Yg==|\nd|u|doc|0|t|Yg==\n")
    assert browser.snapshot() == ["b"]
    assert browser.log == ["invalid diff message format"] * 2


def test_other_lines_mean_nothing() -> None:
    browser = Browser("a")
    browser.apply("\nx|error|YQ==\nack\n\n")
    assert (browser.snapshot(), browser.log, browser.session_id) == (["a"], [], "1")


def test_the_session_line_is_remembered() -> None:
    browser = Browser("a")
    browser.apply("s|id|0123456789abcdefghij")
    assert browser.session_id == "0123456789abcdefghij"
    browser.apply("s|x")
    assert browser.session_id == "0123456789abcdefghij"


@pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02])
def test_a_component_is_found_by_the_attribute_of_its_dialect(dialect: Dialect) -> None:
    browser = Browser(f'<p hid="a" data-hlive-id="b">1</p><p {dialect.id_attr}="c">2</p>', dialect)
    own = "b" if dialect is DIALECT_01 else "a"
    browser.apply(line("u", own, ">0", "t", "x") + line("u", "c", ">0", "t", "y"))
    assert [node[-1] for node in browser.snapshot()] == ["x", "y"]
    browser.apply(line("u", "a" if own == "b" else "b", ">0", "t", "z"))
    assert len(browser.log) == 1


def test_shown_is_what_the_markup_makes() -> None:
    tree = (Element("p", (("t", "&"),), (Text("<"),)), Text("a"))
    assert shown(tree) == [("p", {"t": "&"}, "<"), "a"] == Browser(markup.html(tree)).snapshot()
