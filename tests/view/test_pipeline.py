"""Render pipelines: named steps, in order, for the first HTML and for the live page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

import hlive as l
from hlive.document import first_html, open_page
from hlive.pipeline import Step
from hlive_proto.tree import Element, Text
from tests.view.driver import Driver, note, page_of


def mark(tag: l.Tag, element: Element) -> Element:
    return replace(element, attrs=(*element.attrs, ("data-mark", element.name)))


def shout(tag: l.Tag, element: Element) -> Element:
    children = tuple(
        Text(child.text.upper()) if isinstance(child, Text) else child for child in element.children
    )
    return replace(element, children=children)


def writing(letter: str) -> Step:
    """A step that writes a letter at the end of each <p>."""

    def write(tag: l.Tag, element: Element) -> Element:
        if tag.name != "p":
            return element
        written = "".join(child.text for child in element.children if isinstance(child, Text))
        return replace(element, children=(Text(written + letter),))

    return write


def body(html: str) -> str:
    return html.partition("<body")[2].removesuffix("</body></html>").partition(">")[2]


def test_steps_run_in_order() -> None:
    pipeline = l.Pipeline()
    pipeline.add("b", mark)
    pipeline.add("d", mark)
    pipeline.add("a", mark, before="b")
    pipeline.add("c", mark, after="b")
    assert list(pipeline) == ["a", "b", "c", "d"]
    pipeline.remove("b")
    assert list(pipeline) == ["a", "c", "d"] and len(pipeline.steps) == 3

    def home() -> l.Page:
        page = page_of(l.T("p", ">"))
        page.html_pipeline.add("2", writing("2"))
        page.html_pipeline.add("1", writing("1"), before="2")
        page.html_pipeline.add("3", writing("3"), after="2")
        page.html_pipeline.remove("2")
        return page

    assert body(first_html(open_page(home, ""))) == "<p>&gt;13</p>"


@pytest.mark.parametrize(
    "add, error, message",
    [
        (lambda p: p.add("a", mark), ValueError, "there is a step 'a' already: remove it first"),
        (lambda p: p.add("b", mark, before="x"), ValueError, "there is no step 'x', only ['a']"),
        (lambda p: p.add("b", mark, after="x"), ValueError, "there is no step 'x', only ['a']"),
        (lambda p: p.remove("x"), ValueError, "there is no step 'x', only ['a']"),
        (lambda p: p.add("b", "mark"), TypeError, "step 'b' can't be called: 'mark'"),
        (
            lambda p: p.add("b", mark, before="a", after="a"),
            TypeError,
            "a step is added before another one or after one, not both",
        ),
    ],
)
def test_what_can_not_be_added_or_removed(
    add: object, error: type[Exception], message: str
) -> None:
    pipeline = l.Pipeline()
    pipeline.add("a", mark)
    with pytest.raises(error) as caught:
        add(pipeline)  # type: ignore[operator]
    assert str(caught.value) == message
    assert list(pipeline) == ["a"] and len(pipeline.steps) == 1


def test_the_first_html_and_the_live_page_have_their_own() -> None:
    def home() -> l.Page:
        page = page_of(l.T("p", "text"))
        page.html_pipeline.add("html", writing("!"))
        page.live_pipeline.add("live", writing("?"))
        return page

    driver = Driver(home)
    assert body(driver.html) == "<p>text!</p>"
    assert driver.dom(0) == ("p", {}, "text?")


def test_each_element_goes_through_with_the_tag_that_it_was() -> None:
    seen: list[tuple[str, str]] = []

    def look(tag: l.Tag, element: Element) -> Element:
        seen.append((tag.name, element.name))
        return element

    def home() -> l.Page:
        page = page_of(l.T("p", l.T("b"), l.HTML("<i></i>")), l.G(l.C("hr")))
        page.html_pipeline.add("look", look)
        return page

    first_html(open_page(home, ""))
    assert seen == [
        (name, name) for name in ("meta", "title", "script", "head", "b", "p", "hr", "body", "html")
    ]


def test_pages_with_other_pipelines_share_tags() -> None:
    shared = l.T("p", "shared")

    def page_with(letter: str | None) -> l.Page:
        page = page_of(shared)
        if letter:
            page.live_pipeline.add("write", writing(letter))
            page.html_pipeline.add("write", writing(letter + letter))
        return page

    a, b, none = (Driver(partial(page_with, letter)) for letter in ("a", "b", None))
    assert [body(each.html) for each in (a, b, none)] == [
        "<p>sharedaa</p>",
        "<p>sharedbb</p>",
        "<p>shared</p>",
    ]
    shared.add("!")
    assert a.render() == ["u 4 >0>0 t shared!a"]
    assert none.render() == ["u 4 >0>0 t shared!"]
    assert b.render() == ["u 4 >0>0 t shared!b"]
    assert (a.render(), none.render(), b.render()) == ([], [], [])


def test_the_same_steps_in_two_pages_are_remembered_together() -> None:
    calls: list[str] = []
    shared = l.T("section", l.T("p", "shared"))

    def count(tag: l.Tag, element: Element) -> Element:
        calls.append(tag.name)
        return element

    def home() -> l.Page:
        page = page_of(shared)
        page.html_pipeline.add("count", count)
        page.live_pipeline.add("count", count)
        return page

    Driver(home)
    Driver(home)
    assert calls.count("p") == 1 and calls.count("section") == 1


def test_what_has_not_changed_is_not_given_to_the_steps_again() -> None:
    calls: list[str] = []
    text = l.Box("a")

    def count(tag: l.Tag, element: Element) -> Element:
        calls.append(tag.name)
        return element

    def home() -> l.Page:
        page = page_of(l.T("p", text), l.T("div", "same"))
        page.live_pipeline.add("count", count)
        return page

    driver = Driver(home)
    calls.clear()
    text.set("b")
    assert driver.render() == ["u 4 >0>0 t b"]
    assert calls == ["p", "body", "html"]


def test_a_step_that_comes_or_goes_later_is_seen() -> None:
    driver = Driver(lambda: page_of(l.T("p", "text")))
    driver.page.live_pipeline.add("shout", shout)
    assert "u 4 >0>0 t TEXT" in driver.render()
    driver.page.live_pipeline.add("write", writing("!"), before="shout")
    assert driver.render() == ["u 4 >0>0 t TEXT!"]
    driver.page.live_pipeline.remove("shout")
    assert "u 4 >0>0 t text!" in driver.render()
    driver.page.live_pipeline.remove("write")
    assert driver.render() == ["u 4 >0>0 t text"]


def test_a_step_that_forgets_its_answer_is_named() -> None:
    def forget(tag: l.Tag, element: Element) -> Element:
        return None  # type: ignore[return-value]

    driver = Driver(lambda: page_of(l.T("p", "text")), development=True)
    driver.page.live_pipeline.add("forget", forget)
    assert driver.render() == ["x|error"]
    assert "step 'forget' must return an Element, not None (for <meta> from" in note(
        driver.frames[-1]
    )
    driver.page.live_pipeline.remove("forget")
    assert driver.render() == []


def test_a_step_that_fails_is_reported_and_the_page_stays() -> None:
    def fail(tag: l.Tag, element: Element) -> Element:
        raise ValueError("broken step")

    driver = Driver(lambda: page_of(l.T("p", "text")), development=True)
    driver.page.live_pipeline.add("fail", fail)
    assert driver.render() == ["x|error"]
    assert "ValueError: broken step" in note(driver.frames[-1])
    assert driver.dom(0) == ("p", {}, "text")
