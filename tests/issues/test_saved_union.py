"""Text that looks like a date comes back as text, where both are allowed."""

from __future__ import annotations

from datetime import date

import hlive as l
from tests.view.driver import page_of


class Note(l.Component):
    about: date | str = l.state("")

    def render(self) -> object:
        return str(self.about)


def test_each_comes_back_as_what_it_was() -> None:
    data = page_of(Note(about="2024-01-01"), Note(about=date(2024, 1, 1))).save()
    text, day = Note(), Note()
    page_of(text, day).load(data)
    assert (text.about, day.about) == ("2024-01-01", date(2024, 1, 1))
