"""Markup that left something open, or closed what it had not opened, changed the page around it."""

import pytest

import hlive as l
from tests.view.driver import drive


@pytest.mark.parametrize(
    "html, wrong",
    [
        ("<b>x", "<b> is not closed"),
        ("</div><b></b>", "</div> closes nothing"),
        ("<b></i></b>", "</i> closes nothing"),
        ("<p>a<p>b</p>", "<p> is not closed"),
        ("<li>a<li>b</li>", "<li> is not closed"),
        ("<b/>x", "<b> is not closed"),
        ("<i><!-- a</i>", "<i> is not closed"),
        ("<!-- a", "a comment is not closed"),
        ("<textarea>", "<textarea> is not closed"),
    ],
)
def test_loose_markup_is_refused(html: str, wrong: str) -> None:
    with pytest.raises(l.PageError, match=rf"{wrong} in this HTML: .*loose_markup\.py:\d+"):
        drive(l.T("section", l.HTML(html)), l.T("p", "after"))


@pytest.mark.parametrize(
    "html",
    [
        "<div>x<br>y<br/><img src='a'></div>",
        "<svg><path d=''/><g><circle/></g></svg>",
        "<svg/>",
        "<!-- <b> -->",
        "<script>if (a < b) '<b>' // <!-- </script>",
        "<textarea><b></i></textarea>",
        "<div><!-- a --><i></i><!-- b --></div>",
        "<UL><Li>x</lI></ul>",
        "a < b",
        "a > b &amp; c",
    ],
)
def test_whole_markup_is_shown(html: str) -> None:
    driver = drive(l.T("section", l.HTML(html)), l.T("p", "after"))
    assert driver.html.count(html) == 1
    assert driver.dom(1) == ("p", {}, "after")
