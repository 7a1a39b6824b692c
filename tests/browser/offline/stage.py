"""Where the apps of tests are inside the worker, one after the other."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import hlive as l
from hlive.workers import use_crew
from hlive_wasm.runtime import boot
from hlive_wasm.runtime.host import Runtime


class Stage(boot.JsRuntime):
    """What JavaScript believes to be one app."""

    running: "Stage"

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        Stage.running = self

    @contextmanager
    def playing(self, app: l.App, **settings: Any) -> Iterator[Runtime]:
        """Has an app answer, and the app that was installed afterwards."""
        before = self._runtime
        chosen = replace(before.host.settings, **settings)
        runtime = Runtime(app, chosen, before.scope)
        use_crew(runtime.crew)
        self._runtime = runtime
        try:
            yield runtime
        finally:
            self._runtime = before
            runtime.host.stop()


if sys.platform == "emscripten":
    boot.JsRuntime = Stage  # type: ignore[misc]
