"""The examples that are pushed to, in memory: by a clock, and by other parts of a page."""

from datetime import datetime, timedelta

import pytest

import hlive as l
from examples import clock, pubsub_form


def test_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Time(datetime):
        ticks = 0

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            cls.ticks += 1
            return datetime(2024, 5, 6, 7, 8, 9) + cls.ticks * timedelta(milliseconds=10)

    monkeypatch.setattr(clock, "datetime", Time)
    with l.testing.open(clock.app) as view:
        assert view.text("output") == "--:--:--.--"
        view.advance(clock.PAUSE * 3.5)
        assert view.text("output") == "07:08:09.03"
        assert len(view.frames) == 3


def test_pubsub_form() -> None:
    view = l.testing.open(pubsub_form.app)
    name, email = view.find_all("input")
    send = view.find("button")

    def problems() -> list[str]:
        return [item.text for item in view.find_all("li")]

    assert problems() == ["Name needs two letters.", "Email needs an @."]
    name.fill("Ada")
    assert problems() == ["Email needs an @."]
    assert send.attr("disabled") is not None
    email.fill("ada@example.com")
    assert problems() == []
    send.click()
    assert [each.text for each in view.find_all("dd")] == ["Ada", "ada@example.com"]
    name.fill("A")
    assert send.attr("disabled") is not None
    assert [each.text for each in view.find_all("dd")] == ["Ada", "ada@example.com"]


def test_each_page_has_a_bus_of_its_own() -> None:
    with (
        l.testing.open(pubsub_form.app) as ada,
        l.testing.open(pubsub_form.app, beside=ada) as bob,
    ):
        ada.find_all("input")[0].fill("Ada")
        assert (len(ada.find_all("li")), len(bob.find_all("li"))) == (1, 2)
