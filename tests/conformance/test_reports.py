"""Reports: what is written can be read again, and says what was found."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.report import html, json, junit
from conformance.verdict import Finding, Place, Result, Sides, Verdict

GO = Place("pair", "0.2", "Go <1>", "ours", "webkit")
OURS = Place("pair", "0.2", "Python", "ours", "webkit")
RESULTS = [
    Result("a.b", OURS, Finding(Verdict.PASS), 0.25),
    Result(
        "a.b",
        GO,
        Finding(
            Verdict.FAIL,
            "the browser\x00 differs",
            Sides(("d|u|<b>",), ("d|u|<i>",)),
            Sides(("<p>", "same"), ("<q>", "same")),
        ),
        0.5,
    ),
    Result("c.d", GO, Finding(Verdict.UNIMPLEMENTED, "later"), 0.0),
]


def test_json_is_read_as_it_was_written(tmp_path: Path) -> None:
    json.write(RESULTS, tmp_path / "a.json")
    assert json.read(tmp_path / "a.json") == RESULTS


@pytest.mark.parametrize(
    "text, reason",
    [
        ("{", "Expecting"),
        ("[]", "no results of this suite"),
        ('{"format": "hlive-conformance", "version": 2}', "version 2"),
        ('{"format": "hlive-conformance", "version": 1, "results": [{}]}', "'track'"),
    ],
)
def test_other_json_is_refused_with_its_file_and_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    result = CliRunner().invoke(main, ["report", str(path), "--html", str(tmp_path / "a.html")])
    assert result.exit_code == 1
    assert str(path) in result.output and reason in result.output


def test_junit_counts_failures_and_what_is_skipped(tmp_path: Path) -> None:
    junit.write(RESULTS, tmp_path / "a.xml")
    suites = ElementTree.parse(tmp_path / "a.xml").getroot()
    told = [(each.get("name"), each.get("tests"), each.get("failures")) for each in suites]
    assert told == [("pair: Go <1> × ours × webkit", "2", "1"),
                    ("pair: Python × ours × webkit", "1", "0")]  # fmt: skip
    assert [each.text for each in suites.iter("failure")] == ["the browser� differs"]
    assert len(list(suites.iter("skipped"))) == 1


def test_html_sets_implementations_side_by_side_with_both_sides_of_a_difference(
    tmp_path: Path,
) -> None:
    html.write(RESULTS, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<tr><th>a.b<td class='pass' title='pass'>✓<td class='fail'" in page
    assert "<mark>d|u|&lt;b&gt;</mark>" in page and "<mark>d|u|&lt;i&gt;</mark>" in page
    assert "<mark>&lt;p&gt;</mark>\nsame" in page
    assert "http" not in page.replace("http-equiv", "")
