"""Markup was not asked whether a browser leaves it where it stands."""

import pytest

import hlive as l
from tests.view.driver import drive


def test_a_block_in_a_paragraph_is_refused() -> None:
    with pytest.raises(l.PageError, match="<div> can't stand inside <p>"):
        drive(l.T("p", l.HTML("<div>x</div>")))


def test_a_row_straight_in_a_table_gets_its_body() -> None:
    driver = drive(l.T("table", l.HTML("<tr><td>x</td></tr>"), l.T("tbody")))
    assert driver.html.count("<tbody>") == 2
