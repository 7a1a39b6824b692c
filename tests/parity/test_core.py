"""What the reference's core has and no other test shows alone: one's own classes, boxes, events."""

from __future__ import annotations

import asyncio

import hlive as l
from hlive import testing
from tests.view.driver import Driver, drive, page_of

HTML = "<body>{}</body></html>"


class Card(l.Tag):
    """A static element of an author's own."""

    def __init__(self, title: str) -> None:
        super().__init__("section", l.T("h2", title), l.Class("card"))


class Like(l.Component):
    """A live element of an author's own."""

    def __init__(self) -> None:
        self.likes = l.Box(0)
        super().__init__("button", self.likes, l.on("click", self.like))

    def like(self, event: l.Event) -> None:
        """Counts."""
        self.likes.update(lambda count: count + 1)


def test_a_class_of_ones_own_is_an_element() -> None:
    driver = drive(l.T("main", Card("One"), Card("Two")))
    assert driver.html.endswith(
        HTML.format(
            '<main><section class="card"><h2>One</h2></section>'
            '<section class="card"><h2>Two</h2></section></main>'
        )
    )


async def test_a_class_of_ones_own_hears_events() -> None:
    like = Like()
    driver = drive(like)
    assert await driver.fire(like, "click") == ["u 5 >0 t 1"]


class Names:
    """Something that isn't an element, and can show itself as one."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)

    def element(self) -> l.Tag:
        """The names as a list, anew each time."""
        return l.T("ul", [l.T("li", name) for name in self.names])


def test_an_object_shows_itself_by_a_method() -> None:
    names = Names("Ada")
    driver = drive(names.element)
    assert driver.dom(0) == ("ul", {}, ("li", {}, "Ada"))
    names.names.append("Grace")
    assert driver.render() == ["c 4 >0>1 h <li>Grace</li>"]


def test_a_list_of_attributes_is_added_one_by_one() -> None:
    driver = drive(l.T("i", [{"title": "a"}, {"lang": "en"}], "x"))
    assert driver.html.endswith(HTML.format('<i title="a" lang="en">x</i>'))


def test_attributes_are_added_and_changed_later() -> None:
    tag = l.T("i", {"title": "a", "dir": "ltr"})
    driver = drive(tag)
    tag.add({"title": "b"})
    assert driver.render() == ['u 4 >0 a title="b"']
    tag.add({"lang": "en"})
    assert driver.render() == ['c 4 >0 a lang="en"']
    assert tag.attribute("title") == "b"


def test_an_attribute_follows_its_box() -> None:
    title = l.Box("a")
    driver = drive(l.T("i", {"title": title, "lang": "en"}))
    assert driver.dom(0) == ("i", {"title": "a", "lang": "en"})
    title.set("b")
    assert driver.render() == ['u 4 >0 a title="b"']


def test_a_style_follows_its_box() -> None:
    colour = l.Box("red")
    driver = drive(l.T("i", l.Style({"color": colour, "top": "0"})))
    assert driver.dom(0) == ("i", {"style": "color:red;top:0;"})
    colour.set("blue")
    assert driver.render() == ['u 4 >0 a style="color:blue;top:0;"']


async def test_an_event_names_its_binding_and_the_component() -> None:
    heard: list[object] = []

    def hear(event: l.Event) -> None:
        heard.extend([event.binding, event.binding.name, event.binding.component])

    binding = l.on("click", hear)
    button = l.C("button", binding)
    driver = drive(button)
    await driver.fire(button, "click")
    assert heard == [binding, "click", button]


async def test_auto_render_is_switched_off() -> None:
    said = l.Box("a")
    button = l.C("button", l.on("click", lambda e: said.set(e.value)))
    assert button.auto_render
    button.auto_render = False
    driver = drive(button, l.C("p", said, auto_render=False))
    assert await driver.fire(button, "click", "b") == []
    button.auto_render = True
    assert await driver.fire(button, "click", "c") == ["u 6 >0 t c"]


def test_a_task_changes_a_box_and_renders() -> None:
    tasks: list[asyncio.Task[None]] = []

    def home() -> l.Page:
        said = l.Box("wait")

        async def later(context: l.Context) -> None:
            await asyncio.sleep(60)
            said.set("done")
            context.render()

        def start(event: l.Event) -> None:
            tasks.append(asyncio.create_task(later(event.context)))

        return page_of(l.C("button", l.on("click", start)), l.T("p", said))

    with testing.open(home) as view:
        view.find("button").click()
        view.advance(seconds=59)
        assert view.text("p") == "wait"
        view.advance(seconds=1)
        assert view.text("p") == "done"


def test_the_page_is_rendered_from_outside_of_its_handlers() -> None:
    contexts: list[l.Context] = []
    said = l.Box("a")
    driver = drive(l.CM("p", said, mount=contexts.append))
    said.set("b")
    frames = len(driver.frames)
    contexts[0].render()
    assert len(driver.frames) == frames + 1
    assert driver.dom(0) == ("p", {"hid": "5"}, "b")


async def test_prevent_default_and_stop_propagation_are_taken_away() -> None:
    link = l.C("a", {"href": "/"}, l.prevent_default(), l.stop_propagation())

    def act(event: l.Event) -> None:
        link.remove_attributes("data-hlive-pd", "data-hlive-sp")

    link.add(l.on("click", act))
    driver = drive(link)
    assert sorted(await driver.fire(link, "click")) == [
        'd 4 >0 a data-hlive-pd=""',
        'd 4 >0 a data-hlive-sp=""',
    ]


def test_a_mounted_component_fills_itself_in_the_live_page_only() -> None:
    def home() -> l.Page:
        table = l.CM("table")

        def load(context: l.Context) -> None:
            table.add(l.T("tr", l.T("td", "Ada")))

        table.set_mount(load)
        return page_of(table)

    driver = Driver(home)
    assert driver.html.endswith(HTML.format("<table></table>"))
    assert driver.dom(0) == (
        "table", {"hid": "5"}, ("tbody", {}, ("tr", {}, ("td", {}, "Ada")))
    )  # fmt: skip
