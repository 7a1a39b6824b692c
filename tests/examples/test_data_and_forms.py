"""The examples with lists, forms, files and sessions, in memory."""

from types import SimpleNamespace

import pytest

import hlive as l
from examples import file_upload, initial_sync, session, todo
from hlive.testing import View


def tasks(view: View) -> list[str]:
    return [label.text for label in view.find_all("li > label")]


def add_task(view: View, text: str) -> None:
    view.find("[aria-label='New task']").fill(text)
    view.find("button", text="Add").click()


def test_todo() -> None:
    view = l.testing.open(todo.app)
    for text in ["Water the plants", "Call Grace", "  "]:
        add_task(view, text)
    assert tasks(view) == ["Water the plants", "Call Grace"]
    assert view.find("[aria-label='New task']").value == ""
    first, second = view.find_all("li")
    first.find("[type=checkbox]").check()
    assert view.text("s") == "Water the plants"
    first.find("[type=checkbox]").uncheck()
    assert not view.exists("s")
    first.find("button", text="Delete").click()
    assert tasks(view) == ["Call Grace"]


def test_a_task_is_renamed() -> None:
    view = l.testing.open(todo.app)
    for text in ["one", "two"]:
        add_task(view, text)
    view.find_all("button", text="Edit")[1].click()
    field = view.find("li input:not([type])") if False else view.find("li form > input")
    assert (field.value, field.focused) == ("two", True)
    field.fill("three")
    view.find("button", text="Save").click()
    assert tasks(view) == ["one", "three"]


def table(view: View) -> dict[str, list[str]]:
    """What the server knows of each field, and who told it."""
    return {
        row.find("th").text: [cell.text for cell in row.find_all("td")]
        for row in view.find_all("tbody > tr")
    }
