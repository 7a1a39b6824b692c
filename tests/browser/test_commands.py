"""Client commands in a real browser: what they do, and how long it stays."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive import kit
from tests.browser.pages import console_errors, wait_text, wait_until
from tests.browser.scripted import Visit, attribute, patch
from tests.browser.site import Serve, Site

ours_alone = pytest.mark.parametrize("client", ["ours"], indirect=True)
originals = pytest.mark.parametrize("client", ["original", "original-0.1"], indirect=True)


BODY = (
    '<ul id="menu" class="a b"><li>1</li><li>2</li></ul>'
    '<input id="q" value="start"><input type="checkbox" id="box">'
    '<pre id="code">x &lt; y</pre><svg id="s" class="a"></svg>'
)


def opened(visit: Visit, command: l.Command, body: str = BODY, **more: object) -> None:
    """A page with a button that runs the command, in front of the body."""
    options = json.dumps({"9-1": {"run": command.steps, "quiet": True, **more}})
    button = f"""<button hid="9" hon="9-1|click" data-hlive-options='{options}'><i>0</i></button>"""
    visit.open(button + body)
    visit.apply()


def click(visit: Visit) -> None:
    visit.browser.find_element(By.TAG_NAME, "button").click()


def told(visit: Visit) -> list[str]:
    """The binding ids of all events up to now."""
    visit.run("hlive.sendMsg({t: 'e', i: 'end'})")
    ids: list[str] = []
    while not ids or ids[-1] != "end":
        ids.append(visit.socket.event()["i"])
    return ids[:-1]


def menu(visit: Visit) -> tuple[str, bool]:
    """The classes of the menu, and whether it can be seen."""
    element = visit.browser.find_element(By.ID, "menu")
    return element.get_attribute("class") or "", element.is_displayed()


def test_nothing_is_told(visit: Visit) -> None:
    opened(visit, l.command.toggle("#menu"))
    for shown in (False, True, False):
        click(visit)
        assert menu(visit) == ("a b", shown)
    assert told(visit) == []
    assert console_errors(visit.browser) == []


def test_classes(visit: Visit) -> None:
    command = l.command.add_class("#menu", "open").remove_class("#menu", "a")
    opened(visit, command.toggle_class("#menu, #s", "b"))
    click(visit)
    assert menu(visit) == ("open", True)
    click(visit)
    assert menu(visit) == ("open b", True)
    assert visit.run("return document.querySelector('#s').getAttribute('class')") == "a"


def test_this(visit: Visit) -> None:
    opened(visit, l.command.add_class("this", "on").hide("this > i").hide("this > li"))
    click(visit)
    assert visit.run("return document.querySelector('button').className") == "on"
    assert visit.run("return document.querySelectorAll('[hidden]').length") == 1
    assert visit.run("return document.querySelector('i').hidden") is True


def test_an_element_whose_name_starts_with_this(visit: Visit) -> None:
    opened(visit, l.command.hide("this-element"), "<this-element>1</this-element>")
    click(visit)
    assert visit.run("return document.querySelector('this-element').hidden") is True


def test_focus_and_value(visit: Visit) -> None:
    opened(visit, l.command.focus("input").set_value("#q", "é"))
    click(visit)
    assert visit.run("return [document.activeElement.id, document.activeElement.value]") == [
        "q",
        "é",
    ]


def test_dispatch(visit: Visit) -> None:
    opened(visit, l.command.dispatch("li", "picked", {"n": [1, None]}).dispatch("#q", "plain"))
    visit.run(
        "window.got = [];"
        "for (const type of ['picked', 'plain']) document.addEventListener(type, "
        "  (e) => got.push([e.type, e.target.textContent, e.detail]))"
    )
    click(visit)
    assert visit.run("return got") == [
        ["picked", "1", {"n": [1, None]}],
        ["picked", "2", {"n": [1, None]}],
        ["plain", "", None],
    ]


@pytest.mark.parametrize(
    "command, copied",
    [
        (l.command.copy("#code"), "x < y"),
        (l.command.copy("#q"), "start"),
        (l.command.copy(text="<b>"), "<b>"),
    ],
)
def test_copy(visit: Visit, command: l.Command, copied: str) -> None:
    opened(visit, command)
    visit.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    click(visit)
    assert visit.run("return copied") == copied


def test_copy_where_the_browser_does_not_let_us(visit: Visit) -> None:
    opened(visit, l.command.copy("#code").hide("#menu"))
    visit.run("navigator.clipboard.writeText = async () => { throw new Error('not allowed'); }")
    click(visit)
    assert "not allowed" in visit.socket.log()
    assert menu(visit) == ("a b", False)


def test_only_known_commands_are_run(visit: Visit) -> None:
    steps = (("constructor", "this", "x"), ("__proto__", "this"), ("eval", "this", "window.bad=1"))
    opened(visit, l.Command(steps).hide("[").hide("#menu"))
    click(visit)
    for name in ("constructor", "__proto__", "eval", "hide ["):
        assert f"command {name}" in visit.socket.log()
    assert menu(visit) == ("a b", False)
    assert visit.run("return window.bad") is None


def test_commands_run_once(visit: Visit) -> None:
    opened(visit, l.command.toggle("#menu"), once=True)
    click(visit)
    click(visit)
    assert menu(visit) == ("a b", False)


def test_commands_run_before_the_event_is_told(visit: Visit) -> None:
    options = json.dumps({"5-1": {"run": l.command.set_value("this", "").steps}})
    visit.open(f"""<input value="x" hon="5-1|click" data-hlive-options='{options}'>""")
    visit.apply()
    visit.browser.find_element(By.TAG_NAME, "input").click()
    assert visit.socket.event()["d"] == {"value": ""}


def test_commands_work_while_the_server_is_away(visit: Visit) -> None:
    opened(visit, l.command.toggle("#menu"))
    visit.server.stop()
    visit.wait("hlive.conn.readyState === 3")
    click(visit)
    assert menu(visit) == ("a b", False)


# What stays.

CHANGE = l.command.add_class("#menu", "open").remove_class("#menu", "b").hide("#menu")
MENU = "1>1>1"


def classes(value: str, op: str = "u") -> str:
    return attribute(op, "doc", MENU, "class", value)


def test_a_patch_of_the_class_keeps_what_it_did_not_change(visit: Visit) -> None:
    opened(visit, CHANGE)
    click(visit)
    visit.apply(classes("a b c"))
    assert menu(visit) == ("a c open", False)
    visit.apply(classes("c", "u"))
    assert menu(visit) == ("c open", False)
    visit.apply(classes("c", "d"))
    assert menu(visit) == ("open", False)


def test_a_patch_of_the_class_takes_over_what_it_changed(visit: Visit) -> None:
    opened(visit, CHANGE)
    click(visit)
    visit.apply(classes("a b open"))
    assert menu(visit) == ("a open", False)
    visit.apply(classes("a b"))
    assert menu(visit) == ("a", False)
    visit.apply(classes("a"))
    visit.apply(classes("a b"))
    assert menu(visit) == ("a b", False)


def test_the_server_takes_over_what_is_hidden(visit: Visit) -> None:
    opened(visit, CHANGE)
    click(visit)
    visit.apply(attribute("c", "doc", MENU, "title", "t"), classes("a b c"))
    assert menu(visit) == ("a c open", False)
    visit.apply(attribute("c", "doc", MENU, "hidden", ""))
    assert menu(visit) == ("a c open", False)
    visit.apply(attribute("d", "doc", MENU, "hidden", ""))
    assert menu(visit) == ("a c open", True)


def test_what_was_changed_back_is_as_the_server_has_it(visit: Visit) -> None:
    opened(visit, l.command.toggle("#menu").toggle_class("#menu", "c"))
    click(visit)
    click(visit)
    visit.apply(attribute("c", "doc", MENU, "hidden", ""), classes("a b c"))
    assert menu(visit) == ("a b c", False)


def test_what_is_made_anew_in_one_frame_keeps_it(visit: Visit) -> None:
    opened(visit, CHANGE)
    click(visit)
    visit.apply(patch("u", "doc", MENU, "h", '<ul id="menu" class="a b new"></ul>'))
    assert menu(visit) == ("a new open", False)
    visit.apply(classes("a b"))
    assert menu(visit) == ("a open", False)


def test_what_was_away_starts_anew(visit: Visit) -> None:
    opened(visit, CHANGE)
    click(visit)
    visit.apply(patch("d", "doc", MENU))
    visit.apply(patch("c", "doc", MENU, "h", '<ul id="menu" class="a b">x</ul>'))
    assert menu(visit) == ("a b", True)


def test_a_component_that_moves_keeps_it(visit: Visit) -> None:
    opened(visit, l.command.add_class("p", "on"), '<p hid="4">4</p><p hid="5">5</p>')
    click(visit)
    visit.apply(
        patch("d", "doc", "1>1>1"), patch("c", "doc", "1>1>2", "h", '<p hid="4" class="x">4</p>')
    )
    assert visit.run("return [...document.querySelectorAll('p')].map(p => p.outerHTML)") == [
        '<p hid="5" class="on">5</p>',
        '<p hid="4" class="x on">4</p>',
    ]


@pytest.mark.parametrize("attrs", ["", ' class="x"'])
def test_a_node_that_moves_is_the_same_node(visit: Visit, attrs: str) -> None:
    row = f'<p hid="4"{attrs}><b class="more">m</b></p>'
    command = l.command.add_class("p", "on").hide(".more").remove_class(".more", "more")
    opened(visit, command, row + '<p hid="5">5</p>')
    click(visit)
    visit.run("document.querySelector('p').known = true")
    visit.apply(patch("d", "doc", "1>1>1"), patch("c", "doc", "1>1>2", "h", row))
    moved = "const [, p] = document.querySelectorAll('p'); return [p.known, p.outerHTML]"
    classes = "x on" if attrs else "on"
    expected = f'<p hid="4" class="{classes}"><b hidden="">m</b></p>'
    assert visit.run(moved) == [True, expected]
    visit.apply(
        patch("d", "doc", "1>1>2"),
        patch("c", "doc", "1>1>1", "h", row),
        attribute("u", "4", "", "class", "y"),
        attribute("c", "doc", "1>1>1>0", "hidden", ""),
    )
    assert visit.run("return document.querySelector('p').outerHTML") == (
        '<p hid="4" class="y on"><b hidden="">m</b></p>'
    )


def test_a_value_stays_until_the_server_sets_another(visit: Visit) -> None:
    opened(visit, l.command.set_value("#q", "mine"))
    click(visit)
    value = "return document.querySelector('#q').value"
    visit.apply(attribute("c", "doc", "1>1>2", "class", "x"))
    assert visit.run(value) == "mine"
    visit.apply(attribute("u", "doc", "1>1>2", "value", "yours"))
    assert visit.run(value) == "yours"


# A whole page.


class Rows:
    """An app with rows that open in the browser, and that the server sorts and changes."""

    def __init__(self) -> None:
        self.app = l.App()
        self.app.page("/", self.home)

    def home(self) -> l.Page:
        toggle = l.command.toggle_class("this", "open").toggle("this .more")
        self.rows = kit.ComponentList("ul", *(self.row(name, toggle) for name in "abc"))
        self.clicks = l.Box(0)
        count = l.on("click", lambda e: self.clicks.update(lambda now: now + 1))
        page = l.Page()
        page.body.add(self.rows, l.C("button", count), l.T("output", self.clicks))
        return page

    def mark(self) -> None:
        for row in self.rows:
            row.add(l.Class("new"))

    def row(self, name: str, toggle: l.Command) -> l.Component:
        more = l.C("b", {"hidden": True}, l.Class("more"), "more")
        return l.C("li", {"id": name}, l.Class("row"), l.on("click", toggle), name, more)


def shown(browser: WebDriver) -> list[tuple[str, str, bool]]:
    """Each row: its id, its classes, and whether one sees more of it."""
    rows = browser.find_elements(By.TAG_NAME, "li")
    return [
        (
            str(row.get_attribute("id")),
            str(row.get_attribute("class")),
            row.find_element(By.TAG_NAME, "b").is_displayed(),
        )
        for row in rows
    ]


def change(site: Site, browser: WebDriver, act: Callable[[], object]) -> None:
    live = site.live(browser)

    def change_and_render() -> None:
        act()
        live.render()

    site.call(change_and_render)


@ours_alone
def test_rows_stay_open_while_the_server_sorts_them(browser: WebDriver, serve: Serve) -> None:
    page = Rows()
    site = serve(page.app)
    site.visit(browser)
    browser.find_element(By.ID, "a").click()
    assert shown(browser) == [
        ("a", "row open", True),
        ("b", "row", False),
        ("c", "row", False),
    ]
    change(site, browser, lambda: page.rows.move(page.rows[0], 2))
    wait_until(lambda: shown(browser)[2][0] == "a", "move")
    assert shown(browser)[2] == ("a", "row open", True)
    change(site, browser, page.mark)
    wait_until(lambda: "new" in shown(browser)[0][1], "class")
    assert shown(browser)[2] == ("a", "row new open", True)
    browser.find_element(By.ID, "a").click()
    assert shown(browser)[2] == ("a", "row new", False)
    site.wait_same(browser)
    assert console_errors(browser) == []


@originals
def test_with_the_original_client_commands_do_nothing(browser: WebDriver, serve: Serve) -> None:
    page = Rows()
    site = serve(page.app)
    site.visit(browser)
    browser.find_element(By.ID, "a").click()
    browser.find_element(By.TAG_NAME, "button").click()
    wait_text(browser, "output", "1")
    assert shown(browser)[0] == ("a", "row", False)
    site.wait_same(browser)
    assert console_errors(browser) == []
