"""The errata in a real browser: the reference's frames lead the reference's own client to the
wrong DOM, and ours lead the same client to the right one."""

import re
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from conformance import scenario as scenarios
from conformance import transcript
from conformance.peers.python.player import CLIENT, Player
from conformance.scenario import Scenario
from conformance.web.dom import differences, live_dom, tree_dom
from conformance.web.page import comparable
from hlive_proto.dialect import DIALECT_02, DIALECTS, Dialect
from hlive_proto.tree import Document
from tests.browser.pages import console_errors
from tests.browser.scripted import (
    OriginalClient,
    Visit,
    both_clients,
    client_file,
    patch,
    visiting,
)
from tests.conftest import ROOT

ERRATA = scenarios.load_errata()
SCENARIOS = {scenario.id: scenario for scenario in scenarios.load_all()}

REFUSED = {
    "E-component-twice": (
        "component.twice",
        "<button>Go</button><p>b</p><div><p>b</p></div>",
    ),
    "E-void-children": ("void.children", "<button>Go</button><hr><p>2</p>"),
    "E-root-deletes": ("page.html-children", "<button>Go</button>"),
}
"""Where we refuse the page: the scenario, and the body that its author meant in the end."""

ELSEWHERE = {
    # What the client does with a visitor's doings, or with any frames.
    "E-checked": "browser/test_client_errata.py::test_checked_does_not_show_after_a_click",
    "E-upload-first": "browser/test_client_own.py::test_each_of_several_files_is_uploaded_once",
    "E-upload-repeat": "browser/test_client_own.py::test_each_of_several_files_is_uploaded_once",
    "E-multi-file": "browser/test_client_own.py::test_each_of_several_files_is_described",
    "E-script-update": "browser/test_client_own.py::test_scripts_in_updated_nodes_run",
    "E-initial-sync": "browser/test_client_own.py::test_initial_sync_of_selects_and_text_areas",
    "E-sync-prevent": "browser/test_client_own.py::test_the_reference_plugins_work",
    "E-exception": "browser/test_client_own.py::"
    "test_an_impossible_line_drops_its_frame_and_the_page_lives_on",
    "E-value-focus": "browser/test_client_lines.py::"
    "test_value_does_not_overwrite_the_focused_field_but_clears_it",
    # What takes one event or one connection more than a recording has.
    "E-resume-lost": "browser/test_reconnect.py::test_frames_that_were_lost_are_sent_again",
    "E-panic": "browser/test_errors.py::test_a_handler_that_raises",
    "E-limit": "server/test_sessions.py::test_who_comes_to_a_full_server_waits_in_line",
    "E-no-limits": "server/test_bad_input.py::test_a_message_above_its_limit_ends_the_session",
    # What is right in the end, but too much, or without an answer.
    "E-list-index": "proto/test_properties.py::test_minimal_sends_no_more_unless_touched",
    "E-unanswered": "server/test_bad_input.py::test_a_malformed_message_is_refused",
    # What is right by chance, or not always.
    "E-map-order": "view/test_attrs.py::test_attributes_stand_in_the_order_of_adding",
}
"""Errata that the DOM of a recorded session can't show, and the tests that do."""

NEVER_SHOWN = {
    "E-event-order": "event.burst",
    "E-mount-render": "mount.component-render",
}
"""Errata whose recordings are right, as the reference isn't always wrong or can't be recorded."""

OF_THEIR_OWN = ("E-name", "E-plugin-target")
"""Errata with tests of their own, below."""

IN_A_BROWSER = [
    id for id in ERRATA if id not in {*REFUSED, *ELSEWHERE, *NEVER_SHOWN, *OF_THEIR_OWN}
]


@dataclass(frozen=True)
class Play:
    """A page's HTML, and the frames that come when it goes live and after each step."""

    html: str
    acts: tuple[tuple[str, ...], ...]


def reference(scenario: Scenario, dialect: Dialect) -> Play:
    """What the reference was recorded to say."""
    recorded = transcript.load(scenario.id, dialect.name)
    assert recorded is not None
    html = recorded.html.replace(transcript.SCRIPT, CLIENT, 1)
    return Play(html, (recorded.opened, *(step.frames for step in recorded.steps)))


def ours(scenario: Scenario, dialect: Dialect) -> tuple[Play, list[Document]] | None:
    """What we say, and the tree that is right after each act; None where we refuse the page."""
    player = Player(dialect)
    with closing(player.loop):
        opened = player.respond({"do": "open", "scenario": scenario.data, "strategy": "minimal"})
        if "refused" in opened:
            return None
        acts, trees = [tuple(opened["frames"])], [player.live.shown]
        for frame in scenario.frames():
            acts.append(tuple(player.respond(request(frame))["frames"]))
            trees.append(player.live.shown)
        return Play(opened["html"], tuple(acts)), trees


