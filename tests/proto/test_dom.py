"""The small DOM: what a browser's parser makes of HTML."""

import pytest

from hlive_proto.dom import DomElement, DomText, Snapshot, parse, snapshot


def shown(html: str) -> list[Snapshot]:
    return [snapshot(node) for node in parse(html)]


@pytest.mark.parametrize(
    "html, nodes",
    [
        ("", []),
        ("a&lt;b&#39;&#13;&nbsp;", ["a<b'\r\xa0"]),
        ("<p>a</p>b", [("p", {}, "a"), "b"]),
        ("<p title='a&amp;b' hidden title=x></p>", [("p", {"title": "a&b", "hidden": ""})]),
        ("<P CLASS=a></P>", [("p", {"class": "a"})]),
        ("<br>a<br/>b", [("br", {}), "a", ("br", {}), "b"]),
        ("<b/>a", [("b", {}, "a")]),
        ("<!doctype html><!--a-->", [("!", "<!doctype html>"), ("!", "<!--a-->")]),
        ("<pre>\n\na</pre>", [("pre", {}, "\na")]),
        ("<pre>\n</pre>", [("pre", {})]),
        ("<pre><b></b>\na</pre>", [("pre", {}, ("b", {}), "\na")]),
        ("<textarea>\r\na</textarea>", [("textarea", {}, "a")]),
        ("<p>\na\r\nb\rc</p>", [("p", {}, "\na\nb\nc")]),
        ("<script>a<b>&amp;</script>c", [("script", {}, "a<b>&amp;"), "c"]),
        ("<iframe><b></iframe>", [("iframe", {}, "<b>")]),
        ("<noscript><p>&lt;</p></noscript>", [("noscript", {}, "<p>&lt;</p>")]),
        ("<svg><style>a&lt;</style></svg>", [("svg", {}, ("style", {}, "a<"))]),
        ("<svg><g/><circle/>a</svg>", [("svg", {}, ("g", {}), ("circle", {}), "a")]),
        ("<svg VIEWBOX='0 0'></svg>", [("svg", {"viewBox": "0 0"})]),
        ("<div viewBox='0 0'></div>", [("div", {"viewbox": "0 0"})]),
        ("<template><p>a</p></template>", [("template", {}, ("p", {}, "a"))]),
        (
            "<table><tr></tr><tr></tr><tfoot></tfoot></table>",
            [("table", {}, ("tbody", {}, ("tr", {}), ("tr", {})), ("tfoot", {}))],
        ),
        (
            "<table><tbody><td><table><tr></tr></table></td></tbody></table>a",
            [
                ("table", {}, ("tbody", {}, ("td", {}, ("table", {}, ("tbody", {}, ("tr", {})))))),
                "a",
            ],
        ),
        ("<ul><li>a</ul>b", [("ul", {}, ("li", {}, "a")), "b"]),
    ],
)  # fmt: skip
def test_parse(html: str, nodes: list[Snapshot]) -> None:
    assert shown(html) == nodes


@pytest.mark.parametrize("name", ["input", "select", "textarea"])
@pytest.mark.parametrize(
    "attrs, value, expected",
    [
        ({}, None, {}),
        ({"value": "a"}, None, {"value": "a"}),
        ({"value": "a"}, "b", {"value": "b"}),
        ({"value": "a"}, "", {}),
        ({}, "b", {"value": "b"}),
        ({"value": ""}, None, {}),
    ],
)
def test_a_field_shows_its_value(
    name: str, attrs: dict[str, str], value: str | None, expected: dict[str, str]
) -> None:
    assert snapshot(DomElement(name, attrs, [], value)) == (name, expected)


def test_an_empty_value_of_another_element_counts() -> None:
    assert shown('<option value="">a</option>') == [("option", {"value": ""}, "a")]


def test_an_html_element_in_svg_is_no_svg_element() -> None:
    (svg,) = parse("<svg><g></g></svg>")
    assert isinstance(svg, DomElement)
    svg.children += [*parse("<circle></circle>"), DomText("a")]
    assert snapshot(svg) == ("svg", {}, ("g", {}), ("html:circle", {}), "a")


def test_html_is_at_home_in_a_foreignobject() -> None:
    html = "<svg><foreignObject><p>a</p></foreignObject><g></g></svg>"
    assert shown(html) == [("svg", {}, ("foreignobject", {}, ("p", {}, "a")), ("g", {}))]
