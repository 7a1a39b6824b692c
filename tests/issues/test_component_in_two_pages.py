"""A component made outside of the page function was shown by every page, with the id that it had in
the first: the pages remembered it, and nobody looked whose it was."""

import pytest

import hlive as l
from tests.view.driver import Driver, drive, page_of


def test_the_second_page_refuses_it() -> None:
    shared = l.T("nav", l.C("p"))
    drive(l.C("b"), shared)
    with pytest.raises(l.PageError, match="belongs to another page"):
        drive(shared)


def test_it_is_refused_where_the_id_is_not_taken_yet() -> None:
    """Its id was free there, and the page's own next component got the same one."""
    shared = l.C("p", key="shared")
    drive(shared)
    second = Driver(lambda: page_of(), development=True)
    second.page.body.add(shared, l.C("b"))
    assert second.render() == ["x|error"]
    assert "5" not in second.page.components
