"""Markup that closes what it opens, and what is said of markup that doesn't."""

import pytest

from hlive_proto.fragment import unbalanced


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text",
        "a &lt; b",
        "<b>x</b>",
        "<div><br><p>x</p></div>",
        "<br/>",
        "<!--c-->",
        "<!-- <b> -->",
        "<textarea><b></textarea>",
        "<script>if (a </b) c</script>",
        "<svg><circle/><g></g></svg>",
        "<svg/>",
        "<math><mi/></math>",
        "<textarea></b></textarea>",
    ],
)
def test_what_is_balanced(html: str) -> None:
    assert unbalanced(html) is None


@pytest.mark.parametrize(
    "html, wrong",
    [
        ("<b>", "<b> is not closed"),
        ("<i><b></b>", "<i> is not closed"),
        ("<ul><li>x</ul>", "</ul> closes nothing"),
        ("</b>", "</b> closes nothing"),
        ("</b></i>", "</b> closes nothing"),
        ("<b></i>", "</i> closes nothing"),
        ("<b></i></b>", "</i> closes nothing"),
        ("<div/>", "<div> is not closed"),
        ("<textarea><b>", "<textarea> is not closed"),
        ("<!--c", "a comment is not closed"),
        ("<b></b><!--c", "a comment is not closed"),
        ("<!--c--><!--", "a comment is not closed"),
    ],
)
def test_what_is_not(html: str, wrong: str) -> None:
    assert unbalanced(html) == wrong
