"""Each case runs for a moment against ours: it gives all its figures, and they can be true."""

import shutil
from dataclasses import replace

import pytest

from benchmarks.cases import CASES, browser, upload, wire
from benchmarks.suite import Case, Effort, Result, run_case
from benchmarks.systems import OURS, System

MOMENT = Effort(rounds=1, seconds=0.2, share=0.002)
SERVED = [name for name in CASES if name != browser.CASE.name]


def figures_of(case: Case, size: str) -> dict[str, list[float]]:
    """What ours comes to in a moment; fails with the reason where it can't be measured."""
    only_ours = replace(case, subjects=case.subjects[:1], sizes=(size,), without={})
    (result,) = run_case(only_ours, MOMENT, lambda _: None)
    assert result.failure == ""
    return dict(result.figures)


@pytest.mark.parametrize("name", SERVED)
def test_a_case_gives_all_its_figures(name: str) -> None:
    case = CASES[name]
    figures = figures_of(case, case.sizes[0])
    assert set(figures) == {metric.name for metric in case.metrics}
    assert all(len(values) == 1 and values[0] >= 0 for values in figures.values())


@pytest.mark.parametrize("name", ["events", "form", "clock", "broadcast", "connects", "first-html"])
def test_something_happens_in_a_moment(name: str) -> None:
    case = CASES[name]
    assert figures_of(case, case.sizes[0])[case.metrics[0].name][0] > 0


def test_the_wire_has_a_keyed_insert_in_few_bytes() -> None:
    (bytes_on_wire,) = figures_of(wire.CASE, "insert")["bytes"]
    assert 40 <= bytes_on_wire <= 60  # a session of more rows than 1,000 needs a longer text


def test_a_broadcast_is_the_same_frame_for_all() -> None:
    assert figures_of(CASES["broadcast"], "1000")["different frames"] == [1]


@pytest.mark.browser
@pytest.mark.parametrize("size", browser.CASE.sizes)
def test_our_client_shows_what_the_frames_say(size: str) -> None:
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        pytest.skip("needs Chromium: no `chromium` and `chromedriver` in PATH")
    assert set(figures_of(browser.CASE, size)) == {"milliseconds"}


def test_a_system_that_cannot_be_had_is_left_out_with_the_reason() -> None:
    broken = System("broken", lambda port: ["false", str(port)], OURS.driver)
    case = replace(CASES["events"], subjects=(broken,), sizes=("0",))
    (result,) = run_case(case, MOMENT, lambda _: None)
    assert result.failure.startswith("broken did not start")
    assert result.figures == {}


def test_a_system_that_a_case_does_not_fit_is_left_out_with_the_reason() -> None:
    case = replace(upload.CASE, subjects=upload.CASE.subjects[2:3])
    (result,) = run_case(case, MOMENT, lambda _: None)
    reason = "sends files in chunks through a channel of its own: another measure"
    assert result == Result("upload", "PyView 0.9.0", "8", {}, reason)
