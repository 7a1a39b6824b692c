"""While a component was rendered alone, what a mount in it changed before itself was not sent, and
a mount that rendered the page made the same change be sent twice."""

import hlive as l
from tests.view.driver import drive, readable


def test_what_stands_before_is_sent() -> None:
    early = l.T("p")
    outer = l.C("div", early)
    driver = drive(outer)
    outer.add(l.CM("p", mount=lambda _: early.add("x")))
    driver.live.render_component(outer)
    driver.check()
    assert readable(driver.frames[-1:]) == ["c 5 >0>0 t x", 'c 5 >1 h <p hid="6"></p>']
    assert driver.dom(0) == ("div", {"hid": "5"}, ("p", {}, "x"), ("p", {"hid": "6"}))


def test_nothing_is_sent_twice() -> None:
    outer = l.C("div")
    driver = drive(outer)
    before = len(driver.frames)
    outer.add(l.CM("p", mount=lambda context: context.render()))
    driver.live.render_component(outer)
    driver.check()
    assert readable(driver.frames[before:]) == ['c 5 >0 h <p hid="6"></p>']
