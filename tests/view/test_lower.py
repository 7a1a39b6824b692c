"""Lowering: text that merges, bodies of tables, and nesting that a browser would repair."""

import re
from typing import Any

import pytest

import hlive as l
from hlive_proto.dialect import DIALECT_01
from tests.view.driver import drive, note


def body_html(*elements: object) -> str:
    html = drive(*elements).html
    return html[html.index("<body>") + 6 : html.index("</body>")]


# Text.


def test_text_merges_across_groups_boxes_lists_and_functions() -> None:
    driver = drive(
        l.T(
            "p",
            "a",
            l.Group("b", l.Box("c"), l.Group()),
            ["d", ["e"]],
            lambda: "f",
            None,
            "",
            7,
            l.T("i"),
            l.Box(None),
            l.Group("g"),
            "h",
        )
    )
    assert driver.dom(0) == ("p", {}, "abcdef7", ("i", {}), "gh")


def test_an_update_of_text_beside_a_group_hits_the_right_node() -> None:
    box = l.Box("b")
    driver = drive(l.T("p", "a", l.Group(box, "c"), l.T("i")))
    box.set("B")
    assert driver.render() == ["u 4 >0>0 t aBc"]


def test_text_that_becomes_empty_is_no_node() -> None:
    box = l.Box("b")
    driver = drive(l.T("p", l.T("i"), box, l.T("u")))
    box.set("")
    driver.render()
    assert driver.dom(0) == ("p", {}, ("i", {}), ("u", {}))


def test_a_nul_is_shown_as_a_browser_would() -> None:
    assert drive(l.T("p", "a\0b")).dom(0) == ("p", {}, "a�b")


def test_markup_that_is_only_text_merges_with_its_neighbours() -> None:
    box = l.Box("a")
    driver = drive(l.T("p", box, l.HTML("b &amp; c"), l.HTML("d"), l.T("i")))
    assert driver.dom(0) == ("p", {}, "ab & cd", ("i", {}))
    box.set("A")
    assert driver.render() == ["u 4 >0>0 t Ab & cd"]


def test_markup_that_is_only_text_stays_markup_where_it_stands_alone() -> None:
    assert body_html(l.T("p", l.HTML("a &nbsp; b"), l.T("i"))) == "<p>a &nbsp; b<i></i></p>"


def test_scripts_and_styles_are_not_escaped() -> None:
    assert body_html(l.T("script", "if (a < b) ", l.HTML("c('&amp;')"))) == (
        "<script>if (a < b) c('&amp;')</script>"
    )


def test_what_would_end_a_script_is_refused() -> None:
    with pytest.raises(l.PageError, match="text in <script> can't hold '</script'"):
        drive(l.T("script", "'</scr", "ipt>'"))


def test_markup_in_a_textarea_is_text() -> None:
    box: l.Box[Any] = l.Box(l.HTML("<b>&lt;</b>"))
    driver = drive(l.T("textarea", box))
    assert driver.dom(0) == ("textarea", {}, "<b><</b>")
    box.set(l.HTML("<i>"))
    assert driver.render() == ["u 4 >0>0 t <i>"]


# Raw markup.


@pytest.mark.parametrize(
    "html, count",
    [
        ("<b></b><i></i>", 2),
        ("a<b></b>", 2),
        (" <b></b>", 2),
        ("<b></b>\n", 2),
        ("<!-- a --><b></b>", 2),
    ],
)
def test_markup_of_several_nodes_names_the_tag_around_it(html: str, count: int) -> None:
    wrong = rf"HTML must make one node, this makes {count}: .* \(in <p> from .*test_lower\.py:\d+\)"
    with pytest.raises(l.PageError, match=wrong + "; put it into one element"):
        drive(l.T("p", l.HTML(html)))


@pytest.mark.parametrize(
    "html", ["<b>x<i></i></b>", "<hr>", "<!-- a -->", "text", "<br/>", "a < b"]
)
def test_markup_of_one_node(html: str) -> None:
    assert html in body_html(l.T("div", l.HTML(html)))


def test_empty_markup_is_no_node() -> None:
    assert body_html(l.T("p", l.HTML(""), l.T("i"))) == "<p><i></i></p>"


def test_markup_that_can_not_stand_there_is_refused() -> None:
    with pytest.raises(l.PageError, match=r"<tr> can't stand in <div>.*in <div> from .*lower\.py"):
        drive(l.T("div", l.HTML("<tr><td>x</td></tr>")))
    with pytest.raises(
        l.PageError, match="<div> can't stand inside <p>: a browser would end the <p>"
    ):
        drive(l.T("p", l.HTML("<div>x</div>")))


def test_a_row_of_markup_in_a_table_gets_its_body() -> None:
    driver = drive(l.T("table", l.HTML("<tr><td>x</td></tr>"), l.T("tr", l.T("td", "y"))))
    assert driver.html.count("<tbody>") == 1


# Tables.


def test_rows_straight_in_a_table_get_a_body() -> None:
    box = l.Box("x")
    table = l.T("table", l.T("tr", l.T("td", box)), l.T("tr"))
    driver = drive(table)
    assert driver.html.count("<table><tbody><tr><td>x</td></tr><tr></tr></tbody></table>") == 1
    box.set("y")
    assert driver.render() == ["u 4 >0>0>0>0>0 t y"]


def test_a_body_ends_before_the_next_part_of_the_table() -> None:
    rows = [l.T("caption"), l.T("tr"), l.T("tr"), l.T("tfoot"), l.T("tr")]
    assert body_html(l.T("table", rows)) == (
        "<table><caption></caption><tbody><tr></tr><tr></tr></tbody><tfoot></tfoot>"
        "<tbody><tr></tr></tbody></table>"
    )


