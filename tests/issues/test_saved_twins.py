"""Components with the same key in different tags are saved each for itself."""

from __future__ import annotations

import hlive as l
from tests.view.driver import page_of


class Counter(l.Component):
    count: int = l.state(0)

    def render(self) -> object:
        return self.count


def test_one_key_in_two_tags() -> None:
    def twins(*counts: int) -> list[Counter]:
        return [Counter(count=count, key="a") for count in counts]

    data = page_of([l.T("p", each) for each in twins(1, 2)]).save()
    loaded = twins(0, 0)
    page_of([l.T("p", each) for each in loaded]).load(data)
    assert [each.count for each in loaded] == [1, 2]
