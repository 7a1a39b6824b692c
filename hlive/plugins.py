"""An author's JavaScript in a web worker of the visitor's browser, called with `await`."""

from __future__ import annotations

import asyncio
import json
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from hlive.attrs import AttributePlugin
from hlive.bindings import Event, on
from hlive.component import Component
from hlive.context import Context
from hlive.errors import HLiveError
from hlive.page import Page
from hlive.scripts import script

_ATTRIBUTE = "data-hlive-plugin-"
_EVENT = "hliveplugin"
_KIND = "call"

_NUMBERS = count(1)
"""Tell calls apart; plugins of one source share a worker, so it isn't enough to count in each."""


class PluginError(HLiveError):
    """The JavaScript failed, gave what is no JSON, or its browser has gone."""


class Plugin(Component):
    """A JavaScript module in a web worker; add it to a page, where it shows nothing.

    `source` is the file of an ES module, or its text; what it exports can be called. Make it in the
    page function: each page has its own worker, started at the first call.

    Raises OSError where the file can't be read.
    """

    def __init__(self, source: Path | str) -> None:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        scripts = _Scripts(text)
        super().__init__("span", {"hidden": True}, scripts, on(_EVENT, self._answered))
        self.auto_render = False
        self._name = scripts.name
        self._calls: dict[str, asyncio.Future[Any]] = {}
        self._context: Context | None = None

    def mount(self, context: Context) -> None:
        """From now on it can be called; whoever waits when the browser goes is told."""
        self._context = context
        context.page.hooks.unmount.append(lambda _: self._fail_all())

    def unmount(self, context: Context) -> None:
        """Nobody answers any more."""
        self._context = None
        self._fail_all()

    async def call(self, function: str, *args: Any) -> Any:
        """What the exported function returns, or what its promise gives, as plain JSON data.

        On a server the answer comes from a visitor's browser: don't trust it more than a form.
        Raises PluginError where it fails or its page isn't live, TypeError for arguments that
        can't be JSON.
        """
        if self._context is None:
            raise PluginError(f"{function!r} can't be called: the plugin isn't in a live page")
        number = str(next(_NUMBERS))
        order = {"plugin": self._name, "call": number, "name": function, "args": args}
        text = json.dumps(order, ensure_ascii=False)
        future = asyncio.get_running_loop().create_future()
        self._calls[number] = future
        try:
            self._context.tell(_KIND, text)
            return await future
        finally:
            del self._calls[number]

    def _answered(self, event: Event) -> None:
        future = self._calls.get(event.extra.get("call", ""))
        if future is None or future.done():
            return
        error = event.extra.get("error")
        try:
            if error is None:
                future.set_result(json.loads(event.extra["result"]))
            else:
                future.set_exception(PluginError(f"the plugin failed: {error}"))
        except (KeyError, ValueError):
            future.set_exception(PluginError("the plugin gave what is no JSON"))

    def _fail_all(self) -> None:
        for future in self._calls.values():
            if not future.done():
                future.set_exception(PluginError("the browser that would answer has gone"))


class _Scripts(AttributePlugin):
    """Brings the script for all plugins, and the source of this one, into the page."""

    def __init__(self, source: str) -> None:
        super().__init__(_ATTRIBUTE + sha256(source.encode()).hexdigest()[:12])
        self._source = source

    def initialize(self, page: Page) -> None:
        if page.first_time("hlive-plugins"):
            page.add_script(script("plugins"))
        # In a script `</` could end it, and means the same as `<\\/` within a text.
        text = json.dumps(self._source).replace("</", "<\\/").replace("<!--", "<\\u0021--")
        page.add_script(f"hlive.plugins.set({json.dumps(self.name)}, {text})")
