"""Small pages that the tests of `hlive.testing` open."""

import hlive as l


def counter() -> l.Page:
    """Counts clicks."""
    count = l.Box(0)
    page = l.Page(title="Counter")
    page.body.add(
        l.C("button", {"type": "button"}, "Add", l.on("click", lambda e: count.update(_next))),
        l.T("p", "Clicks: ", count),
    )
    return page


def _next(count: int) -> int:
    return count + 1


def listening(*nodes: l.Tag) -> l.Page:
    """A page of these nodes, and a list of all that its handlers were told (see `hears`)."""
    page = l.Page()
    page.body.add(*nodes, l.T("ol", heard := l.Group()))
    for node in nodes:
        _listen(node, heard)
    return page


def _listen(node: object, heard: l.Group) -> None:
    if isinstance(node, l.Component):
        names = str(node.attribute("data-hears") or "").split()
        node.add([l.on(name, lambda e: heard.add(l.T("li", _told(e)))) for name in names])
    if isinstance(node, l.Tag):
        for child in node.children:
            _listen(child, heard)


def _told(event: l.Event) -> str:
    component = event.binding.component
    assert component is not None
    who = component.attribute("id") or component.name
    what = [event.binding.name, who]
    if event.key:
        what.append(event.key)
    if event.value:
        what.append(event.value)
    if event.selected:
        what.append("selected")
    if event.values:
        what.append("+".join(event.values))
    return " ".join(what)


def hears(names: str, name: str, *elements: object) -> l.Component:
    """A component that hears these events, separated by spaces, in a `listening` page."""
    return l.C(name, {"data-hears": names}, *elements)
