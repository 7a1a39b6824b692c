"""Attribute plugins and render pipelines, as those who bring them from Go use them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import hlive as l
from hlive_proto.tree import Element, Text
from tests.view.driver import Driver, drive, page_of

SCRIPT = "console.log(1 < 2)"


class Tooltip(l.AttributePlugin):
    """An attribute whose meaning is in a script."""

    def __init__(self, text: str) -> None:
        super().__init__("data-tooltip", text)

    def initialize(self, page: l.Page) -> None:
        page.add_script(SCRIPT)


def scripts(driver: Driver) -> list[object]:
    """The scripts that the browser has by now."""
    head = driver.browser.snapshot()[1][2]
    assert isinstance(head, tuple)
    return [node[2] for node in head[2:] if node[0] == "script"]


def test_a_plugin_brings_its_script_with_the_first_html() -> None:
    driver = drive(l.T("p", Tooltip("a")), l.T("p", Tooltip("b")))
    assert driver.html == (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>'
        f"<script>// client</script><script>{SCRIPT}</script></head>"
        '<body><p data-tooltip="a"></p><p data-tooltip="b"></p></body></html>'
    )
    assert scripts(driver) == ["// client", SCRIPT]


def test_a_plugin_brings_its_script_into_the_live_page() -> None:
    tag = l.T("p")
    driver = drive(tag)
    assert scripts(driver) == ["// client"]
    tag.add(Tooltip("a"))
    assert driver.render() == [
        f"c 2 >3 h <script>{SCRIPT}</script>",
        'c 4 >0 a data-tooltip="a"',
    ]
    assert scripts(driver) == ["// client", SCRIPT]


class Watched(l.AttributePlugin):
    """An attribute that does something in the live page, and nothing in the first HTML."""

    def __init__(self, watch: Callable[[l.Context], object]) -> None:
        super().__init__("data-watched")
        self.watch = watch

    def initialize(self, page: l.Page) -> None:
        page.hooks.before_mount.append(self.watch)


def test_a_plugin_does_something_for_the_live_page_alone() -> None:
    watched: list[str] = []

    def home() -> l.Page:
        said = l.Box("still")

        def watch(context: l.Context) -> None:
            watched.append(context.session_id)
            said.set("live")

        return page_of(l.T("p", Watched(watch), said))

    driver = Driver(home)
    assert driver.html.endswith('<body><p data-watched="">still</p></body></html>')
    assert driver.dom(0) == ("p", {"data-watched": ""}, "live")
    assert watched == ["0123456789abcdefghij"]


# Pipelines.


def without_comments(tag: l.Tag, element: Element) -> Element:
    """Takes away an attribute."""
    kept = tuple(each for each in element.attrs if each[0] != "data-comment")
    return replace(element, attrs=kept)


def loud(tag: l.Tag, element: Element) -> Element:
    """Changes the texts of some elements, and leaves all other nodes."""
    if tag.name not in ("p", "b"):
        return element
    nodes = (
        Text(each.text.upper()) if isinstance(each, Text) else each for each in element.children
    )
    return replace(element, children=tuple(nodes))


def signed(tag: l.Tag, element: Element) -> Element:
    """Changes the document as a whole, at its end."""
    if tag.name != "html":
        return element
    return replace(element, attrs=(*element.attrs, ("data-signed", str(len(element.children)))))


def piped(*steps: tuple[str, Callable[[l.Tag, Element], Element]]) -> Driver:
    """A page that goes through these steps, both times."""

    def home() -> l.Page:
        page = page_of(l.T("p", {"id": "a", "data-comment": "secret"}, "text ", l.T("b", "bold")))
        for name, step in steps:
            page.html_pipeline.add(name, step)
            page.live_pipeline.add(name, step)
        return page

    return Driver(home)


def test_a_step_changes_attributes() -> None:
    driver = piped(("comments", without_comments))
    assert '<p id="a">text <b>bold</b></p>' in driver.html
    assert driver.dom(0) == ("p", {"id": "a"}, "text ", ("b", {}, "bold"))


def test_a_step_changes_texts() -> None:
    driver = piped(("loud", loud))
    assert '<p id="a" data-comment="secret">TEXT <b>BOLD</b></p>' in driver.html
    assert driver.dom(0, 0) == "TEXT "


def test_a_step_changes_the_whole_document() -> None:
    driver = piped(("signed", signed))
    assert driver.html.startswith('<!doctype html><html lang="en" data-signed="2"><head>')


def test_a_step_knows_the_authors_tag() -> None:
    seen: list[bool] = []

    def look(tag: l.Tag, element: Element) -> Element:
        seen.append(isinstance(tag, l.Component))
        return element

    def home() -> l.Page:
        page = page_of(l.C("p"))
        page.live_pipeline.add("look", look)
        return page

    Driver(home)
    assert seen == [False, True, False, True, True, True, True]


def test_a_step_takes_the_place_of_another() -> None:
    driver = piped(("first", without_comments), ("change", loud))
    pipeline = driver.page.live_pipeline
    pipeline.remove("change")
    pipeline.add("change", signed, after="first")
    assert list(pipeline) == ["first", "change"]
    assert sorted(driver.render()) == [
        'c doc 1 a data-signed="2"',
        "u 4 >0>0 t text",
        "u 4 >0>1>0 t bold",
    ]


def test_all_steps_are_removed() -> None:
    driver = piped(("comments", without_comments), ("signed", signed))
    pipeline = driver.page.live_pipeline
    for name in list(pipeline):
        pipeline.remove(name)
    assert list(pipeline) == []
    assert sorted(driver.render()) == [
        'c 4 >0 a data-comment="secret"',
        'd doc 1 a data-signed="2"',
    ]
