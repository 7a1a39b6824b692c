"""Results as JSON, to be kept and put together later; README.md describes the format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.verdict import Finding, Place, Result, Sides, Verdict

FORMAT = "hlive-conformance"
VERSION = 1


class ReportError(Exception):
    """A file of results can't be read; the message names it and says why."""


def write(results: Sequence[Result], path: Path) -> None:
    """Writes the results to a file."""
    told = {"format": FORMAT, "version": VERSION, "results": [_plain(each) for each in results]}
    # Whoever ends us in the middle leaves the file of before.
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)


def read(path: Path) -> list[Result]:
    """The results in a file; raises ReportError for anything else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if (told["format"], told["version"]) != (FORMAT, VERSION):
            raise ReportError(f"{path}: version {told['version']} of {told['format']!r}")
        return [_result(each) for each in told["results"]]
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: {error}") from error
    except (KeyError, TypeError) as error:
        raise ReportError(f"{path}: no results of this suite: {error}") from error


def _plain(result: Result) -> dict[str, Any]:
    finding = result.finding
    plain: dict[str, Any] = {"case": result.case, **asdict(result.place)}
    plain |= {"verdict": finding.verdict.value, "seconds": round(result.seconds, 3)}
    if finding.detail:
        plain["detail"] = finding.detail
    for name, both in (("transcripts", finding.transcripts), ("trees", finding.trees)):
        if both is not None:
            plain[name] = asdict(both)
    return plain


def _result(told: dict[str, Any]) -> Result:
    place = Place(*(told[name] for name in ("track", "dialect", "server", "client", "browser")))
    finding = Finding(
        Verdict(told["verdict"]),
        told.get("detail", ""),
        _sides(told.get("transcripts")),
        _sides(told.get("trees")),
    )
    return Result(told["case"], place, finding, told["seconds"])


def _sides(told: dict[str, list[str]] | None) -> Sides | None:
    return None if told is None else Sides(tuple(told["expected"]), tuple(told["actual"]))
