"""Pages as files: each route without parameters is rendered, so it shows before Python runs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from inspect import isawaitable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from hlive.app import App
from hlive.document import first_html, open_page
from hlive.errors import RequestError
from hlive.routes import Route

MARK = '<meta name="hlive-prerendered">'
_SHELL = """<!DOCTYPE html>
<html lang="en"><head>{head}<meta charset="utf-8"><meta name="hlive-shell">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:20vh auto;padding:0 1em}}
:root{{color-scheme:light dark}}</style></head>
<body><p>Starting …</p>
<noscript><p>This page needs JavaScript.</p></noscript></body></html>
"""


def prerendered(app: App, client: str, head: Sequence[str]) -> tuple[dict[str, bytes], list[str]]:
    """The HTML of static routes by their paths, and what couldn't be rendered and why.

    `client` is the script of the pages; `head` are the elements that the host puts before all
    others in each page's head.
    """
    pages: dict[str, bytes] = {}
    skipped: list[str] = []
    for path, route in app.pages.items():
        if route.names:
            continue
        try:
            pages[path] = asyncio.run(_html(app, route, path, client, head)).encode()
        except Exception as error:
            reason = str(error) or type(error).__name__
            if not isinstance(error, RequestError):
                reason = f"{type(error).__name__}: {reason}"
            skipped.append(f"{path} isn't pre-rendered: {reason}")
    return pages, skipped


async def _html(app: App, route: Route, path: str, client: str, head: Sequence[str]) -> str:
    request = _request(path)
    for hook in app.request_hooks:
        said = hook(request)
        if isawaitable(said):
            await said
    context = open_page(lambda: route.page({}, {}, request), client, request, head=head)
    html = first_html(context)
    return html.replace("</head>", f"{MARK}</head>", 1)


def _request(path: str) -> Any:
    """What a page function may ask a request for, when nobody has asked for the page yet."""
    return SimpleNamespace(
        id="build", method="GET", path=quote(path), query_string="", url=path, headers={},
        form=None, cookies={}, args={}, ctx=SimpleNamespace(), get_args=lambda **_: {},
    )  # fmt: skip


def shell(head: str, name: str) -> bytes:
    """The page that a static host shows for addresses without a file, until Python can answer."""
    return _SHELL.format(head=head, name=name).encode()
