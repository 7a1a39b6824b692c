"""Teaches apps: an app has several pages; this one shows all examples, with an index of them."""

from types import ModuleType

import hlive as l
from examples import click, file_upload, hello, hover, initial_sync

EXAMPLES: dict[str, ModuleType] = {
    "/hello": hello,
    "/click": click,
    "/hover": hover,
    "/initial-sync": initial_sync,
    "/file-upload": file_upload,
}


def index() -> l.Page:
    """Links to the examples, each with what it teaches."""
    page = l.Page(title="HLive examples")
    page.body.add(
        l.T("h1", "HLive examples"),
        l.T("ul", [_entry(path, example) for path, example in EXAMPLES.items()]),
    )
    return page


def _entry(path: str, example: ModuleType) -> l.Tag:
    teaches = (example.__doc__ or "").strip()
    return l.T("li", l.T("a", {"href": path}, example.__name__.rpartition(".")[2]), ": ", teaches)


app = l.App()
app.page("/", index)
for _path, _example in EXAMPLES.items():
    app.page(_path, _example.home)
