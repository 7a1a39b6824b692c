"""The simulation of many sessions: it follows from its costs, and a queue is a queue."""

from pathlib import Path

import pytest

from benchmarks.report import BEGIN, END
from benchmarks.simulate import (
    Costs,
    Habits,
    Setup,
    bus_messages,
    copies,
    sessions_of_a_box,
    setups,
    simulate,
    work_per_session,
    write_scale_page,
)
from benchmarks.suite import Result, Results

COSTS = Costs(event=0.0001, visit=0.005, delivery=0.00005, session=50 * 1024)
HABITS = Habits()

MEASURED = Results(
    [
        Result("events", "hlive", "100", {"events per CPU second": [10_000.0]}),
        Result("connects", "hlive", "100", {"connects per CPU second": [200.0]}),
        Result("broadcast", "hlive", "1000", {"deliveries per CPU second": [20_000.0]}),
        Result("memory", "hlive", "100", {"KiB": [50.0]}),
    ],
    {},
)


def test_costs_are_read_from_results() -> None:
    assert Costs.of(MEASURED) == COSTS


def test_a_missing_figure_is_named() -> None:
    with pytest.raises(ValueError, match="no 'events per CPU second' of 'events'"):
        Costs.of(Results([], {}))


def test_the_share_of_a_core_that_one_session_takes() -> None:
    # An event every 5 s, a visit in 600 s, a delivery every 10 s and one every 60 s.
    expected = 0.0001 / 5 + 0.005 / 600 + 0.00005 / 10 + 0.00005 / 60
    assert work_per_session(COSTS, HABITS) == pytest.approx(expected)


def test_a_box_is_filled_by_cores_or_by_memory() -> None:
    box = Setup("box", 0, 1, cores=1, memory=1e12)
    assert sessions_of_a_box(COSTS, HABITS, box) == int(0.6 / work_per_session(COSTS, HABITS))
    small = Setup("box", 0, 1, cores=1, memory=100 * COSTS.session)
    assert sessions_of_a_box(COSTS, HABITS, small) == 60


def test_a_worker_is_as_busy_as_its_work_is() -> None:
    sessions = 0.5 / work_per_session(COSTS, HABITS)
    assert simulate(COSTS, HABITS, sessions, 8).busy == pytest.approx(0.5, abs=0.02)


def test_an_idle_worker_answers_in_the_time_that_an_event_takes() -> None:
    outcome = simulate(COSTS, HABITS, 100, 1)
    assert 0.00005 < outcome.median < 0.0002


def test_waiting_grows_with_the_load() -> None:
    per_session = work_per_session(COSTS, HABITS)
    light = simulate(COSTS, HABITS, 0.2 / per_session, 8)
    heavy = simulate(COSTS, HABITS, 0.9 / per_session, 8)
    assert light.slow < heavy.slow
    assert light.everybody < heavy.everybody


def test_the_same_costs_give_the_same_outcome() -> None:
    assert simulate(COSTS, HABITS, 1000, 8) == simulate(COSTS, HABITS, 1000, 8)


def test_a_room_goes_to_the_workers_that_have_its_visitors() -> None:
    assert copies(100, 1) == 1
    assert copies(1, 80) == pytest.approx(1)
    assert copies(2, 2) == pytest.approx(1.5)


def test_a_single_worker_needs_no_bus() -> None:
    assert bus_messages(HABITS, Setup("one", 1000, 1, cores=1)) == 0
    # 1,000 sessions are 10 rooms, one message a second together: in once, out to both workers.
    pair = Setup("two", 1000, 1, cores=2)
    assert bus_messages(HABITS, pair) == pytest.approx(1 + 2 + 3 / 60)


def test_a_million_sessions_get_as_many_boxes_as_they_need() -> None:
    one, ten, million = setups(COSTS, HABITS)
    assert ten.sessions == 10 * one.sessions
    assert million.sessions == 1_000_000
    assert (million.boxes - 1) * one.sessions < 1_000_000 <= million.boxes * one.sessions


def test_the_outcome_goes_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"{BEGIN}{END}")
    measured, simulated = write_scale_page(page, MEASURED)
    text = page.read_text()
    assert "| processor time | event | 100 µs |" in text
    assert [row[0] for row in simulated.rows] == ["one box", "ten boxes", "a million sessions"]
    assert measured.markdown() in text and simulated.markdown() in text