def request(frame: str | bytes) -> dict[str, str]:
    if isinstance(frame, str):
        return {"do": "send", "text": frame}
    return {"do": "send", "base64": b64encode(frame).decode()}


def begin(visit: Visit, html: str) -> None:
    visit.server.html = html.replace(CLIENT, visit.server.client)
    visit.browser.get(visit.server.url)
    visit.resume()


def astray(visit: Visit, play: Play, trees: Sequence[Document]) -> list[str]:
    """Plays it, and says how the DOM first differs from what it should be."""
    begin(visit, play.html)
    for frames, tree in zip(play.acts, trees, strict=True):
        for frame in frames:
            visit.apply(frame)
        found = differences(comparable(tree_dom(tree)), comparable(live_dom(visit.browser)))
        if found:
            return found
    return []


@pytest.mark.parametrize("id", IN_A_BROWSER)
def test_the_reference_goes_wrong_and_we_do_not(
    browser: WebDriver, original_client: OriginalClient, id: str
) -> None:
    dialect = DIALECTS[ERRATA[id].dialects[-1]]
    wrong = []
    with visiting(browser, original_client(dialect.name)) as visit:
        for scenario in SCENARIOS.values():
            if id not in scenario.errata or not (right := ours(scenario, dialect)):
                continue
            play, trees = right
            assert astray(visit, play, trees) == [], scenario.id
            wrong += astray(visit, reference(scenario, dialect), trees)
    assert wrong != []


@pytest.mark.parametrize("id", REFUSED)
def test_the_reference_goes_wrong_and_we_refuse(
    browser: WebDriver, original_client: OriginalClient, id: str
) -> None:
    scenario, meant = SCENARIOS[REFUSED[id][0]], REFUSED[id][1]
    assert id in scenario.errata
    assert ours(scenario, DIALECT_02) is None
    play = reference(scenario, DIALECT_02)
    with visiting(browser, original_client("0.2")) as visit:
        begin(visit, play.html)
        for frame in sum(play.acts, ()):
            visit.apply(frame)
        assert re.sub(' (hid|hon)="[^"]*"', "", visit.body()) != meant


def test_a_name_that_cannot_be_one_drops_the_rest_of_the_frame(
    browser: WebDriver, original_client: OriginalClient
) -> None:
    """E-name: the recording has only this one line in its frame."""
    scenario = SCENARIOS["attribute.name"]
    play = reference(scenario, DIALECT_02)
    (frame,) = play.acts[-1]
    with visiting(browser, original_client("0.2")) as visit:
        begin(visit, play.html)
        visit.apply(*play.acts[0])
        visit.apply(frame.strip(), patch("u", "4", ">1>0", "t", "after"))
        assert visit.body().endswith("<p>x</p>")
        assert any("setAttribute" in message for message in console_errors(browser))
    right = ours(scenario, DIALECT_02)
    assert right is not None
    assert patches(right[0].acts[-1]) == []


def patches(frames: Sequence[str]) -> list[str]:
    return [line for frame in frames for line in frame.split("\n") if line.startswith("d|")]


@both_clients
def test_a_plugin_that_changes_the_target_of_a_line(
    browser: WebDriver, original_client: OriginalClient, client: str
) -> None:
    """E-plugin-target: the original finds the target by the line as it came."""
    with visiting(browser, client_file(client, original_client)) as visit:
        visit.open("<p>1</p><p>2</p>")
        visit.run(
            "hlive.beforeProcessMessage.set('t', line => line.replace('doc|1>1>0', 'doc|1>1>1'))"
        )
        visit.apply(patch("u", "doc", "1>1>0>0", "t", "x"))
        right = "<p>1</p><p>x</p>"
        assert visit.body() == (right if client == "ours" else "<p>x</p><p>2</p>")


def test_what_is_shown_elsewhere_is_there() -> None:
    assert {*REFUSED, *ELSEWHERE, *NEVER_SHOWN, *OF_THEIR_OWN} <= set(ERRATA)
    assert set(NEVER_SHOWN.values()) <= set(SCENARIOS)
    for path, _, name in (place.partition("::") for place in ELSEWHERE.values()):
        assert f"def {name}(" in (ROOT / "tests" / path).read_text(encoding="utf-8"), name
