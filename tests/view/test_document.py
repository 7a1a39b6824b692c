"""The first HTML: page factories, what they may take and must return."""

from typing import Any

import pytest

import hlive as l
from hlive.document import first_html, open_page, takes_request
from tests.view.driver import CLIENT


def test_a_factory_may_take_the_request() -> None:
    def home(request: Any) -> l.Page:
        return l.Page(title=request["title"])

    context = open_page(home, CLIENT, {"title": "asked"}, "id")
    assert "<title>asked</title>" in first_html(context)
    assert context.request == {"title": "asked"}
    assert context.session_id == "id"


def test_a_factory_may_take_nothing() -> None:
    context = open_page(lambda: l.Page(title="plain"), CLIENT)
    assert context.request is None
    assert "<title>plain</title>" in first_html(context)


class Site:
    """Makes pages as a method, and as an object."""

    def home(self) -> l.Page:
        return l.Page()

    def about(self, request: object) -> l.Page:
        return l.Page()

    def __call__(self, request: object) -> l.Page:
        return l.Page()


@pytest.mark.parametrize(
    "factory, takes",
    [
        (l.Page, False),
        (Site().home, False),
        (Site().about, True),
        (Site(), True),
        (lambda: l.Page(), False),
        (lambda request: l.Page(), True),
        (lambda title="x": l.Page(title), False),
    ],
)
def test_whether_a_factory_takes_the_request(factory: Any, takes: bool) -> None:
    assert takes_request(factory) is takes


@pytest.mark.parametrize("made, kind", [(None, "NoneType"), (l.T("p"), "Tag"), ("x", "str")])
def test_a_factory_must_return_a_page(made: Any, kind: str) -> None:
    def home() -> Any:
        return made

    with pytest.raises(l.PageError, match=rf"home at .* must return a Page, not {kind}"):
        open_page(home, CLIENT)


def test_what_a_factory_raises_comes_through() -> None:
    def home() -> l.Page:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        open_page(home, CLIENT)


def test_functions_in_the_page_may_ask_for_the_context() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.body.add(lambda: l.current().request)
        return page

    assert "<body>asked</body>" in first_html(open_page(home, CLIENT, "asked"))
    with pytest.raises(l.ContextError):
        l.current()


def test_nothing_is_mounted_for_the_first_html() -> None:
    seen: list[l.Context] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.CM("p", mount=seen.append))
        return page

    first_html(open_page(home, CLIENT))
    assert seen == []


def test_a_page_that_is_not_live_can_not_be_rendered() -> None:
    context = open_page(l.Page, CLIENT)
    first_html(context)
    for render in (context.render, lambda: context.render_component(context.page.body)):
        with pytest.raises(l.ContextError, match="this page isn't live"):
            render()
