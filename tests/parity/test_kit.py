"""Publish and subscribe without classes of one's own, as the Go kit's components have it."""

from __future__ import annotations

from collections.abc import Callable

import hlive as l
from hlive import kit, testing
from tests.view.driver import drive, page_of


def news_page(bus: kit.LocalBus) -> Callable[[], l.Page]:
    """Pages that show the news, and have a field to tell some."""

    def home() -> l.Page:
        def listen(context: l.Context) -> None:
            kit.subscribe(news, bus, "news", hear)
            kit.subscribe(news, bus, "alerts", hear)

        def hear(message: kit.Message) -> None:
            news.add(l.T("li", f"{message.topic}: {message.value}"))

        news = kit.ComponentTeardown("ul", mount=listen)
        tell = l.on("change", lambda e: bus.publish("news", e.value))
        return page_of(news, l.C("input", tell))

    return home


def items(view: testing.View) -> list[str]:
    return [item.text for item in view.find_all("li")]


def test_a_component_subscribes_when_it_is_mounted() -> None:
    bus = kit.LocalBus()
    home = news_page(bus)
    with testing.open(home) as ann, testing.open(home, beside=ann) as bob:
        ann.find("input").fill("hello")
        bus.publish("alerts", "late")
        bus.publish("other", "nobody hears")
        bob.settle()
        assert items(ann) == items(bob) == ["news: hello", "alerts: late"]
    assert bus.subscribers("news") == bus.subscribers("alerts") == 0


def test_each_page_may_have_a_bus_of_its_own() -> None:
    """The reference installs one for a page; here the page function makes it."""

    def home() -> l.Page:
        return news_page(kit.LocalBus())()

    with testing.open(home) as ann, testing.open(home, beside=ann) as bob:
        ann.find("input").fill("to myself")
        bob.settle()
        assert (items(ann), items(bob)) == (["news: to myself"], [])


def test_a_list_has_its_items_and_attributes() -> None:
    rows = kit.ComponentList("ul", l.Class("rows"), l.C("li", "one"))
    driver = drive(rows)
    assert driver.html.endswith('<body><ul class="rows"><li>one</li></ul></body></html>')
    two, three = l.C("li", "two"), l.C("li", "three")
    rows.add(two, three)
    assert driver.render() == [
        'c 5 >1 h <li hid="7">two</li>',
        'c 5 >2 h <li hid="8">three</li>',
    ]
    rows.remove(two)
    assert driver.render() == ["d 5 >1"]
    rows.clear()
    assert driver.render() == ["d 5 >1", "d 5 >0"]
    assert list(rows) == []


async def test_a_script_that_changed_the_page_is_caught_up_with() -> None:
    """What a script did already is sent once more, so that the server believes it as well."""
    button = l.C("button")

    def press(event: l.Event) -> None:
        button.add({"disabled": True})
        event.context.render_component(button)

    button.add(l.on("click", press))
    driver = drive(button)
    assert await driver.fire(button, "click") == ['c 5 a disabled=""']
