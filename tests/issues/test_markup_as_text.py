"""Markup that is only text was counted as a node of its own beside other text, and markup in a
textarea as an element; a browser sees one text in both."""

import hlive as l
from tests.view.driver import drive


def test_text_markup_beside_text() -> None:
    box = l.Box("x")
    driver = drive(l.T("p", "a", l.HTML("b"), l.T("i", box)))
    box.set("y")
    assert driver.render() == ["u 4 >0>1>0 t y"]


def test_markup_in_a_textarea_and_a_title() -> None:
    markup = l.Box(l.HTML("<b>1</b>"))
    driver = drive(l.T("textarea", markup))
    driver.page.title.add(markup)
    driver.render()
    markup.set(l.HTML("<b>2</b>"))
    assert driver.render() == ["u 3 >0 t T<b>2</b>", "u 4 >0>0 t <b>2</b>"]
