"""The larger examples, in memory: a table that moves, a chat of several visitors, charts."""

import pytest

import hlive as l
from examples import chat, dashboard, data_table, sign_up
from hlive.testing import View
from hlive_proto.patch import Attribute, Op, Patch
from hlive_proto.tree import Text


def column(view: View, number: int) -> list[str]:
    return [cell.text for cell in view.find_all(f"tbody td:nth-child({number})")]


def sort_by(view: View, name: str) -> None:
    view.find("thead button", text=name).click()


def test_the_table_is_sorted_by_each_column_in_both_directions() -> None:
    with l.testing.open(data_table.app) as view:
        assert column(view, 1)[:3] == ["AABA", "AABB", "AABC"]
        for number, name in enumerate(["Name", "Price"], start=2):
            for direction in ["ascending", "descending"]:
                sort_by(view, name)
                assert view.find("[aria-sort]").text == name
                assert view.find("[aria-sort]").attr("aria-sort") == direction
                shown = column(view, number)
                keys = [float(text) for text in shown] if name == "Price" else shown
                assert keys == sorted(keys, reverse=direction == "descending")
                assert len(set(shown)) > 1


def test_the_table_is_searched() -> None:
    with l.testing.open(data_table.app) as view:
        view.find("[type=search]").type("juniper jets w")
        assert view.text(".pages span") == "10 shares, page 1 of 1"
        view.find("[type=search]").fill("Juniper jets works japan")
        assert column(view, 2) == ["Juniper Jets Works Japan"]
        assert all(button.attr("disabled") is not None for button in view.find_all(".pages button"))
        view.find("[type=search]").fill("nobody")
        assert view.text(".pages span") == "0 shares, page 1 of 1"


def test_the_table_is_leafed_through() -> None:
    with l.testing.open(data_table.app) as view:
        for text, page, first in [
            ("Next", "2", "AACC"),
            ("Last", "834", "JJWG"),
            ("Previous", "833", "JJUE"),
            ("First", "1", "AABA"),
        ]:
            view.find(".pages button", text=text).click()
            assert view.text(".pages span") == f"10,000 shares, page {page} of 834"
            assert column(view, 1)[0] == first


def test_rows_change_places_when_the_prices_move() -> None:
    with l.testing.open(data_table.app) as view:
        sort_by(view, "Price")
        order = column(view, 1)
        view.advance(data_table.PAUSE)
        (frame,) = view.frames
        new = [patch for patch in frame if isinstance(patch, Patch) and patch.op is Op.CREATE]
        assert column(view, 1) != order
        assert 0 < len(new) < data_table.ROWS / 2
        view.find("[type=checkbox]").uncheck()
        order = column(view, 1)
        view.advance(data_table.PAUSE * 3)
        assert column(view, 1) == order


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> chat.Room:
    """A room that nobody has been in."""
    room = chat.Room()
    monkeypatch.setattr(chat, "ROOM", room)
    return room


def say(view: View, text: str) -> None:
    view.find("form input").fill(text)
    view.find("form button").click()


def test_what_is_said_is_seen_by_all(room: chat.Room) -> None:
    with l.testing.open(chat.app) as ada, l.testing.open(chat.app, beside=ada) as bob:
        say(ada, "Hello <b>")
        say(bob, "Hi!")
        say(bob, "  ")
        for view in [ada, bob]:
            assert [line.text for line in view.find_all("ol p")] == ["Hello <b>", "Hi!"]
        assert [line.text for line in ada.find_all(".mine p")] == ["Hello <b>"]
        assert [line.text for line in bob.find_all(".mine p")] == ["Hi!"]
        assert bob.find("form input").value == ""
        with l.testing.open(chat.app, beside=ada) as late:
            assert [line.text for line in late.find_all("ol p")] == ["Hello <b>", "Hi!"]


def test_who_is_there_and_who_writes(room: chat.Room) -> None:
    def people(view: View) -> list[str]:
        return [each.text for each in view.find_all(".people li")]

    with l.testing.open(chat.app) as ada:
        ada.find("label input").fill("Ada")
        assert people(ada) == ["Ada (you)"]
        with l.testing.open(chat.app, beside=ada) as bob:
            bob.find("label input").fill("Bob")
            assert people(ada) == ["Ada (you)", "Bob"]
            bob.find("form input").fill("H")
            assert people(ada) == ["Ada (you)", "Bob writes…"]
            assert people(bob) == ["Ada", "Bob (you) writes…"]
            bob.find("form button").click()
            assert people(ada) == ["Ada (you)", "Bob"]
        ada.settle()
        assert people(ada) == ["Ada (you)"]
    assert room.people == {}
    assert room.bus.subscribers("room") == 0


def test_the_dashboard_goes_on_and_pauses() -> None:
    def points() -> list[str]:
        return (view.find("polyline").attr("points") or "").split()

    with l.testing.open(dashboard.app) as view:
        assert len(points()) == dashboard.POINTS
        latest = [each.text for each in view.find_all("output")]
        view.advance(dashboard.PAUSE * 2)
        assert [each.text for each in view.find_all("output")] != latest
        assert len(points()) == dashboard.POINTS
        for frame in view.frames:
            for patch in frame:
                assert isinstance(patch, Patch) and isinstance(patch.content, Attribute | Text)
        view.find("button", text="Pause").click()
        shown = points()
        view.advance(dashboard.PAUSE * 3)
        assert points() == shown
        view.find("button", text="Go on").click()
        view.advance(dashboard.PAUSE)
        assert points() != shown


def fill_in(view: View, **values: str) -> None:
    for name, value in values.items():
        view.find(f"[name={name}]").fill(value)


def errors(view: View) -> list[str]:
    return [each.text for each in view.find_all(".field > .error") if each.text]


def test_a_form_says_what_is_wrong() -> None:
    view = l.testing.open(sign_up.app)
    view.find("[name=email]").type("ada")
    assert errors(view) == []
    view.find("[name=email]").blur()
    assert errors(view) == ["An address has an @ inside."]
    view.find("[name=email]").type("@example.com")
    assert errors(view) == []
    view.find("form").submit()
    assert view.text(".problem") == "Please check the marked fields."
    assert errors(view) == ["Please fill in this field."] * 4
    view.find("[name=password]").type("secret")
    assert "Eight characters, please: 2 to go." in errors(view)


def test_who_fills_in_everything_is_welcome() -> None:
    view = l.testing.open(sign_up.app)
    fill_in(view, name="Ada", email="ada@example.com", birthday="1990-12-10")
    fill_in(view, password="correct horse", again="correct house")
    view.find("[value=Team]").check()
    view.find("form").submit()
    assert errors(view) == ["That is another password."]
    fill_in(view, again="correct horse")
    view.find("form").submit()
    assert errors(view) == ["Somebody is called Ada already."]
    fill_in(view, name="Linus")
    view.find("form").submit()
    assert view.text("[role=status]") == "Welcome, Linus! Your plan is Team."
    assert (view.find("[name=name]").value, view.find("[name=password]").value) == ("", "")
    assert view.find("[value=Free]").checked
