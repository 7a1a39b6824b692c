"""The grammar server to browser, both ways: lines to a frame, a frame to lines."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from hlive_proto import markup
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.patch import ROOT, Attribute, Content, Op, Patch
from hlive_proto.tree import Element, Raw, Text


@dataclass(frozen=True, slots=True)
class SessionLine:
    """Tells the client its session id; always a frame of its own, the first one."""

    id: str


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A line for plugins: a client that has no hook for its kind ignores it.

    Raises LocalProtocolError when the kind is one of the protocol's own or a field can't stand
    in a line.
    """

    kind: str
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind in ("", "d", "s"):
            raise LocalProtocolError(f"an extension line can't be of kind {self.kind!r}")
        if any(mark in part for part in (self.kind, *self.fields) for mark in "|\n"):
            raise LocalProtocolError("fields of a line can't hold '|' or a newline: encode them")


Line = SessionLine | Patch | ExtensionLine


def encode(lines: Iterable[Line]) -> str:
    """One frame. Every line ends with a newline, but the session line does not.

    Raises LocalProtocolError when the session line isn't alone in its frame.
    """
    encoded = [encode_line(line) for line in lines]
    if len(encoded) > 1 and any(line.startswith("s|") for line in encoded):
        raise LocalProtocolError("the session line must be alone in its frame")
    return "".join(encoded)


def encode_line(line: Line) -> str:
    """One line as it stands in a frame."""
    if isinstance(line, Patch):
        return _encode_patch(line)
    if isinstance(line, SessionLine):
        return f"s|id|{line.id}"
    return "|".join((line.kind, *line.fields)) + "\n"


def text_field(text: str) -> str:
    """Any text as a field of a line: base64 of its UTF-8, after `markup.sendable`."""
    return b64encode(markup.sendable(text).encode()).decode("ascii")


def _encode_patch(patch: Patch) -> str:
    kind, text = _content(patch)
    path = ">".join(map(str, patch.path))
    if patch.root != ROOT and path:
        path = ">" + path
    return f"d|{patch.op.value}|{patch.root}|{path}|{kind}|{text_field(text)}\n"


def _content(patch: Patch) -> tuple[str, str]:
    content = patch.content
    if content is None:
        return "", ""
    if isinstance(content, Text):
        return "t", content.text
    if isinstance(content, Attribute):
        return "a", _attribute(patch.op, content)
    return "h", markup.html((content,))


def _attribute(op: Op, content: Attribute) -> str:
    """A client sets a value exactly as it stands here, so it isn't escaped (E-attr-escape).

    Of a deleted attribute only the name is read; the reference's escaped value is kept.
    """
    if op is Op.DELETE:
        return markup.attribute(content.name, content.value)
    return f' {content.name}="{content.value}"'


def decode(frame: str) -> list[Line]:
    """The lines of a frame; what an `h` line holds comes back as Raw.

    Raises RemoteProtocolError, naming the line, where one is malformed.
    """
    return [_decode_line(line) for line in frame.split("\n") if line]


def _decode_line(line: str) -> Line:
    parts = line.split("|")
    if parts[0] == "d":
        return _decode_patch(line, parts)
    if parts[0] == "s":
        if len(parts) != 3 or parts[1] != "id":
            raise RemoteProtocolError(f"malformed session line: {line!r}")
        return SessionLine(parts[2])
    if not parts[0]:
        raise RemoteProtocolError(f"a line without a kind: {line!r}")
    return ExtensionLine(parts[0], tuple(parts[1:]))


def _decode_patch(line: str, parts: list[str]) -> Patch:
    if len(parts) != 6:
        raise RemoteProtocolError(f"a patch has six parts, not {len(parts)}: {line!r}")
    _, op, root, path, kind, content = parts
    try:
        text = b64decode(content, validate=True).decode("utf-8")
        indices = tuple(_index(step) for step in path.split(">") if step)
        return Patch(Op(op), root, indices, _decode_content(Op(op), kind, text))
    except ValueError as error:
        raise RemoteProtocolError(f"malformed patch ({error}): {line!r}") from error


def _index(step: str) -> int:
    if not (step.isascii() and step.isdigit()):
        raise ValueError(f"not an index: {step!r:.40}")
    return int(step)


def _decode_content(op: Op, kind: str, text: str) -> Content:
    if kind == "":
        if op is not Op.DELETE:
            raise ValueError("only a delete has no content")
        return None
    if kind == "t":
        return Text(text)
    if kind == "h":
        return Raw(text)
    if kind != "a":
        raise ValueError(f"unknown content kind {kind!r}")
    name, equals, quoted = text.lstrip(" ").partition("=")
    if not equals or len(quoted) < 2 or quoted[0] != '"' or quoted[-1] != '"':
        raise ValueError(f"not an attribute: {text!r}")
    value = quoted[1:-1]
    return Attribute(name, unescape(value) if op is Op.DELETE else value)


def is_markup(content: Content) -> bool:
    """Whether the content travels as HTML (kind `h`)."""
    return isinstance(content, Element | Raw)
