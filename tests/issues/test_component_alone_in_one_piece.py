"""A component in an SVG or a template that was rendered alone: its new shapes were HTML elements to
the browser, and into a template no patch can lead."""

import hlive as l
from tests.view.driver import drive, readable


def test_a_shape_in_a_component_is_sent_with_the_whole_picture() -> None:
    group = l.C("g")
    driver = drive(l.T("svg", group))
    group.add(l.T("circle"))
    driver.live.render_component(group)
    driver.check()
    assert readable(driver.frames[-1:]) == ['u 4 >0 h <svg><g hid="5"><circle></circle></g></svg>']


def test_a_component_in_a_template_is_sent_with_the_template() -> None:
    part = l.C("p")
    driver = drive(l.T("template", part))
    part.add("x")
    driver.live.render_component(part)
    driver.check()
    assert readable(driver.frames[-1:]) == ['u 4 >0 h <template><p hid="5">x</p></template>']
