"""Components that came below one tag in the same render got their ids in the order in which the
tags around them were changed, and not in the order of the page."""

import hlive as l
from hlive.lower import lower_page
from hlive_proto.tree import component_ids


def test_ids_follow_the_page() -> None:
    page, seen = l.Page(), list[l.Component]()
    above, below = l.T("p"), l.T("p")
    page.body.add(above, below)

    def enter(component: l.Component) -> None:
        if component not in seen:
            seen.append(component)
            component.id = str(len(seen))

    lower_page(page, enter=enter)
    below.add(l.C("i"))
    above.add(l.C("b"))
    (_, html) = lower_page(page, enter=enter)
    assert [int(id) for id in component_ids(html)] == sorted(range(1, len(seen) + 1))
    assert [component.name for component in seen[-2:]] == ["b", "i"]
