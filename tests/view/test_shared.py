"""Content that pages have in common is there once, and nobody notices."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest

import hlive as l
from hlive import html as h
from hlive import shared
from hlive.document import first_html, open_page
from hlive.html.checked import HtmlTag
from hlive.lower import lower_page
from hlive.memo import Lowered
from hlive_proto.tree import Element, node_at
from tests.view.driver import Driver, drive

TABLE = (1, 1, 1)
"""Where a table is that stands in the body after something else."""


def page_with_table(rows: int, word: str = "row") -> l.Page:
    page = l.Page()
    page.body.add(
        l.C("button", "Click"),
        l.T("table", l.T("tbody", [l.T("tr", l.T("td", f"{word} {row}")) for row in range(rows)])),
    )
    return page


def tags_alive() -> int:
    gc.collect()
    return sum(isinstance(each, l.Tag) for each in gc.get_objects())


def test_pages_that_show_the_same_share_it() -> None:
    one, other = (Driver(lambda: page_with_table(3)) for _ in range(2))
    assert node_at(one.live.shown, TABLE) is node_at(other.live.shown, TABLE)


def test_a_live_page_and_the_first_html_share_what_is_the_same() -> None:
    driver = Driver(lambda: page_with_table(3))
    still = lower_page(page_with_table(3))
    assert node_at(driver.live.shown, TABLE) is node_at(still, TABLE)


@pytest.mark.parametrize(
    "other",
    [
        lambda: l.T("p", "a", {"title": "b"}),
        lambda: l.T("p", "b"),
        lambda: l.T("b", "a"),
        lambda: l.T("p", "a", key=1),
        lambda: l.T("p", "a", l.Class("c")),
        lambda: l.T("p", "a", l.Style({"color": "red"})),
        lambda: l.T("p", l.T("i", "a")),
        lambda: l.T("p", 1),
        lambda: l.T("p", l.HTML("a")),
        lambda: h.p("a"),
    ],
)
def test_what_is_written_otherwise_is_not_taken_for_the_same(other: Callable[[], l.Tag]) -> None:
    page = l.Page()
    page.body.add(l.T("p", "a"), other(), l.T("p", "a"))
    body = node_at(lower_page(page), (1, 1))
    assert isinstance(body, Element)
    first, second, third = body.children
    assert first is third
    assert second is not first


def test_a_session_costs_the_same_however_many_rows_it_shows() -> None:
    kept = [Driver(lambda: page_with_table(2))]
    alive = tags_alive()
    kept.append(Driver(lambda: page_with_table(2)))
    cost = tags_alive() - alive
    kept.append(Driver(lambda: page_with_table(500)))
    assert tags_alive() - alive == 2 * cost


def test_a_tag_that_somebody_has_stays_and_can_be_changed() -> None:
    row = l.T("tr", l.T("td", "mine"))
    driver = drive(l.T("table", l.T("tbody", l.T("tr", l.T("td", "other")), row)))
    row.add(l.T("td", "more"))
    assert driver.render() == ["c 4 >0>0>1>1 h <td>more</td>"]


def test_a_tag_that_several_pages_show_stays_in_all_of_them() -> None:
    shown = l.T("p", "in both")
    drivers = [drive(l.T("div", shown)) for _ in range(2)]
    shown.add("!")
    for driver in drivers:
        assert driver.render() == ["u 4 >0>0>0 t in both!"]


def test_children_that_were_let_go_are_there_for_who_asks() -> None:
    driver = drive(l.T("div", l.T("p", l.T("b", "bold", l.Class("x y")), 5, key=7), {"title": "t"}))
    (section,) = driver.page.body.children
    assert isinstance(section, l.Tag)
    (paragraph,) = section.children
    assert isinstance(paragraph, l.Tag)
    assert (paragraph.name, paragraph.key, section.attribute("title")) == ("p", "7", "t")
    bold, number = paragraph.children
    assert isinstance(bold, l.Tag) and number == 5
    assert section.children == (paragraph,)
    bold.add(l.ClassOff("x"), "er")
    assert bold.attribute("class") == "y"
    assert driver.render() == ['u 4 >0>0>0 a class="y"', "u 4 >0>0>0>0 t bolder"]


def test_a_typed_element_is_taken_back_as_such() -> None:
    driver = drive(h.div(h.p(h.b("bold"))))
    (division,) = driver.page.body.children
    assert type(division) is HtmlTag
    (paragraph,) = division.children
    assert type(paragraph) is HtmlTag
    with pytest.raises(ValueError, match="<div> can't stand inside <p>"):
        paragraph.add(h.div())


def test_what_may_be_in_a_tag_is_still_known_when_it_was_let_go() -> None:
    link = h.span(h.a("text", href="/"))
    drive(link)
    assert isinstance(link._children[0], Lowered)
    with pytest.raises(ValueError, match="<a> can't stand inside <a>"):
        h.a(link)


def test_a_step_of_the_pipeline_sees_tags_that_were_let_go() -> None:
    driver = drive(l.T("div", l.T("p", "text")))
    seen: list[str] = []

    def note(tag: l.Tag, element: Element) -> Element:
        seen.append(tag.name)
        return element

    driver.page.live_pipeline.add("note", note)
    driver.render()
    assert "p" in seen


def test_what_no_page_shows_is_kept_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    def table_of(word: str) -> weakref.ref[Lowered]:
        page = page_with_table(10, word)
        first_html(open_page(lambda: page, ""))
        (lowered,) = (each for each in page.body._children if isinstance(each, Lowered))
        return weakref.ref(lowered)

    kept = table_of("first")
    gc.collect()
    assert kept() is not None
    monkeypatch.setattr(shared, "_room", [shared._room[0] - shared.RECENT])
    table_of("second")
    gc.collect()
    assert kept() is None


def test_markup_that_many_pages_have_is_written_twice_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hlive_proto import markup

    written: list[str] = []
    original = markup._write_element

    def write(element: Element, *rest: object) -> None:
        written.append(element.name)
        original(element, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(markup, "_write_element", write)
    pages = [first_html(open_page(lambda: page_with_table(5, "twice"), "")) for _ in range(4)]
    assert len(set(pages)) == 1
    assert written.count("td") == 2 * 5
