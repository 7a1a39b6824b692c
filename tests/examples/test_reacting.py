"""The examples that react to what browsers tell, in memory, with the time under control."""

import re

import hlive as l
from examples import animation, diff_applied, local_render, preempt


def test_diff_applied() -> None:
    view = l.testing.open(diff_applied.app)
    for clicks in [1, 2]:
        view.find("button").click()
        view.find("ol").dispatch("diffapply")
        told = [item.text for item in view.find_all("li")]
        assert told[::2] == ["The server heard a click."] * clicks
        assert len(told) == 2 * clicks
        assert re.fullmatch(r"The browser showed that, \d+\.\d ms later\.", told[-1])


def test_animation() -> None:
    view = l.testing.open(animation.app)
    moon = view.find_all("circle")[1]
    assert (moon.attr("cx"), moon.attr("cy")) == ("40.00", "0.00")

    def show_pictures(number: int) -> None:
        """The browser tells that it shows one, and gets the next one."""
        for _ in range(number):
            view.find("[data-hlive-on-diffapply]").dispatch("diffapply")
            view.advance(animation.PAUSE)

    view.find("button").click()
    show_pictures(30)
    assert (moon.attr("cx"), moon.attr("cy")) == ("0.00", "40.00")
    assert view.text("button") == "Stop"
    view.find("button").click()
    show_pictures(3)
    assert (moon.attr("cx"), moon.attr("cy")) == ("0.00", "40.00")
    assert view.text("button") == "Start"


def test_preempt() -> None:
    view = l.testing.open(preempt.app)
    careful, careless = view.find_all("button")
    careful.click()
    assert careful.attr("disabled") is not None
    careless.click()
    careless.click()
    assert careless.attr("disabled") is None
    view.advance(preempt.SECONDS)
    assert careful.attr("disabled") is None
    assert [count.text for count in view.find_all("output")] == ["1", "2"]


def test_local_render() -> None:
    view = l.testing.open(local_render.app)
    view.find("#local").click()
    assert (view.text("#local"), view.text("#everywhere"), view.text("output")) == ("1", "0", "0")
    view.find("#everywhere").click()
    assert (view.text("#local"), view.text("#everywhere"), view.text("output")) == ("2", "2", "2")
