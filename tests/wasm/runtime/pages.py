"""Pages that the tests of the runtime open."""

from __future__ import annotations

import asyncio

import hlive as l


class Counter(l.Component):
    """Counts clicks."""

    count: int = l.state(0)

    def render(self) -> object:
        return (
            l.C("button", {"id": "more"}, l.on.click(self.more), "+"),
            l.T("b", {"id": "count"}, str(self.count)),
        )

    def more(self, event: l.Event) -> None:
        self.count += 1


class Todo(l.Component):
    """A list to add to and to take from, and a field."""

    items: tuple[str, ...] = l.state(())
    draft: str = l.state("")
    added: int = l.state(0)

    def render(self) -> object:
        return (
            l.C("input", {"id": "draft", "value": self.draft}, l.on.input(self.write)),
            l.C("button", {"id": "add"}, l.on.click(self.add_one), "Add"),
            l.C("button", {"id": "slow"}, l.on.click(self.add_slowly), "Add slowly"),
            l.T("ul", {"id": "items"}, [self.row(item) for item in self.items]),
        )

    def row(self, item: str) -> l.Component:
        def remove(event: l.Event) -> None:
            self.items = tuple(each for each in self.items if each != item)

        return l.C("li", {"id": item}, l.on.click(remove), item, key=item)

    def write(self, event: l.Event) -> None:
        self.draft = event.value

    def add_one(self, event: l.Event) -> None:
        self.added += 1
        self.items = (*self.items, f"{self.added}{self.draft}")

    async def add_slowly(self, event: l.Event) -> None:
        self.added += 1
        number = self.added
        await asyncio.sleep(0.01)
        self.items = (*self.items, f"{number}slow")


def page_with(*components: l.Component) -> l.Page:
    page = l.Page(title="Test")
    page.body.add(l.T("main", *components))
    return page


def counter() -> l.Page:
    return page_with(Counter())


def todo() -> l.Page:
    return page_with(Todo(), Counter())


def undeclared() -> l.Page:
    """Written with boxes that have no names: it can't be saved."""
    count = l.Box(0)
    page = l.Page()
    button = l.C("button", {"id": "more"}, l.on.click(lambda e: count.set(count.get() + 1)), "+")
    page.body.add(button, l.T("b", {"id": "count"}, count))
    return page
