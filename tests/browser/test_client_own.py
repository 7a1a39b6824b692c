"""Where our client does better than the original with what any server sends."""

import pytest

from tests.browser.pages import console_errors
from tests.browser.scripted import OriginalClient, Visit, attribute, patch


def messages(visit: Visit) -> list[str]:
    """The binding ids of all events up to now."""
    visit.run("hlive.sendMsg({t: 'e', i: 'end'})")
    ids: list[str] = []
    while not ids or ids[-1] != "end":
        ids.append(visit.socket.event()["i"])
    return ids[:-1]


def test_removing_value_clears_the_field_even_while_it_has_the_focus(visit: Visit) -> None:
    visit.open('<input id="a" value="x">')
    field = visit.browser.find_element("id", "a")
    field.send_keys("y")
    visit.apply(attribute("d", "doc", "1>1>0", "value", "x"))
    assert field.get_property("value") == ""
    assert visit.body() == '<input id="a">'


def test_checked_and_selected_show_after_a_click(visit: Visit) -> None:
    visit.open('<input type="checkbox"><select><option>a<option>b</select>')
    visit.browser.find_element("css selector", "input").click()
    visit.run("document.querySelector('select').selectedIndex = 1")
    visit.apply(
        attribute("d", "doc", "1>1>0", "checked", ""),
        attribute("c", "doc", "1>1>1>0", "selected", ""),
    )
    assert visit.run("return document.querySelector('input').checked") is False
    assert visit.run("return document.querySelector('select').value") == "a"
    visit.apply(attribute("c", "doc", "1>1>0", "checked", ""))
    assert visit.run("return document.querySelector('input').checked") is True


@pytest.mark.parametrize("tag", ["div", "progress", "input type='file'", "meter"])
def test_a_value_that_an_element_cannot_take_becomes_its_attribute(visit: Visit, tag: str) -> None:
    visit.open(f"<{tag}>")
    visit.apply(attribute("c", "doc", "1>1>0", "value", "x"))
    assert visit.run("return document.body.firstChild.getAttribute('value')") == "x"
    assert console_errors(visit.browser) == []


