"""Results as one HTML file that needs nothing else: implementations side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from conformance.verdict import Place, Result, Sides, Verdict

TRACKS = {
    "codec": "Examples of the spec",
    "server": "Servers, frame by frame",
    "client": "Clients in a browser",
    "pair": "Servers × clients × browsers",
}
"""The tracks in their order, as headings."""

_SIGNS = {
    Verdict.PASS: "✓",
    Verdict.NON_STRICT: "≈",
    Verdict.ERRATUM: "E",
    Verdict.UNIMPLEMENTED: "–",
    Verdict.FAIL: "✗",
}

_FINE = (Verdict.PASS, Verdict.UNIMPLEMENTED)
"""Verdicts that need no more words."""

_OPEN = (
    "onhashchange = () => { const found = document.getElementById(location.hash.slice(1));"
    " if (found) { found.closest('details:not([id])').open = found.open = true;"
    " found.scrollIntoView(); } }"
)
"""Opens the finding that a cell of the table leads to."""


def write(results: Sequence[Result], path: Path) -> None:
    """Writes the results to a file."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    body = "\n".join(part for track in TRACKS for part in _track(track, results))
    path.write_text(
        "<!doctype html>\n<html lang=en><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>HLive conformance</title>\n<style>\n{style}</style>\n"
        f"<h1>HLive conformance</h1>\n{_legend()}\n{body}\n<script>{_OPEN}</script>\n</html>\n",
        encoding="utf-8",
    )


def _legend() -> str:
    parts = (
        f"<span class='{verdict.value}'>{_SIGNS[verdict]} {verdict.value}</span>"
        for verdict in Verdict
    )
    return f"<p class=legend>{' '.join(parts)}</p>"


def _track(track: str, results: Sequence[Result]) -> Iterator[str]:
    found = [result for result in results if result.place.track == track]
    if not found:
        return
    places = list(dict.fromkeys(result.place for result in found))
    yield f"<section><h2>{TRACKS[track]}</h2>"
    yield from _summary(places, found)
    yield from _cases(places, found)
    told = [each for each in found if each.finding.detail and each.finding.verdict not in _FINE]
    if told:
        yield f"<details><summary>What differs: {len(told)} findings</summary>"
        yield from (_difference(result, places.index(result.place) + 1) for result in told)
        yield "</details>"
    yield "</section>"


def _summary(places: Sequence[Place], results: Sequence[Result]) -> Iterator[str]:
    counts = Counter((result.place, result.finding.verdict) for result in results)
    heads = "".join(
        f"<th title='{verdict.value}'>{_SIGNS[verdict]} <span>{verdict.value}</span>"
        for verdict in Verdict
    )
    yield f"<div class=wide><table class=summary><tr><th>#<th>implementations{heads}"
    for number, place in enumerate(places, 1):
        cells = "".join(
            f"<td class='{verdict.value if counts[place, verdict] else 'none'}'>"
            f"{counts[place, verdict]}"
            for verdict in Verdict
        )
        yield f"<tr><td>{number}<th>{escape(place.title)}{cells}"
    yield "</table></div>"


def _cases(places: Sequence[Place], results: Sequence[Result]) -> Iterator[str]:
    """The matrix: a row for each case, a column for each place."""
    by = {(result.case, result.place): result for result in results}
    heads = "".join(
        f"<th title='{escape(place.title, quote=True)}'>{number}"
        for number, place in enumerate(places, 1)
    )
    yield f"<details><summary>Case by case</summary><div class=wide><table><tr><th>case{heads}"
    for case in sorted({result.case for result in results}):
        cells = "".join(
            _cell(by.get((case, place)), number) for number, place in enumerate(places, 1)
        )
        yield f"<tr><th>{escape(case)}{cells}"
    yield "</table></div></details>"


def _cell(result: Result | None, number: int) -> str:
    if result is None:
        return "<td class=none>"
    verdict = result.finding.verdict
    sign = _SIGNS[verdict]
    if verdict not in _FINE and result.finding.detail:
        sign = f"<a href='#{_anchor(result, number)}'>{sign}</a>"
    return f"<td class='{verdict.value}' title='{verdict.value}'>{sign}"


def _anchor(result: Result, number: int) -> str:
    return escape(f"{result.place.track}-{number}-{result.case}", quote=True)


def _difference(result: Result, number: int) -> str:
    finding = result.finding
    parts = [
        f"<details id='{_anchor(result, number)}'><summary>"
        f"<b class='{finding.verdict.value}'>{finding.verdict.value}</b> "
        f"{escape(result.case)} <small>{escape(result.place.title)}</small></summary>",
        f"<pre>{escape(finding.detail)}</pre>",
    ]
    for title, both in (("Transcripts", finding.transcripts), ("Trees", finding.trees)):
        if both is not None:
            parts.append(_both(title, both))
    return "".join([*parts, "</details>"])


def _both(title: str, both: Sides) -> str:
    expected = "\n".join(_marked(both.expected, both.actual))
    actual = "\n".join(_marked(both.actual, both.expected))
    return (
        f"<h4>{title}</h4><div class=sides><div><h5>expected</h5><pre>{expected}</pre></div>"
        f"<div><h5>actual</h5><pre>{actual}</pre></div></div>"
    )


def _marked(lines: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    """The lines, with those that the other side doesn't have marked."""
    known = set(others)
    for line in lines:
        yield escape(line) if line in known else f"<mark>{escape(line)}</mark>"
