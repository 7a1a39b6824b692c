"""What the worker knows of the world outside, and how it asks the bridge to it."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
"""The folder of everything that is packed for the worker."""


def told() -> dict[str, Any]:
    """The bridge's address, and the driver's `session` with its `capabilities`."""
    outside: dict[str, Any] = json.loads((ROOT / "outside.json").read_text(encoding="utf-8"))
    return outside


def ask(path: str, said: object = None) -> Any:
    """Says something to the bridge, and waits for its answer while the app goes on."""
    from js import fetch  # type: ignore[import-not-found]
    from pyodide.ffi import run_sync  # type: ignore[import-not-found]

    async def talk() -> str:
        answer = await fetch(told()["bridge"] + path, method="POST", body=json.dumps(said))
        text: str = await answer.text()
        return text

    return json.loads(run_sync(talk()))
