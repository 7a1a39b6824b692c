"""Where the original client goes wrong with what a server may say, shown in a real browser."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.pages import console_errors
from tests.browser.scripted import (
    OriginalClient,
    Visit,
    attribute,
    client_file,
    patch,
    visiting,
)


@pytest.fixture
def visit(browser: WebDriver, original_client: OriginalClient) -> Iterator[Visit]:
    with visiting(browser, client_file("original", original_client)) as visit:
        yield visit


def test_several_files_are_all_described_as_the_last(visit: Visit, two_files: str) -> None:
    visit.open('<input type="file" multiple hon="5-1|change">')
    visit.apply()
    visit.browser.find_element("css selector", "input").send_keys(two_files)
    files = [visit.socket.event()["file"], visit.socket.event()["file"]]
    assert [(file["name"], file["index"]) for file in files] == [("b.txt", 1), ("b.txt", 1)]


def test_only_the_first_file_is_uploaded_and_with_every_frame(visit: Visit, two_files: str) -> None:
    visit.open('<input type="file" multiple hon="5-1|upload">')
    visit.browser.find_element("css selector", "input").send_keys(two_files)
    visit.apply(attribute("c", "doc", "1>1>0", "data-hlive-upload", ""))
    uploads = [visit.socket.upload(), visit.socket.upload()]
    assert [(m["file"]["name"], m["file"]["total"], c) for m, c in uploads] == [
        ("a.txt", 2, b"first"),
        ("a.txt", 2, b"first"),
    ]


def test_scripts_in_updated_nodes_do_not_run(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(patch("u", "doc", "1>1>0", "h", "<p><script>window.ran = 1</script></p>"))
    assert visit.run("return window.ran") is None


def test_removing_value_does_not_clear_the_field(visit: Visit) -> None:
    visit.open("<input>")
    visit.apply(attribute("c", "doc", "1>1>0", "value", "x"))
    visit.apply(attribute("d", "doc", "1>1>0", "value", "x"))
    assert visit.run("return document.querySelector('input').value") == "x"


def test_checked_does_not_show_after_a_click(visit: Visit) -> None:
    visit.open('<input type="checkbox">')
    visit.browser.find_element("css selector", "input").click()
    visit.apply(attribute("c", "doc", "1>1>0", "checked", ""))
    visit.apply(attribute("d", "doc", "1>1>0", "checked", ""))
    assert visit.run("return document.querySelector('input').checked") is True


def test_created_svg_children_are_not_svg(visit: Visit) -> None:
    visit.open('<svg><circle r="1"></circle></svg>')
    visit.apply(patch("c", "doc", "1>1>0>1", "h", "<g></g>"))
    namespace = visit.run("return document.querySelector('g').namespaceURI")
    assert namespace == "http://www.w3.org/1999/xhtml"


def test_html_without_a_node_throws_and_drops_the_frame(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(patch("c", "doc", "1>1>0", "h", ""), patch("u", "doc", "1>1>0>0", "t", "2"))
    assert visit.body() == "<p>1</p>"
    assert any("TypeError" in message for message in console_errors(visit.browser))


def test_a_patch_for_a_text_in_place_of_an_element_throws(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(attribute("c", "doc", "1>1>0>0", "class", "x"))
    assert any("setAttribute" in message for message in console_errors(visit.browser))


def test_selects_and_text_areas_are_synced_though_they_did_not_change(visit: Visit) -> None:
    visit.open(
        '<select hon="5-1|change"><option>a</select><textarea hon="6-1|input">text</textarea>'
    )
    assert [visit.socket.event()["d"]["value"] for _ in range(2)] == ["a", "text"]


def test_initial_sync_of_a_field_that_prevents_the_default_throws(
    visit: Visit, original_client: OriginalClient
) -> None:
    plugin = original_client("0.2").parent / "preventDefault.js"
    visit.open(
        '<input hon="5-1|input" data-hlive-pd>',
        script=plugin.read_text(encoding="utf-8") + "document.querySelector('input').value = 'x'",
    )
    visit.apply()
    assert any("preventDefault" in message for message in console_errors(visit.browser))
