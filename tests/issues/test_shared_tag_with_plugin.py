"""A tag shared by pages had its plugin's script in the first of them only: the others remembered
the tag, and so never met the attribute."""

import hlive as l
from hlive_proto.dialect import DIALECT_01
from tests.view.driver import Driver, page_of


def test_every_page_has_the_script() -> None:
    shared = l.T("div", l.T("form", l.prevent_default()))
    scripts = [Driver(lambda: page_of(shared)).html.count("<script>") for _ in range(3)]
    assert scripts == [2, 2, 2]


def test_what_dialect_01_hides_stays_hidden_after_a_page_was_live() -> None:
    shared = l.T("div", l.T("form", {"data-hlive-mark": "x"}))
    pages = [Driver(lambda: page_of(shared), dialect=DIALECT_01) for _ in range(2)]
    assert ["data-hlive-mark" in page.html for page in pages] == [False, False]


def test_the_script_of_a_hidden_attribute_is_in_the_first_html() -> None:
    """It came only with the first live render."""
    driver = Driver(lambda: page_of(l.T("form", l.prevent_default())), dialect=DIALECT_01)
    assert driver.html.count("<script>") == 2
