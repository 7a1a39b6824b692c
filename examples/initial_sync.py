"""Teaches the initial sync: what a browser has kept in its fields, it tells at once."""

import hlive as l


def home() -> l.Page:
    """A form, and what the server knows of it: fill it in, go to another page and come back.

    All browsers keep their fields then, some (Firefox) over a reload, too.
    """
    name, fruit, news = l.Box(""), l.Box("apple"), l.Box("no")
    teller = l.Box("nobody yet")

    def heard(box: l.Box[str], value: str, event: l.Event) -> None:
        box.set(value)
        teller.set("the browser itself" if event.initial else "you")

    page = l.Page(title="Initial sync")
    page.body.add(
        l.T(
            "form",
            {"autocomplete": "on"},
            l.T(
                "label",
                "Name",
                l.C(
                    "input",
                    {"type": "text", "name": "name"},
                    l.on("input", lambda e: heard(name, e.value, e)),
                ),
            ),
            l.T(
                "label",
                "Fruit",
                l.C(
                    "select",
                    {"name": "fruit"},
                    [l.T("option", fruit_name) for fruit_name in ("apple", "pear", "plum")],
                    l.on("change", lambda e: heard(fruit, e.value, e)),
                ),
            ),
            l.T(
                "label",
                l.C(
                    "input",
                    {"type": "checkbox", "name": "news"},
                    l.on("change", lambda e: heard(news, "yes" if e.selected else "no", e)),
                ),
                "News, please",
            ),
        ),
        l.T(
            "dl",
            l.T("dt", "Name"),
            l.T("dd", name),
            l.T("dt", "Fruit"),
            l.T("dd", fruit),
            l.T("dt", "News"),
            l.T("dd", news),
            l.T("dt", "Told by"),
            l.T("dd", teller),
        ),
    )
    return page


app = l.App()
app.page("/", home)
