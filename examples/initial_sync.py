"""Teaches the initial sync: a browser keeps form values over a reload, and tells them at once."""

import hlive as l


def home() -> l.Page:
    """A form, and what the server knows of it: reload the page and see that it still does."""
    name, fruit, news = l.Box(""), l.Box("apple"), l.Box("no")
    told = l.Box("nothing yet")

    def heard(box: l.Box[str], value: str, event: l.Event) -> None:
        box.set(value)
        told.set("by the browser itself" if event.initial else "by you")

    page = l.Page(title="Initial sync")
    page.body.add(
        l.T(
            "form",
            {"autocomplete": "on"},
            l.C(
                "input",
                {"type": "text", "name": "name"},
                l.on("input", lambda e: heard(name, e.value, e)),
            ),
            l.C(
                "select",
                {"name": "fruit"},
                [l.T("option", fruit_name) for fruit_name in ("apple", "pear", "plum")],
                l.on("change", lambda e: heard(fruit, e.value, e)),
            ),
            l.C(
                "input",
                {"type": "checkbox", "name": "news"},
                l.on("change", lambda e: heard(news, "yes" if e.selected else "no", e)),
            ),
        ),
        l.T("p", {"id": "known"}, "Name: ", name, ", fruit: ", fruit, ", news: ", news),
        l.T("p", {"id": "told"}, "Told ", told),
    )
    return page


app = l.App()
app.page("/", home)
