"""A reload in a real browser: fields keep what was put into them, and the server is told."""

from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.select import Select

import hlive as l
from tests.browser.pages import console_errors, wait_live, wait_text
from tests.browser.site import Serve

TYPED = {
    "text": "Ada & Грейс",
    "search": "<b>",
    "number": "42",
    "password": "secret",
    "textarea": "one\ntwo",
}
SET = {"range": "73", "date": "2001-02-03", "time": "12:34", "color": "#12ab34"}
"""Fields that nobody can type into in the same way everywhere."""

FRUITS = ("apple", "pear", "plum")


class Visits:
    """An app whose page has a field of each kind; `heard` is what the latest visit told."""

    def __init__(self) -> None:
        self.heard: dict[str, l.Event] = {}
        self.app = l.App()
        self.app.page("/", self.home)

    def home(self) -> l.Page:
        heard = self.heard = {}
        names = l.Box("")

        def hear(name: str) -> l.Binding:
            def note(event: l.Event) -> None:
                heard[name] = event
                names.set(" ".join(sorted(heard)))

            return l.on("change", note)

        def field(kind: str, **attrs: str) -> l.Component:
            id = attrs.get("id", kind)
            return l.C("input", {"type": kind, "name": id, "id": id} | attrs, hear(id))

        def select(name: str, **attrs: str) -> l.Component:
            options = [l.T("option", fruit) for fruit in FRUITS]
            return l.C("select", {"name": name, "id": name} | attrs, options, hear(name))

        page = l.Page()
        page.body.add(
            l.T(
                "form",
                [field(kind) for kind in [*TYPED, *SET] if kind != "textarea"],
                l.C("textarea", {"name": "textarea", "id": "textarea"}, hear("textarea")),
                select("one"),
                select("many", multiple=""),
                field("checkbox", id="on"),
                field("checkbox", id="off", checked=""),
                field("radio", id="radio-1", name="radio", value="1", checked=""),
                field("radio", id="radio-2", name="radio", value="2"),
                field("file"),
            ),
            l.T("p", names),
        )
        return page


def fill(browser: WebDriver, file: Path) -> None:
    for name, text in TYPED.items():
        browser.find_element(By.ID, name).send_keys(text)
    for name, value in SET.items():
        browser.execute_script(f"document.getElementById({name!r}).value = {value!r}")
    Select(browser.find_element(By.ID, "one")).select_by_index(1)
    for fruit in FRUITS[1:]:
        Select(browser.find_element(By.ID, "many")).select_by_visible_text(fruit)
    for name in ["on", "off", "radio-2"]:
        browser.find_element(By.ID, name).click()
    browser.find_element(By.ID, "file").send_keys(str(file))


KEPT = {
    "text": "Ada & Грейс",
    "search": "<b>",
    "number": "42",
    "textarea": "one\ntwo",
    "range": "73",
    "date": "2001-02-03",
    "time": "12:34",
    "color": "#12ab34",
    "one": ("pear",),
    "many": ("pear", "plum"),
    "on": True,
    "off": False,
    "radio-1": False,
    "radio-2": True,
    "file": ("kept.txt", 5),
}
"""What Chromium still knows of the fields: all but the password."""


def told(event: l.Event) -> object:
    """What matters of an event for its kind of field."""
    if event.file:
        return (event.file.name, event.file.size)
    if event.binding.component and event.binding.component.attribute("type") in (
        "checkbox",
        "radio",
    ):
        return event.selected
    return event.values or event.value


def test_initial_sync(browser: WebDriver, serve: Serve, tmp_path: Path) -> None:
    visits = Visits()
    site = serve(visits.app)
    site.visit(browser)
    (tmp_path / "kept.txt").write_text("12345")
    fill(browser, tmp_path / "kept.txt")
    browser.get("about:blank")
    # Chromium forgets what was typed when a page is loaded anew, but not when one comes back to it.
    browser.back()
    wait_live(browser, site.dialect)
    wait_text(browser, "p", " ".join(sorted(KEPT)))
    site.wait_same(browser)
    assert {name: told(event) for name, event in visits.heard.items()} == KEPT
    assert [name for name, event in visits.heard.items() if not event.initial] == []
    assert console_errors(browser) == []
