"""Event options: what can be said of a binding besides its event and its handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, TypedDict

from hlive.commands import Command

KEY_EVENTS = frozenset({"keydown", "keypress", "keyup"})


class Options(TypedDict, total=False):
    """The options of a binding; times are in seconds.

    `debounce`: tells of the last event once no other has followed for this long.
    `throttle`: tells at most once in this time, of the first event and then of the last.
    `keys`: hears only these keys, by their names: "Enter", "Escape", "ArrowDown", "a".
    `prevent`: the browser doesn't do its own thing. `stop`: the event goes no further.
    `once`: nothing is heard any more after the handler has run.
    `confirm`: asks the visitor first; after a "no" nothing happens.
    `first`: commands that the browser runs at once, before it tells.
    """

    debounce: float
    throttle: float
    keys: str | Sequence[str]
    prevent: bool
    stop: bool
    once: bool
    confirm: str
    first: Command


def check_options(event: str, options: Mapping[str, object]) -> None:
    """Raises TypeError for an option that doesn't exist or has another type, ValueError for a
    value that can't be meant."""
    for name, value in options.items():
        if name not in Options.__annotations__:
            known = ", ".join(Options.__annotations__)
            raise TypeError(f"there is no option {name!r} for {event!r}; there are {known}")
        if name in ("debounce", "throttle"):
            _check_time(name, value)
        elif name in ("prevent", "stop", "once"):
            _check_type(name, value, bool)
        elif name == "confirm":
            _check_type(name, value, str)
        elif name == "first":
            _check_type(name, value, Command)
    if "keys" in options:
        _check_keys(event, options["keys"])


def keys_of(options: Options) -> frozenset[str]:
    """The keys that are heard; none where all are."""
    keys = options.get("keys", ())
    return frozenset([keys] if isinstance(keys, str) else keys)


def told_options(options: Options, commands_only: bool) -> dict[str, Any]:
    """What our browser client is told of a binding, as plain data (spec/protocol.md, 14.3).

    With `commands_only` it doesn't tell the server of the event. Empty where nothing is special:
    `once` is the server's business, unless there is something that the client does by itself.
    """
    told: dict[str, Any] = {}
    for name in ("debounce", "throttle"):
        if name in options:
            told[name] = max(1, round(options[name] * 1000))
    if "keys" in options:
        told["keys"] = sorted(keys_of(options))
    if options.get("confirm"):
        told["confirm"] = options["confirm"]
    if "first" in options and options["first"].steps:
        told["run"] = options["first"].steps
    flags = {
        "prevent": options.get("prevent"),
        "stop": options.get("stop"),
        "once": options.get("once") and "run" in told,
        "quiet": commands_only,
    }
    return told | {name: True for name, on in flags.items() if on}


def _check_time(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name!r} is a number of seconds, not {type(value).__name__} {value!r}")
    if not (isfinite(value) and value > 0):
        raise ValueError(f"{name!r} is a time, so it can't be {value!r} seconds")


def _check_type(name: str, value: object, type_: type) -> None:
    if not isinstance(value, type_):
        raise TypeError(
            f"{name!r} must be {type_.__name__}, not {type(value).__name__} {value!r:.60}"
        )


def _check_keys(event: str, keys: object) -> None:
    if event.lower() not in KEY_EVENTS:
        raise ValueError(f"{event!r} has no keys: only {', '.join(sorted(KEY_EVENTS))} have")
    names = [keys] if isinstance(keys, str) else keys
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"'keys' must be a name or several, not {keys!r:.60}")
    if not names or not all(names):
        raise ValueError("'keys' must name at least one key, such as \"Enter\"")
