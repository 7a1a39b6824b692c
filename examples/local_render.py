"""Teaches local rendering: a handler can show what changed in one component, and nothing else."""

import hlive as l
from hlive import html as h


def home() -> l.Page:
    """Two buttons with one count. The second updates only itself, until the first is clicked."""
    count = l.Box(0)

    def add_one(event: l.Event) -> None:
        count.update(lambda number: number + 1)

    def add_one_here(event: l.Event) -> None:
        add_one(event)
        l.render_component(local)

    local = l.C("button", {"id": "local"}, count, l.on("click", add_one_here), auto_render=False)
    page = l.Page(title="Local render")
    page.body.add(
        h.p("Renders the page: ", h.button(count, id="everywhere", on_click=add_one)),
        h.p("Renders only itself: ", local),
        h.p("The page says: ", h.output(count)),
    )
    return page


app = l.App()
app.page("/", home)
