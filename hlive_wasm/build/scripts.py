"""The JavaScript of a build: our scripts, with what they must know of this build written in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files as resources
from typing import Any

from hlive_wasm.build.archive import integrity, short_hash

PORT = "hlive-port.js"
_CONFIG = "__HLIVE_CONFIG__"
_PORT_PARTS = ("offline", "port_socket")
_NOT_KEPT = (".html", "/pyodide-lock.json")
"""What isn't in the cache of a build: Python makes pages itself when it is there."""


def configured(
    config: Mapping[str, Any], files: Mapping[str, bytes], lazy: str
) -> dict[str, bytes]:
    """The scripts by their names, for a build of `files`; `lazy` is the one fetched when needed."""
    texts = _texts()
    everything = json.dumps(
        [config, texts, {path: integrity(content) for path, content in files.items()}],
        sort_keys=True,
    )
    complete = {**config, "version": short_hash(everything.encode())}
    complete["lazy"] = {"files": {lazy: integrity(files[lazy])}}
    # These are kept, so they can't hold the hashes, of which their own would be some.
    early = {
        name: _written(text, complete)
        for name, text in texts.items()
        if name == PORT or _CONFIG not in text
    }
    kept = {**files, **early}
    complete["files"] = {
        path: integrity(content)
        for path, content in sorted(kept.items())
        if path != lazy and _is_kept(path)
    }
    late = {name: _written(text, complete) for name, text in texts.items() if name not in early}
    return {**early, **late}


def _texts() -> dict[str, str]:
    folder = resources("hlive_wasm").joinpath("js")
    found = {
        each.name.removesuffix(".js"): each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".js")
    }
    port = "\n".join(found.pop(name) for name in _PORT_PARTS)
    return {PORT: port} | {f"hlive-{name}.js": found[name] for name in sorted(found)}


def _is_kept(path: str) -> bool:
    return not path.endswith(_NOT_KEPT)


def _written(text: str, config: Mapping[str, Any]) -> bytes:
    plain = json.dumps(config, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    written = text.replace("__HLIVE_RUNTIME__", str(config["runtime"]))
    return written.replace(_CONFIG, plain).encode()
