"""An app inside the browser: it answers navigations, and talks with its pages over ports."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from hlive.app import App
from hlive.hosting.answers import Answer, failure, not_found, refusal
from hlive.hosting.host import Host
from hlive.hosting.settings import HostSettings
from hlive.hosting.still import METHODS, still_answer, wish
from hlive_proto.errors import RemoteProtocolError
from hlive_wasm.runtime.connection import Connection
from hlive_wasm.runtime.crew import PageCrew
from hlive_wasm.runtime.http import Request, Response, static_answer
from hlive_wasm.runtime.port import Message, Post
from hlive_wasm.runtime.store import MemoryTable, Store, Table

log = logging.getLogger("hlive.host")


class Runtime:
    """One app at one scope; made inside the running event loop."""

    def __init__(
        self,
        app: App,
        settings: HostSettings | None = None,
        scope: str = "/",
        table: Table | None = None,
    ) -> None:
        settings = settings or HostSettings()
        if app.page_cache is not None:
            settings = replace(settings, page_cache=app.page_cache)
        self.app = app
        self.scope = scope
        self.host = Host(settings)
        self.store = Store(table or MemoryTable())
        self.crew = PageCrew()
        self.host.start()
        self.store.begin()

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes | None = None,
    ) -> Answer:
        """The answer to a navigation, or to any other request below the scope."""
        try:
            request = Request(url, self.scope, method.upper(), headers, body or b"")
        except ValueError as error:
            return refusal(404, str(error))
        try:
            answer = await self.before(request) or await self._answer(request)
            response: Answer = Response(
                answer.status, answer.body, answer.content_type, answer.headers
            )
            for hook in reversed(self.app.response_hooks):
                changed = await _called(hook, request, response)
                response = response if changed is None else changed
            return response
        except Exception as error:
            return failure(request, error, self.host.settings.development)

    def open(self, hello: Message, post: Post) -> Connection:
        """A page wants a socket; never raises for what it says."""
        return Connection(self, hello, post)

    async def before(self, request: Request) -> Answer | None:
        """Runs the app's middleware; an answer where one of them gives it.

        Raises TypeError for an answer of another kind.
        """
        for hook in self.app.request_hooks:
            answer = await _called(hook, request)
            if answer is not None:
                return answer
        return None

    async def _answer(self, request: Request) -> Answer:
        found = self.app.find(request.path)
        if found is None:
            answer = static_answer(self.app, request.path)
            paths = sorted(self.app.pages)
            return answer or not_found(request, paths, self.host.settings.development)
        if request.method not in METHODS:
            return refusal(405, f"a page can't be asked to {request.method}")
        try:
            connect = wish(request)
        except RemoteProtocolError as error:
            return refusal(400, str(error))
        route, texts = found
        query = request.get_args(True)
        make = partial(route.page, texts, query, request)
        lasting = route.lasting(texts, query)
        return await still_answer(self.host, make, request, connect, lasting)


async def _called(hook: Any, *values: Any) -> Answer | None:
    result = hook(*values)
    if inspect.isawaitable(result):
        result = await result
    if result is not None and not isinstance(result, Answer):
        raise TypeError(f"inside a browser {hook!r} can answer an Answer, not {result!r:.60}")
    return result
