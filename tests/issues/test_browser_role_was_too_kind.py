"""The browser of our tests did what no browser does, so that wrong patches looked right."""

import pytest

from hlive_proto.browser import Browser


def test_no_path_leads_into_a_template() -> None:
    browser = Browser('<template><p hid="7">a</p></template>')
    browser.apply("d|u|7|>0|t|Yg==\n")
    browser.apply("d|u|doc|0>0>0|t|Yg==\n")
    assert browser.snapshot() == [("template", {}, ("p", {"hid": "7"}, "a"))]
    assert len(browser.log) == 2


def test_noscript_holds_one_text() -> None:
    assert Browser("<noscript><p>a</p></noscript>").snapshot() == [("noscript", {}, "<p>a</p>")]


def test_a_circle_made_by_a_patch_is_no_svg() -> None:
    browser = Browser("<svg></svg>")
    browser.apply("d|c|doc|0>0|h|PGNpcmNsZT48L2NpcmNsZT4=\n")
    assert browser.snapshot() == [("svg", {}, ("html:circle", {}))]


@pytest.mark.parametrize(
    "line", ["d|c|doc|0>0|h|", "d|c|doc|0>0>0|t|YQ==", "d|u|doc|0>0|a|IGE9IiI="]
)
def test_what_throws_ends_the_frame(line: str) -> None:
    browser = Browser("<p>a</p>")
    browser.apply(f"{line}\nd|u|doc|0>0|t|Yg==\n")
    assert browser.snapshot() == [("p", {}, "a")]
    assert browser.thrown == [line]


def test_newlines_are_normalised() -> None:
    assert Browser("<p>a\r\nb\rc</p>").snapshot() == [("p", {}, "a\nb\nc")]
