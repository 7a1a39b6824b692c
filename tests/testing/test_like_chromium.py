"""The visitor in memory and a real browser make the same events of the same acts."""

from collections.abc import Callable

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

import hlive as l
from hlive import testing
from tests.browser.pages import wait_until
from tests.browser.sanic_site import running_site
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

MOUSE = "pointerdown mousedown pointerup mouseup click dblclick focus blur focusin focusout"
KEYS = "keydown keypress input keyup change focus blur"
HOVER = "mouseover mouseout mouseenter mouseleave"
END = "the end"


class Listener:
    """A page that notes what its handlers are told."""

    def __init__(self, make: Callable[["Listener"], list[object]]) -> None:
        self.heard: list[tuple[object, ...]] = []
        self._make = make

    def home(self) -> l.Page:
        page = l.Page()
        page.body.add(self._make(self), l.C("output", l.on("click", self._end), END))
        return page

    def hears(self, names: str, name: str, *elements: object) -> l.Component:
        """A component that hears these events, separated by spaces."""
        return l.C(name, [l.on(each, self._note) for each in names.split()], *elements)

    def _note(self, e: l.Event) -> None:
        component = e.binding.component
        assert component is not None
        who = component.attribute("id") or component.name
        told: list[object] = [e.value, *e.values, "on" * e.selected]
        if e.key:
            told += [e.key, e.key_code, e.char_code, "shift" * e.shift, "ctrl" * e.ctrl]
        if e.file is not None:
            told += [e.file.name, e.file.size, e.file.type, e.file.index, e.file.total]
        self.heard.append((e.binding.name, who, *told))

    def _end(self, event: l.Event) -> None:
        self.heard.append((END,))


Make = Callable[[Listener], list[object]]
Step = tuple[str, str] | tuple[str, str, str]
"""What to do with which element: (verb, selector), and for typing and keys what to type."""


def in_chromium(browser: WebDriver, make: Make, steps: list[Step]) -> list[object]:
    """What the handlers of such a page are told when this is done in Chromium."""
    page = Listener(make)
    app = l.App()
    app.page("/", page.home)
    with running_site(app) as site:
        site.visit(browser)
        for verb, selector, *more in steps:
            really(browser, browser.find_element(By.CSS_SELECTOR, selector), verb, "".join(more))
        browser.execute_script("document.querySelector('output').click()")
        wait_until(lambda: (END,) in page.heard, "last event")
    return [*page.heard]


def really(browser: WebDriver, element: WebElement, verb: str, what: str) -> None:
    if verb == "click":
        element.click()
    elif verb == "type":
        element.send_keys(what)
    elif verb == "press":
        element.send_keys(getattr(Keys, what.upper()))
    elif verb == "upload":
        element.send_keys(str(ROOT / what))
    elif verb == "dblclick":
        ActionChains(browser).double_click(element).perform()
    else:
        ActionChains(browser, duration=0).move_to_element(element).perform()


def in_memory(make: Make, steps: list[Step]) -> list[object]:
    """What they are told when it is done in memory."""
    page = Listener(make)
    view = testing.open(page.home)
    for verb, selector, *more in steps:
        element = view.find(selector)
        if verb == "upload":
            element.upload(more[0], (ROOT / more[0]).read_bytes())
        else:
            getattr(element, verb)(*more)
    view.find("output").dispatch("click")
    return [*page.heard]


# A native <select> isn't here: a driver doesn't open its list, it sets the option by script.


def fields(page: Listener) -> list[object]:
    """A form with fields of each kind, none of which makes the browser leave."""

    def tick(type: str, id: str, *elements: object) -> l.Component:
        attrs = {"type": type, "id": id, "name": "n"}
        return page.hears("click input change", "input", attrs, *elements)

    return [
        page.hears(
            MOUSE,
            "div",
            page.hears(f"{KEYS} mousedown click", "input", {"id": "name", "value": "x"}),
            page.hears(
                "keydown keypress input keyup", "input", {"id": "deaf"}, l.prevent_default()
            ),
            tick("checkbox", "box"),
            tick("checkbox", "fixed", l.prevent_default()),
            l.T("label", {"id": "label"}, "Yes", tick("checkbox", "inside")),
            l.T("label", {"id": "other", "for": "name"}, "Name"),
            tick("radio", "r1"),
            tick("radio", "r2"),
            page.hears("input change", "textarea", "start"),
            page.hears("click", "button", {"type": "button", "value": "v"}, "B"),
            page.hears("input change", "input", {"type": "file", "id": "files", "multiple": True}),
        ),
    ]


def forms(page: Listener) -> list[object]:
    """Forms that are sent off in different ways, but for that the browser stays."""

    def form(id: str, *elements: object) -> l.Component:
        return page.hears("submit reset", "form", {"id": id}, l.prevent_default(), elements)

    def text(id: str) -> l.Component:
        return page.hears("keydown change keyup", "input", {"id": id})

    def button(type: str, id: str) -> l.Component:
        return page.hears("click focus", "button", {"type": type, "id": id}, id)

    return [
        form("one", text("a"), button("button", "no"), button("submit", "yes")),
        form("lonely", text("b")),
        form("pair", text("c"), text("d")),
        form("off", text("e"), l.C("button", {"disabled": True}, "Off")),
        form("back", text("f"), button("reset", "undo")),
    ]


def boxes(page: Listener) -> list[object]:
    """Boxes in boxes, for the mouse to move over."""
    style = l.Style({"padding": "20px", "width": "200px"})
    return [
        page.hears(
            HOVER,
            "main",
            style,
            page.hears(HOVER, "div", {"id": "outer"}, style, page.hears(HOVER, "p", "inner")),
            page.hears(HOVER, "h2", style, "beside"),
        )
    ]


def clicks(*selectors: str) -> list[Step]:
    return [("click", selector) for selector in selectors]


ACTS: dict[str, tuple[Make, list[Step]]] = {
    "click": (fields, clicks("button")),
    "dblclick": (fields, [("dblclick", "button")]),
    "typing": (fields, [("click", "#name"), ("type", "#name", "ab 19.,-/;='")]),
    "keys": (fields, [("press", "#name", key) for key in ("Backspace", "Escape", "F2", "End")]),
    "prevented keys": (fields, [("type", "#deaf", "ab")]),
    "change": (fields, [("type", "#name", "y"), ("type", "textarea", "z\n")]),
    "ticks": (fields, clicks("#box", "#r2", "#r1", "#r1", "#box", "#fixed")),
    "space": (fields, [("type", "button", " "), ("type", "#box", " ")]),
    "labels": (fields, clicks("#label", "#other")),
    "files": (fields, [("upload", "#files", "LICENSE")]),
    "submit": (forms, clicks("#yes")),
    "enter": (forms, [("type", f"#{field}", "x\n") for field in "abcef"]),
    "reset": (forms, [("type", "#f", "x"), ("click", "#undo"), ("type", "#f", "y")]),
    "hover": (boxes, [("hover", "p"), ("hover", "h2"), ("hover", "p")]),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_same_events(name: str, browser: WebDriver) -> None:
    make, steps = ACTS[name]
    told = in_memory(make, steps)
    assert len(told) > 1
    assert told == in_chromium(browser, make, steps)
