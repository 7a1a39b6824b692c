"""Teaches apps: an app has pages and files; this one shows all examples, each with its source."""

import inspect
from collections.abc import Awaitable, Callable
from functools import cache, wraps
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import hlive as l
from examples import (
    animation,
    chat,
    click,
    clock,
    dashboard,
    data_table,
    diff_applied,
    file_upload,
    hello,
    hover,
    initial_sync,
    local_render,
    preempt,
    pubsub_form,
    session,
    sign_up,
    todo,
    url_parameters,
    workers,
)
from examples.highlight import highlight
from hlive import html as h

GROUPS: dict[str, dict[str, ModuleType]] = {
    "First steps": {
        "Hello": hello,
        "Click": click,
        "Hover": hover,
        "URL parameters": url_parameters,
    },
    "Reacting": {
        "Diff applied": diff_applied,
        "Animation": animation,
        "Preempt": preempt,
        "Local render": local_render,
    },
    "Pushing": {
        "Clock": clock,
        "Pub/sub form": pubsub_form,
        "Workers": workers,
    },
    "Data and forms": {
        "To do": todo,
        "Initial sync": initial_sync,
        "File upload": file_upload,
        "Session": session,
    },
    "Show a friend": {
        "Data table": data_table,
        "Chat": chat,
        "Dashboard": dashboard,
        "Sign up": sign_up,
    },
}
EXAMPLES = dict(chain.from_iterable(group.items() for group in GROUPS.values()))


def index() -> l.Page:
    """Links to the examples, each with what it teaches."""
    page = l.Page(title="HLive examples")
    page.body.add(
        h.header(h.h1("HLive examples"), h.p("Live web pages in plain Python.")),
        [h.section(h.h2(title), h.ul(map(card, group))) for title, group in GROUPS.items()],
        l.Class("index"),
    )
    return dressed(page)


def card(name: str) -> l.Tag:
    """A link to an example, and what it teaches."""
    return h.li(h.h3(h.a(name, href=address(name))), h.p(lesson(name)))


def framed(name: str, factory: Callable[..., l.Page]) -> Callable[..., l.Page]:
    """Makes the pages of an example, with its source beside what they show."""

    @wraps(factory)
    def make(**arguments: Any) -> l.Page:
        page = factory(**arguments)
        live = page.body.children
        page.body.clear()
        page.body.add(
            ways(name),
            h.header(h.h1(name), h.p(lesson(name)), map(h.p, notes(factory))),
            h.div(h.main(list(live), class_=slug(name)), source(name), class_="beside"),
        )
        return dressed(page)

    return make


def only_for(name: str, hook: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Middleware of one example, which leaves the pages of the others alone."""

    @wraps(hook)
    async def run(request: Any, *response: Any) -> None:
        if request.path == address(name):
            await hook(request, *response)

    return run


def pages(name: str) -> dict[str, Callable[..., l.Page]]:
    """The page functions of an example, by their paths in it."""
    return {path: route.factory for path, route in EXAMPLES[name].app.pages.items()}


def ways(name: str) -> l.Tag:
    """Links to the index, and to the examples before and after this one."""
    names = list(EXAMPLES)
    at = names.index(name)
    before, after = names[at - 1 : at], names[at + 1 : at + 2]
    return h.nav(
        h.a("All examples", href="/"),
        [h.a(f"← {each}", href=address(each), rel="prev") for each in before],
        [h.a(f"{each} →", href=address(each), rel="next") for each in after],
    )


def notes(factory: Callable[..., l.Page]) -> list[str]:
    """What a page function says of its pages, by paragraph."""
    return (inspect.getdoc(factory) or "").split("\n\n")


@cache
def source(name: str) -> l.Tag:
    """The source of an example: one tag for all who see it, as it never changes."""
    return highlight(inspect.getsource(EXAMPLES[name]))


def slug(name: str) -> str:
    """The name of an example in addresses and in the stylesheet."""
    return EXAMPLES[name].__name__.rpartition(".")[2].replace("_", "-")


def address(name: str) -> str:
    """Where an example is."""
    return f"/{slug(name)}/"


def lesson(name: str) -> str:
    """What an example teaches."""
    text = (EXAMPLES[name].__doc__ or "").strip().removeprefix("Teaches ")
    return text[0].upper() + text[1:]


def dressed(page: l.Page) -> l.Page:
    """The page with the gallery's looks."""
    page.head.add(
        h.meta(name="viewport", content="width=device-width, initial-scale=1"),
        h.meta(name="color-scheme", content="light dark"),
        h.link(rel="stylesheet", href="/static/gallery.css"),
        h.link(rel="icon", href="/static/icon.svg"),
    )
    return page


app = l.App()
app.static("/static", Path(__file__).parent / "static")
app.page("/", index)
app.on_request(only_for("Session", session.recognize))
app.on_response(only_for("Session", session.remember))
for _name in EXAMPLES:
    for _path, _factory in pages(_name).items():
        app.page(address(_name) + _path[1:], framed(_name, _factory))
