"""A component that its author keeps is shown itself, not the one that stood there before."""

from __future__ import annotations

import hlive as l
from tests.view.driver import doing, drive


class Tabs(l.Component):
    shown: int = l.state(0)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = [l.C("p", name, l.on("click", doing(bool))) for name in ("first", "second")]

    def render(self) -> object:
        return self.tabs[self.shown] if self.shown < 2 else self.tabs


async def test_two_kept_components_never_get_one_id() -> None:
    tabs = Tabs()
    driver = drive(tabs)
    for shown in (1, 0, 2):
        tabs.shown = shown
        driver.render()
    assert [driver.dom(0, at, 0) for at in (0, 1)] == ["first", "second"]
    assert tabs.tabs[0].id != tabs.tabs[1].id
