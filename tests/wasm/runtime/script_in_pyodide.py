"""What test_in_pyodide.py runs in Pyodide: everything is imported, and a page lives and goes on."""

import asyncio
import importlib
import random
from pathlib import Path

ELSEWHERE = {"hlive.forms.libraries", "hlive.testing.pytest_plugin"}
"""Modules for packages that aren't in a browser."""

for package in ("hlive_proto", "hlive", "hlive_wasm/runtime"):
    for path in sorted(Path(package).rglob("*.py")):
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        if name not in ELSEWHERE:
            importlib.import_module(name)

from js import Object
from pyodide.code import run_js
from pyodide.ffi import to_js

from hlive_wasm.runtime import boot

mailbox = run_js("({messages: [], post(message) { this.messages.push(message); }})")
settings = to_js(
    {"scope": "/sub/", "development": True, "head": '<script src="hlive-port.js"></script>'},
    dict_converter=Object.fromEntries,
)
boot.prepare("offline_app:app")
random.seed(1)
first = random.random()
random.seed(1)
boot.after_restore()
assert random.random() != first
runtime = boot.start("offline_app:app", settings)


def js(value: object) -> object:
    return to_js(value, dict_converter=Object.fromEntries)


async def until(count: int) -> None:
    async with asyncio.timeout(10):
        while mailbox.messages.length < count:
            await asyncio.sleep(0.01)


async def main() -> None:
    url = "https://example.com/sub/"
    answer = await runtime.fetch("GET", url, js([["accept", "text/html"]]), None)
    html = bytes(answer.body.to_py()).decode()
    assert answer.status == 200, html
    assert html.index("hlive-port.js") < html.index("<meta"), html[:200]
    assert '<b id="count">0</b>' in html
    hello = js({"url": url + "?hlive=1"})
    connection = runtime.open(hello, run_js("(box) => (message) => box.post(message)")(mailbox))
    await until(4)
    opened, session, ids, done = mailbox.messages.to_py()
    assert (opened["type"], session["text"]) == ("opened", f"s|id|{opened['session']}")
    assert '"count":0' in done["state"]
    frame = '{"t":"e","i":"%s","d":{}}'
    for binding in ("5-1", "4-1", "6-1"):
        connection.receive(js({"type": "event", "n": 1, "frame": frame % binding}))
    async with asyncio.timeout(10):
        while '"count":1' not in str(mailbox.messages.to_py()[-1].get("state")):
            await asyncio.sleep(0.01)
    bad = await runtime.fetch("GET", url + "cookies", js([]), None)
    assert bad.status == 500
    assert "declared state, which this host saves" in bytes(bad.body.to_py()).decode()


await main()  # type: ignore[top-level-await]  # noqa: F704, PLE1142
print("ALL WELL")
