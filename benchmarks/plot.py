"""Results as bars: one SVG for each case, the same bytes for the same results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.suite import Case, Results
from benchmarks.systems import SYSTEMS

_SETTINGS: dict[Any, Any] = {"svg.hashsalt": "hlive", "svg.fonttype": "none", "font.size": 9}
_COLOURS = ("#1f6feb", "#79b8ff", "#0a3069", "#2da44e", "#bf8700", "#e3b341", "#8250df", "#cf222e")
_COLOUR_OF = {system.name: colour for system, colour in zip(SYSTEMS, _COLOURS, strict=True)}
"""A system has the same colour everywhere."""


def draw(case: Case, results: Results, path: Path) -> None:
    """Writes the bars of a case's first metric, for each size a group, on a logarithmic scale."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(7.5, 0.9 + 0.2 * len(case.sizes) * (len(case.subjects) + 1)))
        axes = figure.add_subplot()
        _bars(axes, case, results)
        _describe(axes, case)
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})


def _bars(axes: Axes, case: Case, results: Results) -> None:
    step = len(case.subjects) + 1
    metric = case.metrics[0]
    for index, subject in enumerate(case.subjects):
        values = [results.figure(case.name, subject.name, size, metric.name) for size in case.sizes]
        places = [group * step + index for group in range(len(case.sizes))]
        shown = [(place, value) for place, value in zip(places, values, strict=True) if value]
        if not shown:
            continue
        bars = axes.barh(
            [place for place, _ in shown],
            [value for _, value in shown],
            color=_COLOUR_OF.get(subject.name, _COLOURS[2 * index % len(_COLOURS)]),
            label=subject.name,
        )
        axes.bar_label(bars, fmt=f"{{:,.{metric.digits}f}}", padding=3, fontsize=7)


def _describe(axes: Axes, case: Case) -> None:
    step = len(case.subjects) + 1
    middles = [group * step + (step - 2) / 2 for group in range(len(case.sizes))]
    axes.set_yticks(middles, case.sizes)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.margins(x=0.15)
    better = "less" if case.less_is_better else "more"
    axes.set_xlabel(f"{case.metrics[0].heading} ({better} is better)")
    axes.set_title(case.title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
