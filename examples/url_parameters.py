"""Teaches routes: parts of an address are arguments of the page function, each with its type."""

import hlive as l
from hlive import html as h

PEOPLE = {1: "Ada", 2: "Grace", 3: "Alan"}


def home() -> l.Page:
    """Links to people. Change the address by hand, too: what doesn't fit a type is refused."""
    page = l.Page(title="URL parameters")
    links = [h.li(h.a(name, href=f"people/{id}")) for id, name in PEOPLE.items()]
    wrong = h.a("people/seven", href="people/seven"), " isn't there: seven is no int."
    page.body.add(h.ul(links), h.p(wrong))
    return page


def person(id: int, greeting: str = "Hello", times: int = 1) -> l.Page:
    """Greets one person: `id` is part of the path, the others are in the query."""
    page = l.Page(title=f"Person {id}")
    page.body.add(
        h.p(f"{greeting}, {PEOPLE.get(id, 'stranger')}! " * times, id="greeting"),
        h.ul(
            h.li(h.a("A warmer welcome", href="?greeting=Welcome&times=3")),
            h.li(h.a("The next one", href=f"{id % len(PEOPLE) + 1}")),
            h.li(h.a("Everybody", href="../")),
        ),
    )
    return page


app = l.App()
app.page("/", home)
app.page("/people/{id}", person)
