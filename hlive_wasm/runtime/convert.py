"""The only place where values cross between JavaScript and Python."""

from __future__ import annotations

from typing import Any


def to_python(value: Any) -> Any:
    """Plain JavaScript as plain Python; what is Python already stays as it is.

    Buffers become memoryviews, at any depth.
    """
    convert = getattr(value, "to_py", None)
    return value if convert is None else convert()


def to_javascript(value: Any) -> Any:
    """Plain Python as plain JavaScript: dicts become objects, bytes a Uint8Array."""
    from js import Object  # type: ignore[import-not-found]
    from pyodide.ffi import to_js  # type: ignore[import-not-found]

    return to_js(value, dict_converter=Object.fromEntries)
