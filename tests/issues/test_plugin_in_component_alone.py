"""The script of an attribute that was new to the page did not come when only the component with
that attribute was rendered."""

import hlive as l
from tests.view.driver import drive, readable


def test_the_script_follows() -> None:
    component = l.C("p")
    driver = drive(component)
    before = len(driver.frames)
    component.add(l.T("a", l.prevent_default()))
    driver.live.render_component(component)
    driver.check()
    assert [line.partition("<script>")[0] for line in readable(driver.frames[before:])] == [
        'c 5 >0 h <a data-hlive-pd=""></a>',
        "c 2 >3 h ",
    ]
