"""Teaches lists: rows are components that come and go, and each knows its own state."""

import hlive as l
from hlive import html as h
from hlive import kit


class Task(l.Component):
    """Something to do: one row of the list."""

    tag = "li"
    text: str = l.state("")
    done: bool = l.state(False)
    edited: bool = l.state(False)

    def render(self) -> object:
        if self.edited:
            return h.form(
                h.input(kit.focus(), value=self.text, on_input=self.write),
                h.button("Save"),
                l.prevent_default(),
                on_submit=self.save,
            )
        tick = h.input(type="checkbox", checked=self.done, on_change=self.tick)
        return [
            h.label(tick, h.s(self.text) if self.done else self.text),
            h.button("Edit", type="button", on_click=self.edit),
        ]

    def tick(self, event: l.Event) -> None:
        self.done = event.selected

    def edit(self, event: l.Event) -> None:
        self.edited = True

    def write(self, event: l.Event) -> None:
        self.text = event.value

    def save(self, event: l.Event) -> None:
        self.edited = False


def home() -> l.Page:
    """Add tasks, tick them off, rename and delete them."""
    tasks = kit.ComponentList("ul", l.Class("tasks"))
    draft = l.Box("")

    def add(event: l.Event) -> None:
        if text := draft.get().strip():
            task = Task(text=text)
            task.add(h.button("Delete", type="button", on_click=lambda e: tasks.remove(task)))
            tasks.add(task)
        draft.set("")

    field = h.input(value=draft, on_input=lambda e: draft.set(e.value), aria={"label": "New task"})
    page = l.Page(title="To do")
    page.body.add(h.form(field, h.button("Add"), l.prevent_default(), on_submit=add), tasks)
    return page


app = l.App()
app.page("/", home)
