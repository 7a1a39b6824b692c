"""Wrapped mountables, single nodes as HTML, attributes read back, lines of one's own, sessions."""

from base64 import b64encode

import pytest
from sanic import Sanic

import hlive as l
import hlive_server
from hlive_proto.errors import LocalProtocolError
from tests.view.driver import Driver


def test_a_wrapped_tag_can_be_mountable() -> None:
    seen: list[l.Context] = []

    def home() -> l.Page:
        component = l.wrap(l.T("p", "text"), kind=l.CM)
        component.set_mount(seen.append)
        page = l.Page()
        page.body.add(component)
        return page

    driver = Driver(home)
    assert driver.dom(0) == ("p", {"hid": "5"}, "text")
    assert [context.page for context in seen] == [driver.page]


def test_some_nodes_as_html() -> None:
    assert l.html_of("a<b", l.C("p", {"id": "x"}, l.Box(1)), l.HTML("<hr>")) == (
        'a&lt;b<p id="x">1</p><hr>'
    )


def test_what_can_not_be_shown_has_no_html() -> None:
    with pytest.raises(l.PageError, match="can't stand inside <p>"):
        l.html_of(l.T("p", l.T("div")))


def test_an_attribute_is_read_as_it_stands_in_the_page() -> None:
    tag = l.T("p", {"class": "a", "hidden": l.Box(True), "title": l.Box("t"), "lang": l.Box(None)})
    tag.add(l.Class("b c"), l.Style({"color": l.Box("red"), "margin": 0}))
    assert l.html_of(tag) == (
        '<p class="a b c" hidden="" title="t" style="color:red;margin:0;"></p>'
    )
    read = {name: tag.attribute(name) for name in ("class", "hidden", "title", "style", "lang")}
    assert read == {
        "class": "a b c",
        "hidden": "",
        "title": "t",
        "style": "color:red;margin:0;",
        "lang": None,
    }


def test_a_line_of_ones_own() -> None:
    driver = Driver(l.Page)
    driver.live.context.tell("ack", "1|2\n")
    assert driver.frames[-1] == "ack|" + b64encode(b"1|2\n").decode() + "\n"
    with pytest.raises(LocalProtocolError, match="can't be of kind 'd'"):
        driver.live.context.tell("d", "x")


def test_the_sessions_of_an_app() -> None:
    app = l.App()
    app.page("/", l.Page)
    sessions = hlive_server.sessions(hlive_server.serve_app(app, name="counted"))
    assert len(sessions) == 0
    assert sessions.get("0123456789abcdefghij") is None
    bare: Sanic = Sanic("bare", configure_logging=False)  # type: ignore[type-arg]
    with pytest.raises(ValueError, match="no pages were mounted"):
        hlive_server.sessions(bare)