def test_scripts_in_updated_nodes_run(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(patch("u", "doc", "1>1>0", "h", "<p><script>window.ran = 1</script></p>"))
    assert visit.run("return window.ran") == 1


def test_external_scripts_keep_their_order(visit: Visit) -> None:
    visit.open()
    visit.apply(
        patch("c", "doc", "1>1>0", "h", '<script src="data:text/javascript,"></script>'),
        patch("c", "doc", "1>1>1", "h", '<script async src="data:text/javascript,"></script>'),
    )
    assert visit.run("return [...document.body.children].map(e => e.async)") == [False, True]


def test_hooks_hear_of_replaced_nodes(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.run(
        "window.seen = [];"
        "hlive.afterRemoveEventHandlers.set('t', el => seen.push(el.tagName + el.isConnected))"
    )
    visit.apply(patch("u", "doc", "1>1>0", "h", "<b>2</b>"))
    assert visit.run("return seen") == ["Ptrue"]


def test_svg_children_are_svg(visit: Visit) -> None:
    visit.open('<svg><circle r="1"></circle></svg>')
    visit.apply(
        patch("c", "doc", "1>1>0>1", "h", '<g><rect width="1"/></g>'),
        patch("u", "doc", "1>1>0>0", "h", '<circle r="2"/>'),
    )
    names = "return [...document.querySelectorAll('svg *')].map(e => e.namespaceURI + e.localName)"
    svg = "http://www.w3.org/2000/svg"
    assert visit.run(names) == [f"{svg}circle", f"{svg}g", f"{svg}rect"]


def test_html_without_a_node_keeps_its_place(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(patch("c", "doc", "1>1>0", "h", ""), patch("u", "doc", "1>1>1>0", "t", "2"))
    visit.apply(patch("u", "doc", "1>1>0", "h", "<b></b>"))
    assert visit.body() == "<b></b><p>2</p>"


def test_an_impossible_attribute_does_not_stop_the_frame(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(attribute("c", "doc", "1>1>0", "a b", "x"), patch("u", "doc", "1>1>0>0", "t", "2"))
    assert visit.body() == "<p>2</p>"
    assert "a b" in visit.socket.log()


@pytest.mark.parametrize(
    "line", [patch("c", "doc", "1>1>0>0>0", "t", "x"), "d|u|doc|1>1>0>0|t|%", "d|d|doc||| "]
)
def test_an_impossible_line_drops_its_frame_and_the_page_lives_on(visit: Visit, line: str) -> None:
    visit.open('<p hon="5-1|click">1</p>')
    visit.apply(line, patch("u", "doc", "1>1>0>0", "t", "never"))
    assert visit.body() == '<p hon="5-1|click">1</p>'
    assert "dropped" in visit.socket.log()
    visit.browser.find_element("css selector", "p").click()
    assert visit.socket.event()["i"] == "5-1"


def test_odd_bindings_are_passed_over(visit: Visit) -> None:
    visit.open('<p hon="">1</p><p hon="x,5-1|click,|,">2</p>')
    visit.apply()
    visit.run("document.querySelectorAll('p').forEach(p => p.click())")
    assert messages(visit) == ["5-1"]


def test_a_hook_that_throws_stops_nothing(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.run(
        "for (const name of ['beforeSendEvent', 'beforeProcessMessage', 'afterMessage',"
        "  'beforeRemoveEventHandlers'])"
        "  hlive[name].set('bad', () => { throw new Error('bad hook') })"
    )
    visit.apply(attribute("c", "doc", "1>1>0", "hon", "5-1|click"))
    visit.browser.find_element("css selector", "p").click()
    assert visit.socket.event()["i"] == "5-1"
    assert any("bad hook" in text for text in visit.socket.logs)


def test_a_hook_can_keep_an_event_back(visit: Visit) -> None:
    visit.open('<p hon="5-1|click">1</p><b hon="6-1|click">2</b>')
    visit.apply()
    visit.run(
        "hlive.beforeSendEvent.set('t', (e, msg) => e.currentTarget.tagName === 'P' ? null : msg)"
    )
    visit.run("document.querySelector('p').click(); document.querySelector('b').click()")
    assert messages(visit) == ["6-1"]


def test_every_event_tells_how_many_frames_have_arrived(visit: Visit) -> None:
    visit.open('<p hon="5-1|click">1</p>')
    assert visit.socket.query == {"hlive": "1", "hseq": "0"}
    visit.socket.send("")
    visit.socket.send(attribute("c", "doc", "1", "data-third", ""))
    visit.wait("document.documentElement.hasAttribute('data-third')")
    visit.browser.find_element("css selector", "p").click()
    visit.socket.event()
    assert visit.socket.acked == 3


SELECTS = (
    '<select hon="1-1|change"><option>a<option>b</select>'
    '<select hon="2-1|change"><option>a<option selected>b</select>'
    '<select hon="3-1|change" multiple><option selected>a<option>b</select>'
    '<select hon="4-1|change" size="2"><option>a<option>b</select>'
    '<select hon="5-1|change"><option disabled>a<option>b</select>'
    '<textarea hon="6-1|change">text</textarea>'
)


def test_initial_sync_is_silent_about_fields_as_in_their_markup(visit: Visit) -> None:
    visit.open(SELECTS)
    visit.apply()
    assert messages(visit) == []


def test_initial_sync_of_selects_and_text_areas(visit: Visit) -> None:
    visit.open(
        SELECTS,
        script="const f = document.querySelectorAll('[hon]');"
        "f[0].value = 'b'; f[1].value = 'a';"
        "f[2].options[1].selected = true; f[3].value = 'a'; f[4].selectedIndex = 0;"
        "f[5].value = ''",
    )
    events = [visit.socket.event() for _ in range(6)]
    assert [event["i"] for event in events] == ["1-1", "2-1", "3-1", "4-1", "5-1", "6-1"]
    assert events[2]["vm"] == ["a", "b"]
    assert events[5]["d"] == {"value": "", "init": "true"}


def test_each_of_several_files_is_described(visit: Visit, two_files: str) -> None:
    visit.open('<input type="file" multiple hon="5-1|change">')
    visit.apply()
    visit.browser.find_element("css selector", "input").send_keys(two_files)
    files = [visit.socket.event()["file"], visit.socket.event()["file"]]
    assert [(file["name"], file["index"], file["total"]) for file in files] == [
        ("a.txt", 0, 2),
        ("b.txt", 1, 2),
    ]


def test_each_of_several_files_is_uploaded_once(visit: Visit, two_files: str) -> None:
    visit.open('<input type="file" multiple hon="5-1|upload">')
    visit.browser.find_element("css selector", "input").send_keys(two_files)
    visit.apply(attribute("c", "doc", "1>1>0", "data-hlive-upload", ""))
    visit.apply()
    uploads = [visit.socket.upload(), visit.socket.upload()]
    assert [(m["file"]["name"], m["file"]["index"], c) for m, c in uploads] == [
        ("a.txt", 0, b"first"),
        ("b.txt", 1, b"second"),
    ]
    assert messages(visit) == []


def test_a_file_is_uploaded_again_when_it_is_asked_for_again(visit: Visit, two_files: str) -> None:
    visit.open('<input type="file" hon="5-1|upload">')
    field = visit.browser.find_element("css selector", "input")
    field.send_keys(two_files.split("\n")[0])
    for _ in range(2):
        visit.apply(attribute("c", "doc", "1>1>0", "data-hlive-upload", ""))
        assert visit.socket.upload()[1] == b"first"
        visit.apply(attribute("d", "doc", "1>1>0", "data-hlive-upload", ""))


def test_loading_the_script_twice_changes_nothing(visit: Visit) -> None:
    visit.open(head='<script src="/client.js"></script>')
    visit.run("hlive.debug = 'kept'")
    visit.apply(patch("c", "doc", "1>1>0", "h", '<script src="/client.js" async></script>'))
    assert visit.run("return hlive.debug") == "kept"
    assert visit.server.no_socket(0.2)


def test_the_reference_plugins_work(visit: Visit, original_client: OriginalClient) -> None:
    folder = original_client("0.2").parent
    scripts = ["preventDefault.js", "stopPropagation.js", "hlivekit/diffapply.js"]
    scripts += ["hlivekit/focus.js", "hlivekit/scrollTop.js", "hlivekit/preemptDisableOnClick.js"]
    visit.open(
        '<a href="/elsewhere" hon="5-1|click" data-hlive-pd>1</a>'
        '<div hon="6-1|click"><b hon="7-1|click" data-hlive-sp>2</b></div>'
        '<input hon="8-1|input" data-hlive-pd><button data-hlive-pre-disable="click">3</button>',
        script="\n".join((folder / name).read_text(encoding="utf-8") for name in scripts)
        + "document.querySelector('input').value = 'early'",
    )
    visit.apply(
        attribute("c", "doc", "1>1>1", "hon", "6-1|click,6-2|diffapply"),
        attribute("c", "doc", "1>1>2", "data-hlive-focus", ""),
    )
    assert visit.socket.event() == {
        "t": "e",
        "i": "8-1",
        "d": {"value": "early", "init": "true"},
    }
    assert visit.run("return document.activeElement.tagName") == "INPUT"
    assert messages(visit) == ["6-2", "6-2"]
    for selector in ("a", "b", "button"):
        visit.browser.find_element("css selector", selector).click()
    assert messages(visit) == ["5-1", "7-1"]
    assert visit.run("return location.pathname") == "/"
    assert visit.run("return document.querySelector('button').disabled") is True
    assert console_errors(visit.browser) == []
