"""The data of the suite: every file is valid, errata are shown, recordings are in place."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conformance import transcript
from conformance.scenario import (
    DIALECTS,
    HERE,
    ScenarioError,
    load,
    load_all,
    load_errata,
)

SCENARIOS = load_all()
ERRATA = load_errata()


def test_there_are_enough_scenarios() -> None:
    assert len(SCENARIOS) >= 80


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads((HERE / "scenario.schema.json").read_text()))


def test_the_documentation_shows_a_valid_scenario(tmp_path: Path) -> None:
    text = (HERE / "SCENARIOS.md").read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    path = tmp_path / "example.greeting.json"
    path.write_text(example, encoding="utf-8")
    assert load(path).frames() == ['{"t":"e","i":"5-1","d":{"value":"Ada"}}']


def test_errata_of_scenarios_are_known() -> None:
    unknown = {id for scenario in SCENARIOS for id in scenario.errata if id not in ERRATA}
    assert unknown == set()


def test_what_leads_a_browser_astray_is_shown_in_a_scenario() -> None:
    named = {id for scenario in SCENARIOS for id in scenario.errata}
    assert {erratum.id for erratum in ERRATA.values() if erratum.shows == "dom"} <= named


def test_every_scenario_is_recorded_and_nothing_else_is() -> None:
    wanted = {(each.id, dialect) for each in SCENARIOS for dialect in each.dialects}
    there = {
        (path.stem, dialect)
        for dialect in DIALECTS
        for path in (transcript.DIRECTORY / dialect).glob("*.json")
    }
    assert there == wanted


def test_recordings_have_the_steps_of_their_scenarios() -> None:
    for scenario in SCENARIOS:
        frames = [transcript.as_sent(frame) for frame in scenario.frames()]
        for dialect in scenario.dialects:
            recorded = transcript.load(scenario.id, dialect)
            assert recorded is not None
            assert [step.sent for step in recorded.steps] == frames, scenario.id


def test_recordings_hold_no_session_id_and_no_script_of_the_reference() -> None:
    for path in transcript.DIRECTORY.glob("*/*.json"):
        recorded = transcript.load(path.stem, path.parent.name)
        assert recorded is not None
        assert recorded.opened[0] == "s|id|SESSION"
        assert not any("hlive." in line for line in recorded.lines()), path


@pytest.mark.parametrize(
    "change, line, reason",
    [
        ({"title": 5}, 3, "$.title"),
        ({"steps": [{"text": 'a, "b": 1'}, {"event": {"ids": []}}]}, 11, "$.steps[1].event.ids"),
        ({"page": {"head": [], "body": ["x", {"tag": "p", "nmae": "x"}]}}, 8, "$.page.body[1]"),
        ({"id": "a.other"}, 2, "isn't the file's name"),
        ({"extra": True}, 1, "'extra'"),
    ],
)
def test_a_file_that_breaks_the_format_is_named_with_the_line_and_the_reason(
    tmp_path: Path, change: dict[str, object], line: int, reason: str
) -> None:
    path = tmp_path / "a.b.json"
    whole = {"id": "a.b", "title": "A b.", "page": {}, "steps": []} | change
    path.write_text(json.dumps(whole, indent=1))
    with pytest.raises(ScenarioError) as raised:
        load(path)
    assert str(raised.value).startswith(f"{path}:{line}: ") and reason in str(raised.value)


@pytest.mark.parametrize(
    "text, reason",
    [
        ('{\n"id": }', r"a\.b\.json:2: Expecting value"),
        ("[" * 100_000, r"a\.b\.json: nested too deeply"),
    ],
)
def test_broken_json_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "a.b.json"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=reason):
        load(path)


def test_wildcards_select() -> None:
    chosen = [scenario.id for scenario in load_all(("number.*", "page.hello"))]
    assert chosen == [
        "number.float",
        "number.float-update",
        "number.int",
        "number.to-text",
        "number.update",
        "page.hello",
    ]
    with pytest.raises(ScenarioError, match=r"'none\.\*'"):
        load_all(("none.*",))
