"""Routes: what a path and a query mean, read by the page function's signature."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, Literal

import pytest

import hlive as l
from hlive.errors import RequestError
from hlive.routes import Route


class Colour(Enum):
    RED = "red"


class Site:
    """Makes pages as a method, and as an object."""

    def about(self, id: int) -> l.Page:
        return l.Page(title=str(id))

    def __call__(self, id: int) -> l.Page:
        return l.Page(title=str(id + 1))


def read(
    kind: Any, query: Mapping[str, Sequence[str]], path: str = "/", **found: str
) -> tuple[Any, ...]:
    """What a function with one parameter `value` of this type is given."""
    given: list[Any] = []

    def home(value: Any = "default") -> l.Page:
        given.append(value)
        return l.Page()

    home.__annotations__["value"] = kind
    Route(path, home).page(found, query)
    return tuple(given)


@pytest.mark.parametrize(
    "path, url, found",
    [
        ("/", "/", {}),
        ("/", "/a", None),
        ("/a.b", "/aXb", None),
        ("/users/{id}", "/users/5", {"id": "5"}),
        ("/users/{id}", "/users/", None),
        ("/users/{id}", "/users/5/6", None),
        ("/users", "/users/", {}),
        ("/users/", "/users", {}),
        ("/users/{id}", "/users/5/", {"id": "5"}),
        ("/users", "/users//", None),
        ("/u/{id}/x/{name}", "/u/1/x/b%20c", {"id": "1", "name": "b c"}),
    ],
)
def test_matching(path: str, url: str, found: dict[str, str] | None) -> None:
    assert Route(path, lambda id=0, name="": l.Page()).match(url) == found


@pytest.mark.parametrize(
    "kind, texts, value",
    [
        (str, ["a", "b"], "b"),
        (int, ["-5"], -5),
        (float, ["1.5"], 1.5),
        (bool, ["1"], True),
        (bool, ["off"], False),
        (date, ["2026-01-31"], date(2026, 1, 31)),
        (Colour, ["red"], Colour.RED),
        (Literal["up", "down"], ["down"], "down"),
        (int | None, ["7"], 7),
        (list[int], ["1", "2"], [1, 2]),
    ],
)
def test_texts_are_read_as_annotated(kind: Any, texts: list[str], value: Any) -> None:
    assert read(kind, {"value": texts}) == (value,)


def test_a_parameter_with_a_default_may_be_left_out() -> None:
    assert read(str, {}) == ("default",)


@pytest.mark.parametrize(
    "kind, text, message",
    [
        (int, "x", "value='x' doesn't fit: invalid literal for int"),
        (bool, "maybe", "value='maybe' doesn't fit: write 1 or 0"),
        (Literal["a"], "b", "value='b' doesn't fit"),
        (Colour, "blue", "value='blue' doesn't fit: it is none of red"),
        (int | None, "x", "value='x' doesn't fit: it is none of"),
    ],
)
def test_a_query_that_does_not_fit_is_a_bad_request(kind: Any, text: str, message: str) -> None:
    with pytest.raises(RequestError, match=message) as caught:
        read(kind, {"value": [text]})
    assert caught.value.status == 400


def test_a_path_that_does_not_fit_is_not_there() -> None:
    with pytest.raises(RequestError) as caught:
        read(int, {}, "/{value}", value="x")
    assert caught.value.status == 404


def test_a_query_parameter_that_is_needed() -> None:
    def home(q: str) -> l.Page:
        return l.Page(title=q)

    route = Route("/", home)
    assert route.page({}, {"q": ["x"]}).title.children == ("x",)
    with pytest.raises(RequestError, match=r"the address needs \?q=") as caught:
        route.page({}, {})
    assert caught.value.status == 400


def test_the_request_is_given_by_its_name() -> None:
    def home(request: Any) -> l.Page:
        return l.Page(title=request["title"])

    assert Route("/", home).page({}, {}, {"title": "asked"}).title.children == ("asked",)


def test_methods_and_objects_make_pages_too() -> None:
    assert Route("/{id}", Site().about).page({"id": "5"}, {}).title.children == ("5",)
    assert Route("/{id}", Site()).page({"id": "5"}, {}).title.children == ("6",)


@pytest.mark.parametrize("made, kind", [(None, "NoneType"), (l.T("p"), "Tag"), ("x", "str")])
def test_a_page_function_must_return_a_page(made: Any, kind: str) -> None:
    def home() -> Any:
        return made

    with pytest.raises(l.PageError, match=rf"home at .* must return a Page, not {kind}"):
        Route("/", home).page({}, {})


def test_a_path_names_only_what_the_function_takes() -> None:
    with pytest.raises(ValueError, match=r"/\{id\} has \{id\}, but .* takes no 'id'"):
        Route("/{id}", l.Page)


def test_an_app_finds_the_route_for_a_path() -> None:
    app = l.App()
    app.page("/", lambda: l.Page())
    app.page("/users/{id}", Site().about)
    found = app.find("/users/7")
    assert found is not None
    assert (found[0].path, found[1]) == ("/users/{id}", {"id": "7"})
    assert app.find("/nowhere") is None
