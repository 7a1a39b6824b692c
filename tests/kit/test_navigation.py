"""Navigation within a page, in memory: the event that the script sends, and what it leads to."""

import pytest

import hlive as l
from hlive import kit
from hlive_proto import inbound
from hlive_proto.events import DomEvent
from tests.view.driver import Driver


def home() -> l.Page:
    shown = l.Box("start")
    page = l.Page()

    def show(id: int, tab: str = "info") -> None:
        shown.set(f"{id} {tab}")

    navigation = kit.Navigation(page, "/users/{id}", show)
    page.body.add(
        l.T("p", shown),
        kit.link("/users/2?tab=log", "two"),
        l.C("button", l.on("click", lambda _: navigation.go("/users/9"))),
    )
    return page


def html_attributes(driver: Driver) -> dict[str, str]:
    html = driver.browser.snapshot()[1]
    assert isinstance(html, tuple)
    assert isinstance(html[1], dict)
    return html[1]


async def follow(driver: Driver, url: str) -> None:
    """What the script says when the browser's address changed."""
    (binding,) = driver.page.html.bindings
    await driver.send(inbound.encode(DomEvent((binding.id,), extra={"url": url})))


async def test_an_address_of_the_page_is_shown() -> None:
    driver = Driver(home)
    await follow(driver, "/users/5?tab=log")
    assert driver.dom(0) == ("p", {}, "5 log")
    assert ("data-hlive-location", "/users/5?tab=log") in html_attributes(driver).items()


@pytest.mark.parametrize("url", ["/", "/users/x", "/users/5/more"])
async def test_any_other_address_is_loaded(url: str) -> None:
    driver = Driver(home)
    await follow(driver, url)
    assert driver.dom(0) == ("p", {}, "start")
    assert ("data-hlive-load", url) in html_attributes(driver).items()


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com", "users/5", ""])
def test_an_address_elsewhere_is_refused(url: str) -> None:
    navigation = kit.Navigation(l.Page(), "/users/{id}", lambda id: None)
    with pytest.raises(ValueError, match=r"isn't an address of this server: use kit\.redirect"):
        navigation.go(url)


def test_a_link_is_a_link() -> None:
    link = kit.link("/a", "there")
    assert (link.attribute("href"), link.attribute("data-hlive-link")) == ("/a", "")


async def test_a_handler_moves_on() -> None:
    driver = Driver(home)
    button = driver.page.body.children[2]
    assert isinstance(button, l.Component)
    await driver.fire(button, "click")
    assert driver.dom(0) == ("p", {}, "9 info")
    assert ("data-hlive-location", "/users/9") in html_attributes(driver).items()
