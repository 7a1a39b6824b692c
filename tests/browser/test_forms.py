"""A form in a real browser: typing, errors, the focus, and what is sent without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

import hlive as l
from hlive.forms import Form, Invalid, secret, textarea
from tests.browser.pages import console_errors, wait_text, wait_until
from tests.browser.site import OURS, Serve, Site

pytestmark = pytest.mark.parametrize("client", ["ours"], indirect=True)

NEEDED = "Please fill in this field."


@dataclass
class Person:
    name: str
    age: int
    password: Annotated[str, secret] = ""
    drink: Literal["tea", "coffee"] = "tea"
    about: Annotated[str, textarea] = "Me."
    news: bool = True


class Visits:
    """An app with a form of a person; `saved` are those that were sent."""

    def __init__(self) -> None:
        self.saved: list[Person] = []
        self.app = l.App()
        self.app.page("/", self.home)

    def home(self) -> l.Page:
        form = Form(Person, on_submit=self.save)
        page = l.Page(title="Form")
        page.body.add(
            form, l.C("button", {"id": "reset"}, "Reset", l.on("click", lambda e: form.reset()))
        )
        return page

    def save(self, person: Person) -> None:
        if person.name == "Nobody":
            raise Invalid(name="Nobody can't be saved.")
        self.saved.append(person)


def field(browser: WebDriver, name: str) -> WebElement:
    return browser.find_element(By.ID, f"person-{name}")


def focused(browser: WebDriver) -> str | None:
    return browser.switch_to.active_element.get_attribute("id")


@pytest.fixture
def visits(serve: Serve, browser: WebDriver) -> Iterator[tuple[Visits, Site]]:
    visits = Visits()
    site = serve(visits.app)
    site.visit(browser)
    yield visits, site
    site.wait_same(browser)
    assert console_errors(browser) == []


def test_a_form_is_filled_in(browser: WebDriver, visits: tuple[Visits, Site]) -> None:
    saved = visits[0].saved
    browser.find_element(By.CSS_SELECTOR, "form button").click()
    wait_text(browser, "#person-name-error", NEEDED)
    wait_until(lambda: focused(browser) == "person-name", "focus on the first wrong field")
    assert field(browser, "name").get_attribute("aria-invalid") == "true"

    field(browser, "name").send_keys("Nobody")
    wait_text(browser, "#person-name-error", "")
    field(browser, "age").send_keys("3x")
    wait_text(browser, "#person-age-error", "Please enter a whole number.")
    field(browser, "age").send_keys(Keys.BACKSPACE, "6")
    wait_text(browser, "#person-age-error", "")
    field(browser, "password").send_keys("s3cret")
    Select(field(browser, "drink")).select_by_value("coffee")
    field(browser, "about").send_keys(Keys.END, Keys.ENTER, "You.")
    field(browser, "news").click()
    field(browser, "age").send_keys(Keys.ENTER)
    wait_text(browser, "#person-name-error", "Nobody can't be saved.")
    wait_until(lambda: focused(browser) == "person-name", "focus on what was refused")
    assert saved == []

    field(browser, "name").send_keys(Keys.CONTROL, "a")
    field(browser, "name").send_keys("Ada", Keys.ENTER)
    wait_until(lambda: saved != [], "the person is saved")
    assert saved == [Person("Ada", 36, "s3cret", "coffee", "Me.\nYou.", False)]
    assert "s3cret" not in browser.page_source


def test_nothing_is_said_before_a_field_is_left(
    browser: WebDriver, visits: tuple[Visits, Site]
) -> None:
    site = visits[1]
    field(browser, "age").send_keys("x")
    site.wait_same(browser)
    assert browser.find_element(By.ID, "person-age-error").text == ""
    field(browser, "age").send_keys(Keys.TAB)
    wait_text(browser, "#person-age-error", "Please enter a whole number.")
    assert browser.find_element(By.ID, "person-name-error").text == ""


def test_what_is_being_typed_stays(browser: WebDriver, visits: tuple[Visits, Site]) -> None:
    name = field(browser, "name")
    name.send_keys("x", Keys.BACKSPACE, Keys.TAB)
    wait_text(browser, "#person-name-error", NEEDED)
    name.send_keys("a long name with a mistaek")
    name.send_keys(Keys.ARROW_LEFT, Keys.BACKSPACE)
    name.send_keys("k")
    wait_text(browser, "#person-name-error", "")
    visits[1].wait_same(browser)
    assert name.get_attribute("value") == "a long name with a mistakk"


def test_reset_empties_everything(browser: WebDriver, visits: tuple[Visits, Site]) -> None:
    def values() -> list[Any]:
        names = ("name", "age", "password", "drink", "about")
        shown = [field(browser, name).get_property("value") for name in names]
        return [*shown, field(browser, "news").is_selected()]

    start = ["", "", "", "tea", "Me.", True]
    assert values() == start
    for _ in range(2):
        for name in ("name", "age", "password", "about"):
            field(browser, name).send_keys("1")
        Select(field(browser, "drink")).select_by_value("coffee")
        field(browser, "news").click()
        assert values() == ["1", "1", "1", "coffee", "Me.1", False]
        browser.find_element(By.ID, "reset").click()
        wait_until(lambda: values() == start, "the form is as at the start")
        visits[1].wait_same(browser)


def test_without_scripts_it_is_a_form_that_posts(browser: WebDriver, serve: Serve) -> None:
    assert OURS.ours
    visits = Visits()
    site = serve(visits.app)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(site.url)
        form = browser.find_element(By.TAG_NAME, "form")
        assert (form.get_attribute("method"), form.get_attribute("action")) == (
            "post",
            f"{site.url}/",
        )
        names = [
            each.get_attribute("name") for each in form.find_elements(By.CSS_SELECTOR, "[name]")
        ]
        assert names == ["hlive-form", "name", "age", "password", "drink", "about", "news"]
        form.find_element(By.NAME, "name").send_keys("Ada")
        form.find_element(By.NAME, "age").send_keys("x")
        form.find_element(By.TAG_NAME, "button").click()
        wrong = "[name=age][aria-invalid=true]"
        (age,) = wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, wrong), "the error")
        assert age.get_attribute("value") == "x"
        assert visits.saved == []
        age.clear()
        age.send_keys("36")
        browser.find_element(By.TAG_NAME, "button").click()
        wait_until(lambda: visits.saved, "what was posted")
        assert visits.saved == [Person("Ada", 36)]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