def test_a_row_that_is_a_component_can_be_addressed_in_its_body() -> None:
    row = l.C("tr", l.T("td", "x"))
    driver = drive(l.T("table", row))
    row.add(l.T("td", "y"))
    assert driver.render() == ["c 5 >1 h <td>y</td>"]


def test_rows_in_a_table_can_be_added_and_removed() -> None:
    first, last = l.T("tr", key=1), l.T("tr", key=2)
    table = l.T("table", first)
    driver = drive(table)
    table.add(last)
    assert driver.render() == ["c 4 >0>0>1 h <tr></tr>"]
    table.remove(first)
    assert driver.render() == ["d 4 >0>0>0"]
    table.clear()
    assert driver.render() == ["d 4 >0>0"]


# Nesting.


@pytest.mark.parametrize(
    "tag, wrong",
    [
        (l.T("p", l.T("div")), "<div> can't stand inside <p>: a browser would end the <p>"),
        (l.T("p", l.T("b", l.T("ul"))), "<ul> can't stand inside <p>"),
        (l.T("a", l.T("span", l.T("a"))), "<a> can't stand inside <a>"),
        (l.T("button", l.T("button")), "<button> can't stand inside <button>"),
        (l.T("form", l.T("div", l.T("form"))), "<form> can't stand inside <form>"),
        (l.T("div", l.T("tr")), "<tr> can't stand in <div>, only in <tbody>"),
        (l.T("tr", l.T("td")), "<tr> can't stand in <body>"),
        (l.T("table", l.T("div")), "<table> can't hold <div>, only"),
        (l.T("table", "text"), "<table> can't hold text: 'text'"),
        (l.T("select", l.T("b")), "<select> can't hold <b>, only"),
        (l.T("title", l.T("b")), "<title> can't hold <b>, only text"),
        (l.T("h1", l.T("h2")), "<h2> can't stand straight in <h1>"),
        (l.T("div", l.Box(l.T("body"))), "<body> can't stand in <div>, only in <html>"),
    ],
)
def test_nesting_that_a_browser_would_repair_names_the_authors_line(tag: l.Tag, wrong: str) -> None:
    with pytest.raises(l.PageError, match=re.escape(wrong)) as caught:
        drive(tag)
    assert re.search(r"from .*test_lower\.py:\d+", str(caught.value))


def test_a_change_that_makes_nesting_wrong_is_refused_and_can_be_taken_back() -> None:
    inner = l.T("b", "x")
    driver = drive(l.T("p", l.T("i", inner)), development=True)
    inner.rename("div")
    assert driver.render() == ["x|error"]
    inner.rename("b")
    assert driver.render() == []
    inner.add("y")
    assert driver.render() == ["u 4 >0>0>0>0 t xy"]


def test_an_only_child_that_is_renamed_is_asked_again_whether_it_can_stand_there() -> None:
    option = l.T("option", "x")
    driver = drive(l.T("select", option), development=True)
    option.rename("label")
    assert driver.render() == ["x|error"]
    assert "<select> can't hold <label>" in note(driver.frames[-1])


def test_a_tag_can_not_stand_inside_itself() -> None:
    tag = l.T("div")
    tag.add(l.T("p"), l.Group(tag))
    with pytest.raises(
        l.PageError, match=r"<div> from .*test_lower\.py:\d+ can't stand inside itself"
    ):
        drive(tag)


# SVG.


def test_svg_attributes_keep_their_spelling() -> None:
    box = l.Box("0 0 1 1")
    driver = drive(l.T("svg", {"VIEWBOX": box, "preserveaspectratio": "none"}))
    assert '<svg viewBox="0 0 1 1" preserveAspectRatio="none">' in driver.html
    box.set("0 0 2 2")
    assert driver.render() == ['u 4 >0 a viewBox="0 0 2 2"']


def test_a_shape_that_is_added_replaces_the_whole_picture() -> None:
    group = l.T("g")
    driver = drive(l.T("svg", group))
    group.add(l.T("circle", {"r": 1}))
    assert driver.render() == ['u 4 >0 h <svg><g><circle r="1"></circle></g></svg>']


# Functions.


def test_a_function_is_asked_at_every_rendering() -> None:
    times: list[int] = []

    def count() -> int:
        times.append(0)
        return len(times)

    driver = drive(l.T("p", count))
    before = len(times)
    assert driver.render() == [f"u 4 >0>0 t {before + 1}"]
    assert driver.render() == [f"u 4 >0>0 t {before + 2}"]


def test_what_a_function_can_not_give_is_refused_with_its_place() -> None:
    def wrong() -> object:
        return {"class": "x"}

    with pytest.raises(l.PageError, match=r"dict .* can't be shown .*wrong.* in <p> from .*lower"):
        drive(l.T("p", wrong))


def test_what_a_function_raises_reaches_the_author_unchanged() -> None:
    def broken() -> object:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        drive(l.T("p", broken))


# Dialect 0.1.


def test_dialect_01_hides_its_attributes_in_the_first_html() -> None:
    button = l.C("button", l.prevent_default(), {"a": "1"}, l.on("click", print))
    driver = drive(button, dialect=DIALECT_01)
    assert '<button a="1"></button>' in driver.html
    assert driver.dom(0) == (
        "button",
        {"a": "1", "data-hlive-id": "5", "data-hlive-on": "5-1|click", "data-hlive-pd": ""},
    )
