"""What can be a child, what can't and what is advised, and how numbers are shown."""

import math
import re

import pytest

import hlive as l
from hlive.nodes import check_node, plain_text


@pytest.mark.parametrize(
    "number, text",
    [
        (0, "0"),
        (-7, "-7"),
        (10**30, "1000000000000000000000000000000"),
        (1.0, "1"),
        (1.5, "1.5"),
        (-0.0, "-0"),
        (100.0, "100"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (1.5e-10, "0.00000000015"),
        (123456789.125, "123456789.125"),
        (math.nan, "NaN"),
        (math.inf, "+Inf"),
        (-math.inf, "-Inf"),
    ],
)
def test_numbers_are_written_as_go_formats_them(number: float, text: str) -> None:
    assert plain_text(number) == text


@pytest.mark.parametrize(
    "value",
    [
        "text",
        1,
        1.5,
        None,
        l.T("p"),
        l.C("p"),
        l.Box("x"),
        l.Group(),
        l.HTML("<hr>"),
        lambda: "later",
        len,
        ["a", ("b", [l.T("p"), None])],
    ],
    ids=lambda value: type(value).__name__,
)
def test_children(value: object) -> None:
    check_node(value)


@pytest.mark.parametrize(
    "value, message",
    [
        (True, "bool True can't be shown in a page: write str(value), or `node if condition"),
        (False, "bool False can't be shown in a page: write"),
        (b"ab", "bytes b'ab' can't be shown in a page: decode it first"),
        ({"a": "b"}, "attributes go into a tag itself, not into a box or group"),
        (l.Page, "type <class 'hlive.page.Page'> can't be shown in a page: make an object of it"),
        (l.Page(), "Page <hlive.page.Page object"),
        (object(), "give text, a number, a tag, a box, a group, HTML, a function, a list of these"),
        (l.Elements("a"), "Elements <"),
        (l.Class("a"), "ClassBool ClassBool("),
        (l.on("click", print), "Binding on('click', print) can't be shown"),
        (1j, "complex 1j can't be shown"),
        (["a", ["b", True]], "bool True can't be shown"),
    ],
)  # fmt: skip
def test_what_can_not_be_a_child_says_what_to_do(value: object, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        check_node(value)


def test_a_long_value_is_not_shown_whole() -> None:
    with pytest.raises(TypeError) as caught:
        check_node({"key": "x" * 1000})
    assert len(str(caught.value)) < 200
