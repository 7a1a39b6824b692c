"""A number as a style failed when the page was rendered; a box as a class switch was always on."""

import pytest

import hlive as l
from tests.view.driver import drive


def test_a_number_is_a_style() -> None:
    assert drive(l.T("p", l.Style({"opacity": 0.5}))).dom(0) == ("p", {"style": "opacity:0.5;"})


def test_other_values_are_refused_where_they_are_written() -> None:
    with pytest.raises(TypeError, match="style 'color' can't be NoneType None"):
        l.Style({"color": None})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="class 'a' is on or off"):
        l.ClassBool({"a": l.Box(False)})  # type: ignore[dict-item]
