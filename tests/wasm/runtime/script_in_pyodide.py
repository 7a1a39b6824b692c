"""What in_pyodide.mjs runs in Pyodide: everything is imported; it then awaits `live()`."""

import asyncio
import importlib
import random
from collections.abc import Callable
from pathlib import Path

from js import Object  # type: ignore[import-not-found]
from pyodide.code import run_js  # type: ignore[import-not-found]
from pyodide.ffi import to_js  # type: ignore[import-not-found]

from hlive_wasm.runtime import boot

ELSEWHERE = {"hlive.forms.libraries", "hlive.testing.pytest_plugin"}
"""Modules for packages that aren't in a browser."""

URL = "https://example.com/sub/"


def import_everything() -> None:
    for package in ("hlive_proto", "hlive", "hlive_wasm/runtime"):
        for path in sorted(Path(package).rglob("*.py")):
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            if name not in ELSEWHERE:
                importlib.import_module(name)


def wake_from_snapshot() -> None:
    random.seed(1)
    first = random.random()
    random.seed(1)
    boot.after_restore()
    assert random.random() != first


def js(value: object) -> object:
    return to_js(value, dict_converter=Object.fromEntries)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # Conditions of JavaScript, without events.
            await asyncio.sleep(0.01)


async def live() -> None:
    head = '<script src="hlive-port.js"></script>'
    settings = js({"scope": "/sub/", "development": True, "head": [head]})
    boot.prepare("offline_app:app")
    runtime = boot.start("offline_app:app", settings)
    answer = await runtime.fetch("GET", URL, js([["accept", "text/html"]]), None)
    html = bytes(answer.body.to_py()).decode()
    assert answer.status == 200, html
    assert html.index("hlive-port.js") < html.index("<meta"), html[:200]
    assert '<b id="count">0</b>' in html

    mailbox = run_js("({messages: [], post(message) { this.messages.push(message); }})")
    post = run_js("(mailbox) => (message) => mailbox.post(message)")(mailbox)
    connection = runtime.open(js({"url": URL + "?hlive=1"}), post)
    await until(lambda: mailbox.messages.length == 4)
    opened, session, _, done = mailbox.messages.to_py()
    assert (opened["type"], session["text"]) == ("opened", f"s|id|{opened['session']}")
    assert '"count":0' in done["state"]
    # html, head, title, body, counter, button: these are the components.
    frame = '{"t":"e","i":"6-1","d":{}}'
    connection.receive(js({"type": "event", "n": 1, "frame": frame}))
    await until(lambda: '"count":1' in mailbox.messages.to_py()[-1].get("state", ""))
    assert mailbox.messages.to_py()[-1]["acked"] == 1

    bad = await runtime.fetch("GET", URL + "cookies", js([]), None)
    assert bad.status == 500
    assert "declared state, which this host saves" in bytes(bad.body.to_py()).decode()


import_everything()
wake_from_snapshot()
