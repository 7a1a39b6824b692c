"""Results as JUnit XML, which CI services show: one suite for each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from conformance.verdict import Result, Verdict

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(results: Sequence[Result], path: Path) -> None:
    """Writes the results to a file; what isn't implemented counts as skipped."""
    root = ElementTree.Element("testsuites", name="hlive-conformance")
    ordered = sorted(results, key=lambda result: _name(result))
    for name, group in groupby(ordered, key=_name):
        _suite(root, name, list(group))
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _name(result: Result) -> str:
    return f"{result.place.track}: {result.place.title}"


def _suite(root: ElementTree.Element, name: str, results: list[Result]) -> None:
    verdicts = [result.finding.verdict for result in results]
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=name,
        tests=str(len(results)),
        failures=str(verdicts.count(Verdict.FAIL)),
        skipped=str(verdicts.count(Verdict.UNIMPLEMENTED)),
        errors="0",
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        _case(suite, name, result)


def _case(suite: ElementTree.Element, name: str, result: Result) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=name, name=result.case, time=f"{result.seconds:.3f}"
    )
    verdict, detail = result.finding.verdict, _NOT_IN_XML.sub("�", result.finding.detail)
    if verdict is Verdict.FAIL:
        ElementTree.SubElement(case, "failure", message=detail[:200]).text = detail
    elif verdict is Verdict.UNIMPLEMENTED:
        ElementTree.SubElement(case, "skipped", message=detail[:200])
    elif detail:
        ElementTree.SubElement(case, "system-out").text = f"{verdict.value}: {detail}"
