"""A line whose path or content is no such thing stopped the browser role, and with it a whole run
of the suite. It drops the rest of its frame, like a line at which a client throws."""

import pytest

from hlive_proto.browser import Browser


@pytest.mark.parametrize(
    "line",
    ["d|u|doc|<0|t|Yg==", "d|u|doc|0>x|t|Yg==", "d|u|doc|0>0|t|Y", "d|u|doc|0>0|t|/w=="],
)
def test_garbage(line: str) -> None:
    browser = Browser("<p>a</p>")
    browser.apply(f"{line}\nd|u|doc|0>0|t|Yg==\n")
    assert browser.snapshot() == [("p", {}, "a")]
    assert browser.thrown == [line]
    browser.apply("d|u|doc|0>0|t|Yg==\n")
    assert browser.snapshot() == [("p", {}, "b")]
