"""What a browser can say: frozen values, one for each kind of inbound frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hlive_proto.values import value


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a file input tells of one file: `size` in bytes, `index` of `total` files from 0."""

    name: str = ""
    size: int = 0
    type: str = ""
    index: int = 0
    total: int = 0


@value
class DomEvent:
    """Something happened on a bound element, or a file's bytes came (`data`).

    `value` is None where the element has none; key fields matter only where `key` is set.
    `acked` counts the frames that a counting client had received when it sent this.
    """

    bindings: tuple[str, ...]
    value: str | None = None
    initial: bool = False
    key: str | None = None
    char_code: int = 0
    key_code: int = 0
    shift: bool = False
    alt: bool = False
    ctrl: bool = False
    selected: bool = False
    values: tuple[str, ...] = ()
    file: FileInfo | None = None
    data: bytes | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    acked: int | None = None


@dataclass(frozen=True, slots=True)
class ClientLog:
    """The client's own log message."""

    message: str


BrowserEvent = DomEvent | ClientLog
