"""How the worker asks the bridge to the world outside."""

import json
from typing import Any

bridge = ""
"""The bridge's address, once the worker was told it."""


def ask(path: str, said: object = None) -> Any:
    """Says something to the bridge, and waits for its answer while the app goes on."""
    from js import fetch  # type: ignore[import-not-found]
    from pyodide.ffi import run_sync  # type: ignore[import-not-found]

    async def talk() -> str:
        answer = await fetch(bridge + path, method="POST", body=json.dumps(said))
        text: str = await answer.text()
        return text

    return json.loads(run_sync(talk()))
