"""Results as tables: medians, spread, and how many times better ours is; for shell and docs."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table as RichTable

from benchmarks.suite import Case, Metric, Result, Results


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def rich(self) -> RichTable:
        """For a shell."""
        table = RichTable(title=self.title, caption=self.note or None, title_justify="left")
        for index, heading in enumerate(self.headings):
            table.add_column(heading, justify="right" if index > 1 else "left")
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """For a page of the docs, without its title."""
        rule = ["---"] * 2 + ["---:"] * (len(self.headings) - 2)
        lines = [" | ".join(cells) for cells in (self.headings, rule, *self.rows)]
        text = "\n".join(f"| {line} |" for line in lines)
        return f"{text}\n\n{self.note}" if self.note else text


def case_table(case: Case, results: Results) -> Table:
    """All figures of a case; the ratio says how many times better ours is at the first metric."""
    headings = ("size", "system", *(metric.heading for metric in case.metrics), "ours is better by")
    rows = []
    for size in case.sizes:
        ours = results.get(case.name, case.subjects[0].name, size)
        for subject in case.subjects:
            result = results.get(case.name, subject.name, size)
            if result is not None:
                rows.append((size, subject.name, *_cells(case, result, ours)))
    return Table(case.title, headings, tuple(rows), case.note)


def _cells(case: Case, result: Result, ours: Result | None) -> list[str]:
    if result.failure and not result.figures:
        return [f"– ({result.failure})", *[""] * len(case.metrics)]
    first, *others = case.metrics
    figures = [_spread(first, result), *(_figure(metric, result) for metric in others)]
    return [*figures, _ratio(case, result, ours)]


def _spread(metric: Metric, result: Result) -> str:
    """A median and, where there are several figures, the lowest and the highest."""
    values = result.figures.get(metric.name, [])
    text = _figure(metric, result)
    if len(values) < 2:
        return text
    low, high = (f"{value:,.{metric.digits}f}" for value in (min(values), max(values)))
    return f"{text} ({low} – {high})"


def _figure(metric: Metric, result: Result) -> str:
    typical = result.typical(metric.name)
    return "–" if typical is None else f"{typical:,.{metric.digits}f}"


def _ratio(case: Case, result: Result, ours: Result | None) -> str:
    ratio = None if ours is None else better_by(case, ours, result)
    return "–" if ratio is None else factor(ratio)


def better_by(case: Case, ours: Result, other: Result) -> float | None:
    """How many times better ours is at a case's first metric; None without figures."""
    mine, its = ours.typical(case.metrics[0].name), other.typical(case.metrics[0].name)
    if not mine or not its:
        return None
    return its / mine if case.less_is_better else mine / its


def factor(ratio: float) -> str:
    """A ratio with as many digits as say something."""
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"
