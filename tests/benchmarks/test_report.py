"""What becomes of figures: medians, ratios, goals, tables, plots, and pages of the docs."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.cases import CASES, broadcast, head_insert
from benchmarks.goals import GOALS, goals_table
from benchmarks.plot import draw
from benchmarks.report import BEGIN, END, replace_between_marks, write_page
from benchmarks.suite import Result, Results
from benchmarks.tables import case_table, factor

ABOUT = {"python": "3.11.7", "go": None, "cores": 2, "rounds": 3, "seconds": 1.0, "share": 1.0}

INSERT = (
    Result("head-insert", "hlive", "1000", {"milliseconds": [0.5, 0.4, 0.9], "bytes": [52]}),
    Result("head-insert", "HLive Go v0.3.0", "1000", {"milliseconds": [600], "bytes": [61110]}),
    Result("head-insert", "PyView 0.9.0", "1000", {}, "PyView 0.9.0 did not start"),
)


def results(*given: Result) -> Results:
    return Results(given, ABOUT)


def measured(given: Iterable[tuple[str, str, str, str, float]]) -> Results:
    """Results of one figure each: case, subject, size, metric, value."""
    return results(
        *(
            Result(case, subject, size, {metric: [value]})
            for case, subject, size, metric, value in given
        )
    )


def goal_rows(given: Results) -> dict[str, tuple[str, str]]:
    """What was reached and whether that is enough, by case and goal."""
    return {f"{row[0]} {row[1]}": (row[2], row[3]) for row in goals_table(given).rows}


def test_a_table_has_medians_spread_and_ratios() -> None:
    assert case_table(head_insert.CASE, results(*INSERT)).rows == (
        ("1000", "hlive", "0.50 (0.40 – 0.90)", "52", "1.00"),
        ("1000", "HLive Go v0.3.0", "600.00", "61,110", "1,200"),
        ("1000", "PyView 0.9.0", "– (PyView 0.9.0 did not start)", "", ""),
    )


def test_more_is_better_where_things_are_counted() -> None:
    given = measured(
        [
            ("events", "hlive", "0", "events", 9000),
            ("events", "PyView 0.9.0", "0", "events", 6000),
        ]
    )
    rows = case_table(CASES["events"], given).rows
    assert [(row[1], row[-1]) for row in rows] == [("hlive", "1.00"), ("PyView 0.9.0", "1.50")]


def test_a_table_in_markdown() -> None:
    lines = case_table(head_insert.CASE, results(*INSERT[:1])).markdown().splitlines()
    assert lines[:3] == [
        "| size | system | ms | bytes of the message | ours is better by |",
        "| --- | --- | ---: | ---: | ---: |",
        "| 1000 | hlive | 0.50 (0.40 – 0.90) | 52 | 1.00 |",
    ]
    assert lines[-1] == head_insert.CASE.note


@pytest.mark.parametrize(
    "ratio, text", [(1234.5, "1,234"), (93.31, "93.3"), (1.234, "1.23"), (0.05, "0.05")]
)
def test_a_factor_has_the_digits_that_say_something(ratio: float, text: str) -> None:
    assert factor(ratio) == text


def test_a_goal_compares_the_medians_of_one_run() -> None:
    rows = goal_rows(results(*INSERT))
    assert rows["keyed head insert into 1,000: speed ≥ 1,000 × Go"] == ("1,200", "yes")
    assert rows["events, R = 1,000 ≥ 100 × Go"] == ("–", "not measured")


def test_a_goal_may_be_an_upper_limit() -> None:
    def memory(ours: float) -> tuple[str, str]:
        given = measured(
            [("memory", "hlive", "100", "KiB", ours), ("memory", "PyView 0.9.0", "100", "KiB", 100)]
        )
        return goal_rows(given)["memory per idle session, R = 100 ≤ 0.5 × PyView"]

    assert memory(50) == ("0.50", "yes")
    assert memory(51) == ("0.51", "no")


def test_a_goal_may_be_a_plain_number() -> None:
    given = measured([("wire", "hlive", "insert", "bytes", 121)])
    rows = goal_rows(given)
    assert rows["keyed head insert into 1,000: bytes on the wire ≤ 120 bytes"] == ("121", "no")


def test_one_encoding_means_that_all_frames_are_equal() -> None:
    given = measured([(broadcast.CASE.name, "hlive", "1000", "different frames", 2)])
    assert goal_rows(given)["broadcast to 1,000: frames that differ ≤ 1 frame"] == ("2.00", "no")


def test_the_goals_are_those_that_were_set() -> None:
    thresholds = [(goal.threshold, goal.at_most) for goal in GOALS]
    assert thresholds == [
        (1.0, False), (1.3, False), (1.0, False), (0.9, False), (0.9, False), (100, False),
        (120, True), (1000, False), (0.5, True), (0.05, True), (1.5, True), (2, False), (2, False),
        (1.5, False), (1, True), (5, False), (5, False), (5, False), (5, False), (5, False),
        (0.7, True), (0.7, True), (0.7, True), (0.7, True),
    ]  # fmt: skip


def test_results_survive_a_file(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    results(*INSERT).write(file)
    read = Results.read(file)
    assert tuple(read) == INSERT
    assert read.about == ABOUT


def test_a_plot_names_what_it_shows_and_is_the_same_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    draw(head_insert.CASE, results(*INSERT), one)
    draw(head_insert.CASE, results(*INSERT), other)
    svg = one.read_text()
    assert all(text in svg for text in (">hlive<", ">HLive Go v0.3.0<", ">600.00<", "ms (less"))
    assert "PyView" not in svg
    assert svg == other.read_text()


def test_a_page_of_the_docs_gets_tables_and_plots(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n")
    write_page(page, results(*INSERT))
    text = page.read_text()
    assert text.startswith(f"# Before\n\n{BEGIN}\n\nMeasured with Python 3.11.7, no Go, on 2 cores")
    assert text.endswith(f"\n\n{END}\n\nAfter\n")
    assert "old" not in text
    assert "![The table below as bars.](images/bench-head-insert.svg)" in text
    assert (tmp_path / "images" / "bench-head-insert.svg").is_file()


def test_a_page_without_marks_stays_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(ValueError, match="doesn't have the marks"):
        replace_between_marks(page, "text")
    assert page.read_text() == "nothing"
