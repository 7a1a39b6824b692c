"""Forms that are posted without scripts: accepted, sent back with errors, or refused."""

from dataclasses import dataclass

import hlive as l
from hlive.forms import Form
from tests.server.conftest import Serve
from tests.server.support import Answer, Server

FORM = "application/x-www-form-urlencoded"


@dataclass
class Person:
    name: str
    age: int


saved: list[Person] = []


def home() -> l.Page:
    page = l.Page()
    page.body.add(Form(Person, on_submit=saved.append))
    return page


async def post(server: Server, body: str, **headers: str) -> Answer:
    return await server.ask("POST", "/", body, content_type=FORM, **headers)


async def test_a_form_is_accepted(serve: Serve) -> None:
    saved.clear()
    server = await serve(home)
    body = "hlive-form=person&name=Ada&age=36"
    answer = await post(server, body, sec_fetch_site="same-origin")
    assert answer.status == 200
    assert saved == [Person("Ada", 36)]


async def test_a_form_comes_back_with_its_errors(serve: Serve) -> None:
    saved.clear()
    server = await serve(home)
    body = "hlive-form=person&name=Ada&age=x"
    answer = await post(server, body, origin=f"http://127.0.0.1:{server.port}")
    assert answer.status == 422
    assert "Please enter a whole number." in answer.body
    assert saved == []


async def test_what_is_no_form_of_the_page(serve: Serve) -> None:
    server = await serve(home)
    answer = await post(server, "name=Ada", sec_fetch_site="same-origin")
    assert (answer.status, answer.body) == (400, "no form of this page was posted\n")


async def test_a_form_of_another_site_is_refused(serve: Serve) -> None:
    saved.clear()
    server = await serve(home)
    body = "hlive-form=person&name=Ada&age=36"
    for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "http://example.com"}, {}):
        answer = await post(server, body, **headers)
        assert (answer.status, answer.body) == (403, "a form of another site was posted here\n")
    assert saved == []
