"""What the browser tells the server, in our client and in the original: events, sync, uploads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.pages import console_errors
from tests.browser.scripted import (
    OriginalClient,
    Visit,
    attribute,
    both_clients,
    client_file,
    patch,
    visiting,
)

pytestmark = both_clients


@pytest.fixture
def visit(client: str, browser: WebDriver, original_client: OriginalClient) -> Iterator[Visit]:
    with visiting(browser, client_file(client, original_client)) as visit:
        yield visit
        assert console_errors(browser) == []


def bind(visit: Visit, index: int, bindings: str, op: str = "c") -> None:
    visit.apply(attribute(op, "doc", f"1>1>{index}", "hon", bindings))


def click(visit: Visit, selector: str) -> None:
    visit.browser.find_element("css selector", selector).click()


def test_click(visit: Visit) -> None:
    visit.open("<p>text</p><button>go</button>")
    bind(visit, 0, "5-1|click")
    bind(visit, 1, "6-1|click")
    click(visit, "p")
    click(visit, "button")
    assert visit.socket.event() == {"t": "e", "i": "5-1", "d": {}}
    assert visit.socket.event() == {"t": "e", "i": "6-1", "d": {"value": ""}}


def test_each_binding_of_an_event_sends_its_own_message(visit: Visit) -> None:
    visit.open("<p>text</p>")
    bind(visit, 0, "5-1|click,5-2|keyup,5-3|Click")
    click(visit, "p")
    assert [visit.socket.event()["i"], visit.socket.event()["i"]] == ["5-1", "5-3"]


def test_keys(visit: Visit) -> None:
    visit.open("<input>")
    bind(visit, 0, "5-1|keypress,5-2|keyup")
    visit.browser.find_element("css selector", "input").send_keys("a")
    modifiers = {"shiftKey": "false", "altKey": "false", "ctrlKey": "false"}
    pressed = {"value": "", "key": "a", "charCode": "97", "keyCode": "97", **modifiers}
    released = {"value": "a", "key": "a", "charCode": "0", "keyCode": "65", **modifiers}
    assert visit.socket.event() == {"t": "e", "i": "5-1", "d": pressed}
    assert visit.socket.event() == {"t": "e", "i": "5-2", "d": released}


def test_checkbox_and_option(visit: Visit) -> None:
    visit.open('<input type="checkbox"><select multiple><option value="1">a<option>b<option>c')
    bind(visit, 0, "5-1|change")
    bind(visit, 1, "6-1|change")
    click(visit, "input")
    assert visit.socket.event() == {"t": "e", "i": "5-1", "d": {"value": "on"}, "s": True}
    click(visit, "input")
    assert visit.socket.event() == {"t": "e", "i": "5-1", "d": {"value": "on"}}
    visit.run(
        "const s = document.querySelector('select');"
        "s.options[0].selected = s.options[2].selected = true;"
        "s.dispatchEvent(new Event('change'))"
    )
    assert visit.socket.event() == {"t": "e", "i": "6-1", "d": {"value": "1"}, "vm": ["1", "c"]}


def test_bindings_come_and_go(visit: Visit) -> None:
    visit.open("<p>1</p><b>2</b>")
    bind(visit, 0, "5-1|click")
    bind(visit, 1, "6-1|click")
    bind(visit, 0, "5-2|mouseover", op="u")
    visit.apply(attribute("d", "doc", "1>1>1", "hon", "6-1|click"))
    visit.run("document.querySelector('p').click(); document.querySelector('b').click()")
    visit.run("document.querySelector('p').dispatchEvent(new Event('mouseover'))")
    assert visit.socket.event()["i"] == "5-2"


def test_deleting_another_attribute_keeps_the_bindings(visit: Visit) -> None:
    visit.open('<p class="x">1</p>')
    bind(visit, 0, "5-1|click")
    visit.apply(attribute("d", "doc", "1>1>0", "class", "x"))
    click(visit, "p")
    assert visit.socket.event()["i"] == "5-1"


def test_created_and_updated_nodes_are_bound(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(
        patch("c", "doc", "1>1>1", "h", '<div><b hon="6-1|click">b</b></div>'),
        patch("u", "doc", "1>1>0", "h", '<i hon="7-1|click">i</i>'),
    )
    click(visit, "b")
    click(visit, "i")
    assert [visit.socket.event()["i"], visit.socket.event()["i"]] == ["6-1", "7-1"]


def test_bindings_of_the_first_html_are_bound_with_the_first_frame(visit: Visit) -> None:
    visit.open('<p hon="5-1|click">1</p>')
    visit.apply()
    click(visit, "p")
    assert visit.socket.event()["i"] == "5-1"


def test_hooks_around_events(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.run(
        "hlive.beforeSendEvent.set('t', (e, msg) => {"
        "  msg.e = {on: e.currentTarget.tagName, type: e.type}; return msg })"
    )
    bind(visit, 0, "5-1|click")
    click(visit, "p")
    assert visit.socket.event()["e"] == {"on": "P", "type": "click"}


def test_hooks_around_messages(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.run(
        "window.seen = []; window.frames_ = 0;"
        "hlive.beforeProcessMessage.set('t', line => {"
        "  if (!line.startsWith('my|')) return line; seen.push(line); return '' });"
        "hlive.afterMessage.set('t', () => { frames_ += 1 })"
    )
    visit.apply("my|1", patch("u", "doc", "1>1>0>0", "t", "2"), "my|2")
    assert visit.run("return seen") == ["my|1", "my|2"]
    assert visit.run("return frames_") == 2
    assert visit.body() == "<p>2</p>"


def test_hooks_around_removed_bindings(visit: Visit) -> None:
    visit.open("<p>1</p><b>2</b>")
    bind(visit, 0, "5-1|click")
    visit.run(
        "window.seen = [];"
        "hlive.beforeRemoveEventHandlers.set('t', el => seen.push('before ' + el.tagName));"
        "hlive.afterRemoveEventHandlers.set('t', el => seen.push('after ' + el.tagName));"
    )
    bind(visit, 0, "5-2|click", op="u")
    visit.apply(patch("d", "doc", "1>1>1"))
    assert visit.run("return seen") == ["before P", "after P", "before B", "after B"]


def test_helpers_for_plugins(visit: Visit) -> None:
    visit.open('<p hon="5-1|upload,5-2|Click,5-3|upload">1</p><b>2</b>')
    visit.apply()
    assert visit.run("return hlive.getEventHandlerIDs(document.querySelector('p'))") == {
        "upload": ["5-1", "5-3"],
        "click": ["5-2"],
    }
    assert visit.run("return hlive.getEventHandlerIDs(document.querySelector('b'))") == {}
    assert visit.run("return [hlive.conn instanceof WebSocket, hlive.debug]") == [True, False]
    visit.run("hlive.sendMsg({t: 'e', i: '5-1', e: {a: 'b'}}); hlive.log('hello')")
    assert visit.socket.event() == {"t": "e", "i": "5-1", "e": {"a": "b"}}
    assert visit.socket.log() == "hello"


FIELDS = (
    '<input hon="1-1|input,1-2|keyup,1-3|click" value="a">'
    '<input hon="2-1|change" value="same">'
    '<input hon="3-1|change" type="checkbox">'
    '<input hon="4-1|change" type="radio" name="r" checked value="x">'
    '<input hon="5-1|change" type="radio" name="r" value="y">'
    '<textarea hon="6-1|keydown"></textarea>'
    '<select hon="7-1|change"><option value="">none<option value="b">b</select>'
)


def test_initial_sync_sends_what_differs_from_the_markup_once(visit: Visit) -> None:
    visit.open(
        FIELDS,
        script="const f = document.querySelectorAll('[hon]');"
        "f[0].value = 'b'; f[2].checked = true;"
        "f[4].checked = true; f[5].value = 't'; f[6].value = 'b'",
    )
    init = {"init": "true"}
    assert [visit.socket.event() for _ in range(7)] == [
        {"t": "e", "i": "1-1", "d": {"value": "b", **init}},
        {"t": "e", "i": "1-2", "d": {"value": "b", **init}},
        {"t": "e", "i": "3-1", "d": {"value": "on", **init}, "s": True},
        {"t": "e", "i": "4-1", "d": {"value": "x", **init}},
        {"t": "e", "i": "5-1", "d": {"value": "y", **init}, "s": True},
        {"t": "e", "i": "6-1", "d": {"value": "t", **init}},
        {"t": "e", "i": "7-1", "d": {"value": "b", **init}, "vm": ["b"]},
    ]
    visit.run("document.querySelector('[hon]').value = 'c'")
    visit.apply()
    visit.run("hlive.sendMsg({t: 'e', i: 'last'})")
    assert visit.socket.event() == {"t": "e", "i": "last"}


def test_initial_sync_waits_for_the_first_bindings(visit: Visit) -> None:
    visit.open("<input>")
    visit.run("document.querySelector('input').value = 'early'")
    visit.apply()
    bind(visit, 0, "5-1|input")
    assert visit.socket.event()["d"] == {"value": "early", "init": "true"}


def test_file_input(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    visit.open('<input type="file">')
    bind(visit, 0, "5-1|change")
    visit.run("document.querySelector('input').dispatchEvent(new Event('change'))")
    assert visit.socket.event()["file"] == {
        "name": "",
        "size": 0,
        "type": "",
        "index": 0,
        "total": 0,
    }
    visit.browser.find_element("css selector", "input").send_keys(str(tmp_path / "a.txt"))
    message = visit.socket.event()
    assert message["file"] == {
        "name": "a.txt",
        "size": 5,
        "type": "text/plain",
        "index": 0,
        "total": 1,
    }


def test_upload(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\n\n\xff")
    visit.open('<input type="file">')
    bind(visit, 0, "5-1|upload,5-2|change")
    visit.browser.find_element("css selector", "input").send_keys(str(tmp_path / "a.bin"))
    assert visit.socket.event()["i"] == "5-2"
    visit.socket.send(attribute("c", "doc", "1>1>0", "data-hlive-upload", ""))
    message, content = visit.socket.upload()
    assert (message["t"], message["i"], content) == ("e", "5-1", b"\x00\n\n\xff")
    assert message["file"]["name"] == "a.bin"
    assert (message["file"]["size"], message["file"]["total"]) == (4, 1)
