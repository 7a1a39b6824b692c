"""What the JavaScript around us calls: an app is imported, started, and woken from a snapshot."""

from __future__ import annotations

import importlib
import logging
import random
import time
from collections.abc import Callable
from typing import Any

from hlive.app import App
from hlive.hosting.settings import HostSettings
from hlive.workers import carry_out, use_crew
from hlive_proto.dialect import DIALECT_02, DIALECTS
from hlive_wasm.runtime.convert import to_javascript, to_python
from hlive_wasm.runtime.host import Runtime
from hlive_wasm.runtime.indexed_db import IndexedTable
from hlive_wasm.runtime.late import expect_library

__all__ = ["after_restore", "expect_library", "prepare", "start", "work_for"]


def prepare(spec: str) -> App:
    """Imports the app that `module:attribute` names, and so all that a start needs.

    Raises ImportError where there is no such module or attribute, TypeError for what is no App.
    """
    module_name, _, attribute = spec.partition(":")
    module = importlib.import_module(module_name)
    app = getattr(module, attribute or "app", None)
    if app is None:
        raise ImportError(f"{module_name} has no {attribute or 'app'!r}")
    if not isinstance(app, App):
        raise TypeError(f"{spec} is no hlive.App, but {type(app).__name__}")
    return app


def after_restore() -> None:
    """A memory snapshot came to life: what must differ from one life to the next is made anew."""
    random.seed()
    if hasattr(time, "tzset"):
        time.tzset()


def start(spec: str, settings: Any) -> JsRuntime:
    """Starts the app; `settings` has `scope`, `head`, `development`, perhaps another `client`
    and its `dialect`.

    On a `server` sessions end with the process, and nothing is stored.
    """
    told = to_python(settings)
    logging.basicConfig(level=logging.INFO if told.get("development") else logging.WARNING)
    scope = str(told.get("scope") or "/")
    host_settings = HostSettings(
        development=bool(told.get("development")),
        client=told.get("client") or None,
        dialect=DIALECTS[told.get("dialect") or DIALECT_02.name],
        head=tuple(told.get("head") or ()),
    )
    table = None if told.get("server") else IndexedTable(f"hlive:{scope}")
    runtime = Runtime(prepare(spec), host_settings, scope, table)
    use_crew(runtime.crew)
    return JsRuntime(runtime)


def work_for(spec: str) -> Callable[[Any], Any]:
    """In a crew's worker, with the code of the app: what carries out an order, as JavaScript's."""
    prepare(spec)
    return lambda order: to_javascript(carry_out(bytes(to_python(order))))


class JsRuntime:
    """The app, for JavaScript to call."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def fetch(self, method: str, url: str, headers: Any = (), body: Any = None) -> Any:
        """The answer as `{status, headers: [[name, value], ...], body: Uint8Array}`."""
        sent = to_python(body)
        answer = await self._runtime.fetch(
            method, url, to_python(headers), bytes(sent) if sent else None
        )
        content = answer.body.encode() if isinstance(answer.body, str) else answer.body
        return to_javascript(
            {
                "status": answer.status,
                "headers": [
                    ["content-type", answer.content_type],
                    *map(list, answer.headers.items()),
                ],
                "body": content,
            }
        )

    def open(self, hello: Any, post: Callable[[Any], None]) -> JsConnection:
        """A page's port; `post` is called with the messages for it."""
        return JsConnection(self._runtime, to_python(hello), post)


class JsConnection:
    """A page's port, for JavaScript to call."""

    def __init__(self, runtime: Runtime, hello: Any, post: Callable[[Any], None]) -> None:
        keep = getattr(post, "copy", None)  # A proxy that is an argument dies with the call.
        kept = post if keep is None else keep()
        self._connection = runtime.open(hello, lambda message: kept(to_javascript(message)))

    def receive(self, message: Any) -> None:
        """A message of the page."""
        self._connection.receive(to_python(message))
