"""A page's document, its first HTML made by hand, and what browsers tell of fields they kept."""

from __future__ import annotations

import pytest

import hlive as l
from hlive import testing
from hlive.document import first_html, open_page
from hlive_proto import inbound
from hlive_proto.events import DomEvent, FileInfo
from tests.view.driver import Driver, drive, page_of


def test_the_parts_of_the_document() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.html.add({"lang": "de"})
        page.head.add(l.T("link", {"rel": "stylesheet", "href": "/a.css"}))
        page.meta.add({"name": "x"})
        page.title.add("Title")
        page.body.add("Body")
        return page

    driver = Driver(home)
    assert driver.page.doctype.html == "<!doctype html>"
    assert driver.html == (
        '<!doctype html><html lang="de"><head><meta charset="utf-8" name="x">'
        "<title>Title</title><script>// client</script>"
        '<link rel="stylesheet" href="/a.css"></head><body>Body</body></html>'
    )


def test_the_first_html_by_hand() -> None:
    def home() -> l.Page:
        page = l.Page(title="Mail")
        page.body.add(l.C("p", l.on("click", print), l.Box("Hello")))
        return page

    assert first_html(open_page(home, "client()")) == (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mail</title>'
        "<script>client()</script></head><body><p>Hello</p></body></html>"
    )


async def test_a_hook_leaves_a_value_for_handlers() -> None:
    heard: list[str] = []

    def name_the_visitor(event: l.Event) -> None:
        event.context.values["visitor"] = "Ada"

    button = l.C("button", l.on("click", lambda e: heard.append(e.context.values["visitor"])))
    driver = drive(button)
    driver.page.hooks.before_event.append(name_the_visitor)
    await driver.fire(button, "click")
    assert heard == ["Ada"]
    assert driver.live.context.values == {"visitor": "Ada"}


async def test_only_a_component_is_rendered() -> None:
    """The reference's local render: what else changed waits for the next one."""
    here, elsewhere = l.Box("a"), l.Box("a")
    place = l.C("p", here)

    def change(event: l.Event) -> None:
        here.set("b")
        elsewhere.set("b")
        l.render_component(place)

    button = l.C("button", l.on("click", change), auto_render=False)
    driver = drive(button, place, l.T("p", elsewhere))
    assert await driver.fire(button, "click") == ["u 6 >0 t b"]
    assert driver.dom(2) == ("p", {}, "a")


# Fields that a browser has kept.

PETS = [l.T("option", name) for name in ("dog", "cat", "fox")]


@pytest.mark.parametrize(
    "tag, attrs, options, kept, told",
    [
        ("input", {"type": "text"}, (), "Ada", ("Ada", (), False)),
        ("input", {"type": "password"}, (), "secret", ("secret", (), False)),
        ("input", {"type": "range", "value": "5"}, (), "7", ("7", (), False)),
        ("input", {"type": "date"}, (), "2001-02-03", ("2001-02-03", (), False)),
        ("input", {"type": "color"}, (), "#12ab34", ("#12ab34", (), False)),
        ("input", {"type": "checkbox"}, (), True, ("on", (), True)),
        ("input", {"type": "checkbox", "checked": ""}, (), False, ("on", (), False)),
        ("input", {"type": "radio", "name": "r", "value": "1"}, (), True, ("1", (), True)),
        ("select", {}, PETS, "cat", ("cat", ("cat",), False)),
        ("select", {"multiple": ""}, PETS, ["dog", "fox"], ("dog", ("dog", "fox"), False)),
        ("textarea", {}, (), "one\ntwo", ("one\ntwo", (), False)),
    ],
)
def test_initial_sync(
    tag: str,
    attrs: dict[str, str],
    options: list[l.Tag],
    kept: str | bool | list[str],
    told: tuple[str, tuple[str, ...], bool],
) -> None:
    heard: list[l.Event] = []
    field = (tag, attrs, options)
    view = testing.open(lambda: page_of(l.C(*field, l.on("change", heard.append))))
    view.initial_sync({tag: kept})
    assert [(e.value, e.values, e.selected) for e in heard] == [told]
    assert heard[0].initial


async def test_initial_sync_of_a_file() -> None:
    heard: list[l.Event] = []
    field = l.C("input", {"type": "file"}, l.on("change", heard.append))
    driver = drive(field)
    said = DomEvent(("5-1",), initial=True, file=FileInfo("a.txt", 5, "text/plain", 0, 1))
    assert await driver.send(inbound.encode(said)) == []
    assert [(e.initial, e.file) for e in heard] == [(True, l.File("a.txt", 5, "text/plain", 0, 1))]
