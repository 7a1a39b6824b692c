"""What can be a child of a tag, and how plain values are shown."""

from decimal import Decimal
from math import isfinite

from hlive.memo import Memo
from hlive_proto.tree import Raw

_SHOWN = (str, Memo, int, float, Raw)


def check_node(value: object) -> None:
    """Raises TypeError, saying what to do, when the value can't be shown as a child."""
    if isinstance(value, _SHOWN) and value is not True and value is not False:
        return
    if value is None or (callable(value) and not isinstance(value, type)):
        return
    if isinstance(value, list | tuple):
        for item in value:
            check_node(item)
        return
    raise TypeError(f"{_named(value)} can't be shown in a page: {_advice(value)}")


def plain_text(value: str | float) -> str:
    """A plain value as text; floats as the reference writes them, without an exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if not isfinite(value):
        return "NaN" if value != value else "+Inf" if value > 0 else "-Inf"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _named(value: object) -> str:
    return f"{type(value).__name__} {value!r:.60}"


def _advice(value: object) -> str:
    if isinstance(value, bool):
        return "write str(value), or `node if condition else None`"
    if isinstance(value, bytes):
        return "decode it first"
    if isinstance(value, type):
        return "make an object of it"
    if isinstance(value, dict):
        return "attributes go into a tag itself, not into a box or group"
    return "give text, a number, a tag, a box, a group, HTML, a function, a list of these, or None"
