"""Teaches apps: an app has several pages and files; this one shows all examples, with an index."""

import inspect
from functools import partial
from pathlib import Path
from types import ModuleType

import hlive as l
from examples import click, file_upload, hello, hover, initial_sync

EXAMPLES: dict[str, ModuleType] = {
    "Hello": hello,
    "Click": click,
    "Hover": hover,
    "Initial sync": initial_sync,
    "File upload": file_upload,
}


def index() -> l.Page:
    """Links to the examples, each with what it teaches."""
    page = l.Page(title="HLive examples")
    page.body.add(
        l.T("header", l.T("h1", "HLive examples"), l.T("p", "Live web pages in plain Python.")),
        l.T("ul", {"id": "index"}, [_entry(name) for name in EXAMPLES]),
    )
    return _styled(page)


def show(name: str) -> l.Page:
    """The page of an example, between what it teaches and its source."""
    example = EXAMPLES[name]
    page: l.Page = example.home()
    live = page.body.children
    page.body.clear()
    page.body.add(
        l.T("nav", l.T("a", {"href": "/"}, "All examples")),
        l.T(
            "header",
            l.T("h1", name),
            l.T("p", _lesson(example)),
            l.T("p", inspect.getdoc(example.home)),
        ),
        l.T("main", *live),
        l.T("pre", {"tabindex": 0}, l.T("code", inspect.getsource(example))),
    )
    return _styled(page)


def _entry(name: str) -> l.Tag:
    link = l.T("a", {"href": _path(name)}, name)
    return l.T("li", l.T("h2", link), l.T("p", _lesson(EXAMPLES[name])))


def _path(name: str) -> str:
    return "/" + name.lower().replace(" ", "-")


def _lesson(example: ModuleType) -> str:
    lesson = (example.__doc__ or "").strip().removeprefix("Teaches ")
    return lesson[0].upper() + lesson[1:]


def _styled(page: l.Page) -> l.Page:
    page.head.add(
        l.T("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        l.T("link", {"rel": "stylesheet", "href": "/static/gallery.css"}),
        l.T("link", {"rel": "icon", "href": "/static/icon.svg"}),
    )
    return page


app = l.App()
app.static("/static", Path(__file__).parent / "static")
app.page("/", index)
for _name in EXAMPLES:
    app.page(_path(_name), partial(show, _name))
