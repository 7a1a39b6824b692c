"""The first examples, in memory: what one types, clicks and points at is what is shown."""

import pytest

import hlive as l
from examples import click, hello, hover, url_parameters
from hlive.errors import RequestError


def test_hello() -> None:
    view = l.testing.open(hello.app)
    view.find("input").type("Ada")
    assert view.text("p") == "Hello, Ada"


def test_click() -> None:
    view = l.testing.open(click.app)
    for clicks in ["1", "2", "3"]:
        view.find("button").click()
        assert view.text("output") == clicks


def test_each_visitor_has_a_count() -> None:
    with l.testing.open(click.app) as ada, l.testing.open(click.app, beside=ada) as bob:
        ada.find("button").click()
        assert (ada.text("output"), bob.text("output")) == ("1", "0")


def test_hover() -> None:
    view = l.testing.open(hover.app)
    area = view.find("#area")
    for visits, colour in enumerate(["teal", "rebeccapurple", "crimson", "teal"], start=1):
        area.hover()
        assert f"background-color:{colour};" in (area.attr("style") or "")
        view.find("p").hover()
        assert "background-color:dimgray;" in (area.attr("style") or "")
        assert view.text("output") == str(visits)


def test_url_parameters() -> None:
    view = l.testing.open(url_parameters.app, "/people/2?greeting=Hi&times=2")
    assert view.text("#greeting") == "Hi, Grace! Hi, Grace! "
    view = l.testing.open(url_parameters.app, "/people/9")
    assert view.text("#greeting") == "Hello, stranger! "


def test_links_lead_from_page_to_page() -> None:
    def follow(path: str, text: str) -> str:
        view = l.testing.open(url_parameters.app, path)
        view.find("a", text=text).click()
        return view.location

    assert follow("/", "Alan") == "/people/3"
    assert follow("/people/3", "The next one") == "/people/1"
    assert follow("/people/3", "A warmer welcome") == "/people/3?greeting=Welcome&times=3"
    assert follow("/people/3", "Everybody") == "/"


@pytest.mark.parametrize("path, status", [("/people/seven", 404), ("/people/1?times=x", 400)])
def test_what_does_not_fit_is_refused(path: str, status: int) -> None:
    with pytest.raises(RequestError) as refused:
        l.testing.open(url_parameters.app, path)
    assert refused.value.status == status
