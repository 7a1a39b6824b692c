"""What a browser tells of a key, on a US keyboard (W3C UI Events, section "Legacy Key Codes")."""

from __future__ import annotations

from dataclasses import dataclass, replace

_NAMED = {
    "Backspace": 8, "Tab": 9, "Enter": 13, "Shift": 16, "Control": 17, "Alt": 18, "Escape": 27,
    " ": 32, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38,
    "ArrowRight": 39, "ArrowDown": 40, "Insert": 45, "Delete": 46,
} | {f"F{number}": 111 + number for number in range(1, 13)}  # fmt: skip
"""Keys that have a name, and the space bar, with their codes."""

_PLAIN = "0123456789;=,-./`[\\]'"
_SHIFTED = ')!@#$%^&*(:+<_>?~{|}"'
_CODES = (*range(48, 58), 186, 187, 188, 189, 190, 191, 192, 219, 220, 221, 222)
_KEYS = dict(zip(_PLAIN, _CODES, strict=True)) | dict(zip(_SHIFTED, _CODES, strict=True))


@dataclass(frozen=True, slots=True)
class Key:
    """The key fields of one event."""

    key: str
    char_code: int = 0
    key_code: int = 0
    shift: bool = False
    alt: bool = False
    ctrl: bool = False

    @property
    def text(self) -> str:
        """What the key writes: nothing for keys with a name, and while ctrl or alt is down."""
        if self.ctrl or self.alt:
            return ""
        return "\n" if self.key == "Enter" else self.key if len(self.key) == 1 else ""

    @property
    def pressed(self) -> Key:
        """The same key in the keypress event, which tells of the character."""
        code = 13 if self.key == "Enter" else ord(self.text)
        return replace(self, char_code=code, key_code=code)


def key_of(name: str, shift: bool = False, alt: bool = False, ctrl: bool = False) -> Key:
    """The key in keydown and keyup events: a character, or a name such as "Enter".

    Raises ValueError for a name that isn't known.
    """
    if len(name) != 1 and name not in _NAMED:
        raise ValueError(f"{name!r} is no key: give a character, or one of {', '.join(_NAMED)}")
    code = _NAMED.get(name) or _KEYS.get(name)
    if code is None:
        code = ord(name.upper()) if name.isascii() and name.isalpha() else 0
    shifted = len(name) == 1 and (name.isupper() or name in _SHIFTED)
    return Key(name, 0, code, shift or shifted, alt, ctrl)
