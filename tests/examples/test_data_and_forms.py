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
    first = view.find_all("li")[0]
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
    field = view.find("li form > input")
    assert field.value == "two"
    field.fill("three")
    view.find("button", text="Save").click()
    assert tasks(view) == ["one", "three"]


def table(view: View) -> dict[str, list[str]]:
    """What the server knows of each field, and who told it."""
    return {
        row.find("th").text: [cell.text for cell in row.find_all("td")]
        for row in view.find_all("tbody > tr")
    }


def test_initial_sync() -> None:
    view = l.testing.open(initial_sync.app)
    assert table(view) == {}
    view.initial_sync({"[name=text]": "Ada", "select": ["cat", "fox"], "[type=checkbox]": True})
    assert table(view) == {
        "Text": ["Ada", "the browser"],
        "Pets": ["cat, fox", "the browser"],
        "News": ["yes", "the browser"],
    }
    view.find("[type=checkbox]").uncheck()
    view.find("[value=large]").check()
    view.find("[type=date]").fill("2024-02-29")
    assert table(view) == {
        "Text": ["Ada", "the browser"],
        "Pets": ["cat, fox", "the browser"],
        "News": ["no", "you"],
        "Size": ["large", "you"],
        "Date": ["2024-02-29", "you"],
    }


def test_file_upload() -> None:
    view = l.testing.open(file_upload.app)
    view.find("input").upload("note.txt", b"Hello", "text/plain")
    assert view.text("#chosen") == "Chosen: note.txt, 5 bytes, text/plain"
    assert view.text("#result") == "Received: "
    view.find("button").click()
    digest = "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"
    assert view.text("#result") == f"Received: 5 bytes, SHA-256 {digest}"


def test_a_session_keeps_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "NOTES", {})

    def visit(visitor: str) -> View:
        request = SimpleNamespace(ctx=SimpleNamespace(visitor=visitor))
        return l.testing.open(session.home, request=request)

    visit("ada").find("textarea").fill("Buy milk")
    assert visit("ada").find("textarea").value == "Buy milk"
    assert visit("bob").find("textarea").value == ""


async def test_a_session_without_cookies_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "HAS_COOKIES", False)
    request = SimpleNamespace(ctx=SimpleNamespace())
    await session.recognize(request)
    view = l.testing.open(session.home, request=request)
    assert view.text("p") == session.NO_COOKIES
    assert not view.exists("textarea")
