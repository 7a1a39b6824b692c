"""Children that a browser would not leave where they are given are refused there and then."""

import traceback
from collections.abc import Callable

import pytest

import hlive as l
from hlive import html as h
from tests.html.shown import shown

REFUSED: list[tuple[Callable[[], object], str]] = [
    # Places that an element needs, or that take only certain children.
    (lambda: h.div(h.li(h.div(h.td()))), "<td> can't stand in <div>, only in <tr>"),
    (lambda: h.table(h.td()), "<td> can't stand in <table>, only in <tr>"),
    (lambda: h.table(h.div()), "<table> can't hold <div>, only <caption>, <colgroup>, "),
    (lambda: h.tr(h.tr()), "<tr> can't stand in <tr>, only in <tbody>, <tfoot>, <thead>"),
    (lambda: h.select(h.div()), "<select> can't hold <div>, only <hr>, <optgroup>, <option>"),
    (lambda: h.option(h.b("x")), "<option> can't hold <b>, only text"),
    (lambda: h.textarea(h.br()), "<textarea> can't hold <br>, only text"),
    (lambda: h.h1(h.h2("x")), "<h2> can't stand straight in <h1>: a browser would end the <h1>"),
    (lambda: h.div(h.body()), "<body> can't stand in <div>, only in <html>"),
    # Content that the standard allows only certain children.
    (lambda: h.ul(h.div()), "<ul> can't hold <div>, only <li>"),
    (lambda: h.menu(h.a()), "<menu> can't hold <a>, only <li>"),
    (lambda: h.dl(h.li()), "<dl> can't hold <li>, only <dt>, <dd>, <div>"),
    (lambda: h.picture(h.video()), "<picture> can't hold <video>, only <source>, <img>"),
    # Text.
    (lambda: h.table("x"), "<table> can't hold text: 'x'"),
    (lambda: h.tr(3), "<tr> can't hold text: '3'"),
    (lambda: h.ol("x"), "<ol> can't hold text: 'x'"),
    (lambda: h.script("</SCRIPT >"), "text in <script> can't hold '</script': it would end "),
    (lambda: h.style(l.HTML("</style")), "text in <style> can't hold '</style': it would end "),
    (lambda: h.script("<!--"), "text in <script> can't hold '<!--': what follows would not "),
    # Anything inside.
    (lambda: h.p(h.div()), "<div> can't stand inside <p>: a browser would end the <p>"),
    (lambda: h.p(h.b(h.i(h.ul()))), "<ul> can't stand inside <p>: a browser would end the <p>"),
    (lambda: h.a(h.span(h.a())), "<a> can't stand inside <a>: a browser would end the <a>"),
    (lambda: h.button(h.b(h.button())), "<button> can't stand inside <button>: a browser "),
    (lambda: h.form(h.div(h.form())), "<form> can't stand inside <form>: a browser would end "),
    (lambda: h.li(h.li()), "<li> can't stand inside <li>: a browser would end the <li>"),
    (lambda: h.svg.svg(h.svg.g(h.div())), "<div> can't stand inside <svg>: a browser would end "),
    # However the child was made or given.
    (lambda: h.p(l.T("b", l.T("div"))), "<div> can't stand inside <p>"),
    (lambda: h.p(h.b(l.T("i", h.b(h.div())))), "<div> can't stand inside <p>"),
    (lambda: h.p(["x", [h.div()]]), "<div> can't stand inside <p>"),
    (lambda: h.p(l.Elements(h.div())), "<div> can't stand inside <p>"),
    (lambda: h.p(h.div(on_click=print)), "<div> can't stand inside <p>"),
    (lambda: h.p(h.div(), on_click=print), "<div> can't stand inside <p>"),
    (lambda: h.p().add(h.div()), "<div> can't stand inside <p>"),
    (lambda: h.p().insert(0, h.div()), "<div> can't stand inside <p>"),
]


@pytest.mark.parametrize("make, message", REFUSED)
def test_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^<|^text") as caught:
        make()
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "make",
    [
        lambda: h.table(h.tr(h.td(h.table(h.tr(h.td("x")))))),
        lambda: h.table("\n", h.thead(h.tr(h.th("x"))), "\n"),
        lambda: h.ul("\n", h.li(h.ul(h.li("x"))), "", h.template(), h.script("1")),
        lambda: h.dl(h.div(h.dt("x"), h.dd(h.dl(h.dt("y"))))),
        lambda: h.p(h.button(h.div("x"))),
        lambda: h.a(h.div(h.p("x"))),
        lambda: h.svg.svg(h.svg.foreignObject(h.div(h.p("x")))),
        lambda: h.svg.svg(h.svg.title("x"), h.svg.a(h.svg.text("y"), href="/")),
        lambda: h.select(h.optgroup(h.option("x")), h.hr(), h.option("y")),
        lambda: h.picture(h.source(srcset="/a"), h.img(alt="")),
        lambda: h.script("if (a < b) 1"),
        lambda: h.iframe("<p>"),
    ],
)
def test_allowed_and_shown(make: Callable[[], object]) -> None:
    assert shown(make()).startswith("<")


def test_boxes_and_groups_are_looked_at_when_the_page_is_shown() -> None:
    box = l.Box(h.div())
    paragraph = h.p(box)
    with pytest.raises(l.PageError, match="<div> can't stand inside <p>"):
        shown(paragraph)
    box.set(h.b("x"))
    assert shown(paragraph) == "<p><b>x</b></p>"


def test_what_was_taken_out_again_is_forgotten() -> None:
    link = h.a("x")
    inner = h.div(link)
    outer = h.section(inner)
    inner.remove(link)
    assert shown(h.a(outer)) == "<a><section><div></div></section></a>"


def test_the_traceback_names_the_line_of_the_author() -> None:
    try:
        h.p(h.div())
    except ValueError as error:
        lines = [frame.line for frame in traceback.extract_tb(error.__traceback__)]
    assert lines[0] == "h.p(h.div())"
