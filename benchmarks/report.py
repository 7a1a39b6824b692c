"""Results into the docs: tables between two marks of a page, plots beside it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.cases import CASES
from benchmarks.goals import goals_table
from benchmarks.plot import draw
from benchmarks.suite import Results
from benchmarks.tables import case_table

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write_page(page: Path, results: Results) -> None:
    """Puts what was measured into a page of the docs that has the two marks.

    The plots go into `images/` beside the page. Raises ValueError without the marks.
    """
    images = page.parent / "images"
    images.mkdir(exist_ok=True)
    parts = [_about(results), "### Goals", goals_table(results).markdown()]
    measured = {result.case for result in results}
    for case in CASES.values():
        if case.name in measured:
            image = f"bench-{case.name}.svg"
            draw(case, results, images / image)
            shown = f"![The table below as bars.](images/{image})"
            parts += [f"### {case.title}", shown, case_table(case, results).markdown()]
    replace_between_marks(page, "\n\n".join(parts))


def replace_between_marks(page: Path, text: str) -> None:
    """Replaces what stands between the two marks; raises ValueError without them."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} doesn't have the marks {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _about(results: Results) -> str:
    about = results.about
    return (
        f"Measured with Python {about['python']}, {about['go'] or 'no Go'}, "
        f"on {about['cores']} cores; rounds: {about['rounds']}, "
        f"{about['seconds']:g} seconds for each figure."
    )
