"""What a parser would move: which element can stand inside which, by the HTML standard."""

import re
from collections.abc import Iterator

import pytest

from hlive_proto.nesting import problem, root_count, seen
from hlive_proto.tree import Element, Node, Text
from tests.proto.strategies import nested


def problems(node: Node) -> Iterator[str]:
    """What is wrong anywhere in a tree, from the inside out."""
    if isinstance(node, Element):
        shows = 0
        for child in node.children:
            yield from problems(child)
            own = shown(child)
            shows |= own
            if wrong := problem(node.name, child, own):
                yield wrong


def shown(node: Node) -> int:
    if not isinstance(node, Element):
        return 0
    inside = 0
    for child in node.children:
        inside |= shown(child)
    return seen(node.name, inside)


STAY = """
p > span > b, p > a > i, p > button > div, p > object > p, p > svg > foreignobject > div > p
p > noscript > b, div > p, li > p, blockquote > p, p > math > mtext > b
a > div > b, a > object > a, td > a, a > table > tbody > tr > td > a, a > svg > g
button > span, button > object > button, button > table > tbody > tr > td > button
form > div, form > template > form
ul > li > ul > li, ul > li > div > ul > li, li > dl > dd > ul > li, li > section > li, li > dd > li
dl > dt, dl > dd > dl > dt, dd > ul > li > dl > dd, dd > li > dd
h1 > span > h2, h1 > div, section > h1, hgroup > h1
table > caption > p, table > colgroup > col, table > tbody > tr > td > table > tbody > tr > th
table > thead > tr, table > tfoot > tr, table > script, tbody > style, tr > template, tr > script
template > tr > td, template > td, template > tbody > tr, template > col, template > caption
select > option, select > optgroup > option, select > hr, select > script, select > template
datalist > option, div > option, div > optgroup > option
html > head > title, head > meta, head > link, head > script, head > style, head > noscript > meta
head > template, html > body, body > title, body > style, body > link, body > script, div > template
svg > g > circle, svg > title, svg > desc > p, svg > style, svg > a > image
svg > foreignobject > svg, svg > foreignobject > input, svg > foreignobject > br
math > mi, math > mrow > mn
ruby > rt, ruby > rp, ruby > rb, ruby > rtc > rt, nobr > table > tbody > tr > td > nobr
details > summary > h2, fieldset > legend > h2, video > source, picture > img, object > param
div > command > b, div > keygen, div > wbr, div > area
"""

MOVE = """
p > div, p > p, p > ul, p > table, p > h1, p > hr, p > form, p > pre, p > b > section, p > li
p > dd, p > details, p > a > div, p > svg > p, p > noscript > p, p > search, p > dialog
a > a, a > b > a, a > div > ul > li > a
button > button, button > span > button, button > p > button
form > form, form > div > table > tbody > tr > td > form
ul > li > li, li > div > li, li > p > li, li > span > li, li > address > li, li > b > a > li
dd > dd, dt > dd, dd > dt, dd > div > dd, dt > p > dt
h1 > h2, h1 > h1, h6 > h1
table > tr, table > td, table > div, table > form, table > table, table > input, table > col
tbody > td, tbody > div, tr > div, tr > tr, tr > form, div > tr, div > td, div > tbody
div > caption, div > col, div > colgroup, colgroup > div, colgroup > script, td > tr
caption > td, p > td
select > div, select > select, select > input, select > style, optgroup > optgroup, optgroup > hr
optgroup > div, option > b, option > option, option > optgroup
html > div, head > div, head > p, head > body, div > head, div > body, div > html, body > body
textarea > b, title > b, script > b, style > b, iframe > p, noframes > p, xmp > b
br > b, img > b, input > b, hr > p, col > b, wbr > b, source > b
svg > div, svg > p, svg > g > span, svg > br, svg > img, svg > table, math > b, svg > input
svg > link, svg > body, svg > head, svg > desc > table > tr
noscript > noscript, noscript > div > noscript, nobr > nobr, nobr > b > nobr
rt > rt, rt > rp, rb > rt, rtc > rb, ruby > p > rt
div > plaintext, div > frame, div > frameset, div > image, body > image, p > image
"""


def chains(text: str) -> list[str]:
    return re.split(r",\s*|\n", text.strip())


@pytest.mark.parametrize("chain", chains(STAY))
def test_what_stays(chain: str) -> None:
    assert list(problems(nested(chain))) == []


@pytest.mark.parametrize("chain", chains(MOVE))
def test_what_would_be_moved(chain: str) -> None:
    assert list(problems(nested(chain))) != []


@pytest.mark.parametrize(
    "chain, message",
    [
        ("p > div", "<div> can't stand inside <p>: a browser would end the <p>"),
        ("p > b > div", "<div> can't stand inside <p>: a browser would end the <p>"),
        ("a > b > a", "<a> can't stand inside <a>: a browser would end the <a>"),
        ("svg > g > p", "<p> can't stand inside <svg>: a browser would end the <svg>"),
        ("h1 > h2", "<h2> can't stand straight in <h1>: a browser would end the <h1>"),
        ("div > tr", "<tr> can't stand in <div>, only in <tbody>, <tfoot>, <thead>"),
        ("div > html", "<html> can't stand in <div>"),
        ("tr > b", "<tr> can't hold <b>, only <td>, <th>"),
        ("title > b", "<title> can't hold <b>, only text"),
    ],
)
def test_message(chain: str, message: str) -> None:
    assert list(problems(nested(chain))) == [message]


@pytest.mark.parametrize(
    "parent, text, message",
    [
        ("table", "x", "<table> can't hold text"),
        ("tbody", "\xa0", "<tbody> can't hold text"),
        ("tr", "\x0b", "<tr> can't hold text"),
        ("colgroup", "x", "<colgroup> can't hold text"),
        ("head", "x", "<head> can't hold text"),
        ("html", "x", "<html> can't hold text"),
        ("html", " ", "<html> can't hold text"),
        ("br", " ", "<br> can't hold text"),
        (
            "script",
            "</Script",
            "text in <script> can't hold '</script': it would end the element",
        ),
        ("style", "</style ", "text in <style> can't hold '</style': it would end the element"),
        ("iframe", "</iframe", "text in <iframe> can't hold '</iframe': it would end the element"),
        (
            "script",
            "<!--",
            "text in <script> can't hold '<!--': what follows would not end with the element",
        ),
        ("table", " \t\r\n\f", None),
        ("head", "\n", None),
        ("select", "x", None),
        ("div", "</div>", None),
        ("title", "</title>", None),
        ("textarea", "</textarea><!--", None),
        ("style", "<!--</script>", None),
    ],
)
def test_text(parent: str, text: str, message: str | None) -> None:
    assert problem(parent, Text(text), 0) == message


@pytest.mark.parametrize(
    "html, count",
    [
        ("", 0),
        ("a", 1),
        ("a&amp;b", 1),
        ("<b>a</b>", 1),
        ("<br>", 1),
        ("<!--a-->", 1),
        ("<!doctype html>", 1),
        (" <b></b>", 2),
        ("<b></b>\n", 2),
        ("a<b></b>c", 3),
        ("<b></b><b></b>", 2),
        ("<ul><li>a<li>b</ul>", 1),
        ("<ul><li>a<li>b</ul>c", 2),
        ("<script>a</b><b></script>", 1),
        ("<svg><g/><g/></svg>", 1),
        ("<td>a</td>", 1),
    ],
)
def test_root_count(html: str, count: int) -> None:
    assert root_count(html) == count
