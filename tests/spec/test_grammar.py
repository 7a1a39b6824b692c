"""The ABNF of spec/protocol.md, held against the examples, against hlive_proto and nonsense."""

import re
from base64 import b64decode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformance.codec.examples import SPEC, Example, examples
from hlive_proto import outbound
from hlive_proto.errors import LocalProtocolError, RemoteProtocolError
from hlive_proto.session import ID_ENTROPY, make_id
from tests.spec.grammar import follows, grammar_text

EXAMPLES = examples(SPEC.read_text(encoding="utf-8"))
FROM_A_SERVER = [
    each
    for each in EXAMPLES
    if each.kind in ("out", "diff", "apply") and each.wire and "logs" not in each.meaning
]
CONNECTS = [each for each in EXAMPLES if each.kind == "connect"]
LENIENT = {"connect.hash-empty", "connect.unknown-parameter"}
"""What a server takes although no client of this document sends it."""


def is_well_formed(frame: str) -> bool:
    """Whether a frame follows the grammar, with what its attributes carry."""
    return follows("frame", frame) and all(map(_is_content_well_formed, frame.split("\n")))


def _is_content_well_formed(line: str) -> bool:
    if not line.startswith("d|"):
        return True
    *_, kind, content = line.split("|")
    try:
        text = b64decode(content).decode("utf-8")
    except ValueError:
        return False
    return kind != "a" or follows("attribute", text)


def is_malformed(each: Example) -> bool:
    return isinstance(each.meaning, dict) and each.meaning.get("error") == "malformed"


def test_every_rule_that_is_used_is_defined() -> None:
    text = re.sub(r'"[^"\n]*"|;.*|%[sx][0-9A-F-]*', " ", grammar_text())
    used = set(re.findall(r"(?<![\w-])[a-zA-Z][\w-]*", re.sub(r"\d+([a-z(])", r"\1", text)))
    defined = set(re.findall(r"^([a-z][\w-]*) +=", text, re.MULTILINE))
    assert used - defined == {"json", "ALPHA", "DIGIT", "DQUOTE", "LF", "OCTET", "SP"}


@pytest.mark.parametrize("each", FROM_A_SERVER, ids=lambda each: each.id)
def test_frames_follow_the_grammar_unless_they_are_malformed(each: Example) -> None:
    assert isinstance(each.frame, str)
    assert is_well_formed(each.frame) is not is_malformed(each)


@pytest.mark.parametrize("each", CONNECTS, ids=lambda each: each.id)
def test_connect_queries_follow_the_grammar(each: Example) -> None:
    asked = each.meaning is not None and not is_malformed(each)
    query = each.wire[max(each.wire.find("hlive="), 0) :]
    assert follows("connect-query", query) is (asked and each.id not in LENIENT)


def test_binding_ids_follow_the_grammar() -> None:
    events = [
        each.meaning["bindings"]
        for each in EXAMPLES
        if each.kind == "in" and "bindings" in each.meaning
    ]
    assert len(events) > 20
    assert [ids for ids in events if not follows("bindings", ",".join(ids))] == []


def test_on_attributes_follow_the_grammar() -> None:
    found = re.findall(r'"?hon"?[=:] ?"([^"]+)"', SPEC.read_text(encoding="utf-8"))
    assert set(found) >= {"5-1|click,5-2|keyup", "5-1|keyup,5-2|click"}
    assert [value for value in found if not follows("on-attribute", value)] == []


@pytest.mark.parametrize(
    "entropy", [b"\0" * ID_ENTROPY, b"\xff" * ID_ENTROPY, b"\x5a" * ID_ENTROPY]
)
def test_session_ids_follow_the_grammar(entropy: bytes) -> None:
    assert follows("session-id", make_id(entropy))


@pytest.mark.parametrize(
    "rule, text",
    [
        ("path", ">01"), ("path", ">"), ("path", "1>>2"), ("path", "-1"), ("path", ">1>"),
        ("op", "C"), ("root", ""), ("root", "a b"), ("root", "a|b"), ("base64", "YQ="),
        ("base64", "Y"), ("base64", "YQ==YQ=="), ("base64", "Y_8="), ("session-id", 20 * "w"),
        ("session-id", 19 * "a"), ("session-line", "S|id|" + 20 * "a"), ("kind", "d"),
        ("kind", "s"), ("kind", ""), ("field", "a|b"), ("field", "a\nb"), ("attribute", 'a="b"'),
        ("attribute", ' a="b'), ("attribute", ' ="b"'), ("attribute", ' a b="c"'),
        ("bindings", "5-1,"), ("bindings", "5"), ("binding-id", "5-"), ("binding-id", "5-x"),
        ("on-attribute", "5-1"), ("on-attribute", "5-1|"), ("event-type", "a,b"),
        ("hseq", "hseq="), ("hseq", "hseq=-1"), ("hhash", "hhash=" + 64 * "A"),
        ("hlive", "hlive=2"), ("hlive", "HLIVE=1"),
    ],
)  # fmt: skip
def test_nonsense_does_not_follow_the_grammar(rule: str, text: str) -> None:
    assert not follows(rule, text)


PIECES = ["d", "s", "x", "c", "u", "id", "doc", "4", "a_B-9", "|", "||", ">", ">0", "0", "12", "01",
          "t", "h", "a", "YQ==", "YQ=", "IHRpdGxlPSJ4Ig==", "/w==", "\n", "é", " "]  # fmt: skip
VALID = [each.frame for each in FROM_A_SERVER if isinstance(each.frame, str)]


@st.composite
def near_frames(draw: st.DrawFn) -> str:
    """A frame of the examples with a part replaced, or pieces of frames in any order."""
    if draw(st.booleans()):
        return "".join(draw(st.lists(st.sampled_from(PIECES), max_size=16)))
    frame = draw(st.sampled_from(VALID).filter(lambda frame: len(frame) < 400))
    start = draw(st.integers(0, len(frame)))
    end = draw(st.integers(start, min(start + 4, len(frame))))
    return frame[:start] + draw(st.sampled_from(["", *PIECES])) + frame[end:]


@given(near_frames())
@settings(max_examples=400, deadline=None)
@example("d|u|doc|00|t|\n")
@example("d|d|4|>0||YQ==\n")
def test_what_follows_the_grammar_is_read_and_what_is_written_follows_it(frame: str) -> None:
    try:
        lines = outbound.decode(frame)
    except RemoteProtocolError:
        assert not is_well_formed(frame)
        return
    try:
        written = outbound.encode(lines)
    except LocalProtocolError:
        assert not is_well_formed(frame)
        return
    if is_well_formed(frame):
        assert is_well_formed(written)
        assert outbound.decode(written) == lines
