"""Frames from the browser: what they say, read and written."""

import pytest

from hlive_proto.errors import RemoteProtocolError
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent, FileInfo
from hlive_proto.inbound import MAX_BINDINGS, decode, encode


def assert_frame(frame: str | bytes, event: BrowserEvent) -> None:
    """Both directions: the frame says this event, and this event makes the frame."""
    assert decode(frame) == event
    assert encode(event) == frame


@pytest.mark.parametrize(
    "frame, event",
    [
        ('{"t":"l","d":{"m":"con: open"}}', ClientLog("con: open")),
        ('{"t":"e","i":"5-1","d":{}}', DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1,5-2","d":{}}', DomEvent(("5-1", "5-2"))),
        ('{"t":"e","i":"5-1","d":{"value":""}}', DomEvent(("5-1",), value="")),
        (
            '{"t":"e","i":"5-1","d":{"value":"é\\n\\"€\\" 😀","init":"true"}}',
            DomEvent(("5-1",), value='é\n"€" 😀', initial=True),
        ),
        ('{"t":"e","i":"5-1","s":true,"d":{}}', DomEvent(("5-1",), selected=True)),
        ('{"t":"e","i":"5-1","vm":["a",""],"d":{}}', DomEvent(("5-1",), values=("a", ""))),
        (
            '{"t":"e","i":"5-1","d":{"key":"A","charCode":"65","keyCode":"97","shiftKey":"true",'
            '"altKey":"false","ctrlKey":"true"}}',
            DomEvent(("5-1",), key="A", char_code=65, key_code=97, shift=True, ctrl=True),
        ),
        (
            '{"t":"e","i":"5-1","d":{},"file":{"name":"a","size":1,"type":"t","index":2,"total":3}}',
            DomEvent(("5-1",), file=FileInfo("a", 1, "t", 2, 3)),
        ),
        ('{"t":"e","i":"5-1","d":{},"e":{"x":"y"}}', DomEvent(("5-1",), extra={"x": "y"})),
        ('{"t":"e","i":"5-1","d":{},"a":0}', DomEvent(("5-1",), acked=0)),
        (
            b'{"t":"e","file":{"name":"\xc3\xa9","size":4,"type":"","index":0,"total":1},'
            b'"i":"5-2"}\n\n\n\n\xff\0',
            DomEvent(("5-2",), file=FileInfo("é", 4, "", 0, 1), data=b"\n\n\xff\0"),
        ),
    ],
)
def test_event(frame: str | bytes, event: BrowserEvent) -> None:
    assert_frame(frame, event)


@pytest.mark.parametrize(
    "frame, event",
    [
        ('{"t":"l"}', ClientLog("")),
        ('{"t":"e"}', DomEvent(("",))),
        (' { "x" : [1], "i":"5-1", "t":"e" } ', DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","d":null,"s":null,"vm":null,"e":null}', DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","s":false,"vm":[]}', DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","file":{}}', DomEvent(("5-1",), file=FileInfo())),
        (
            '{"t":"e","i":"5-1","d":{"keyCode":"+7","charCode":"7.5","altKey":"1","ctrlKey":"yes"}}',
            DomEvent(("5-1",), key_code=7, alt=True),
        ),
        ('{"t":"e","i":"5-1","d":{"keyCode":"\\u0663"}}', DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","d":{"charCode":"1234567890123456789"}}', DomEvent(("5-1",))),
        (b'{"t":"e","i":"5-1"}\n\n', DomEvent(("5-1",), data=b"")),
        ('{"t":"e","i":"5-1","new":' + "[" * 31 + "]" * 31 + "}", DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","new":[' + "{}," * 40 + "{}]}", DomEvent(("5-1",))),
        ('{"t":"e","i":"5-1","d":{"value":"' + "[" * 99 + '"}}', DomEvent(("5-1",), "[" * 99)),
    ],
)  # fmt: skip
def test_what_is_taken_too(frame: str | bytes, event: BrowserEvent) -> None:
    assert decode(frame) == event


@pytest.mark.parametrize(
    "frame, message",
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "nested more than 32 deep"),
        ('{"t":' * 33, "nested more than 32 deep"),
        ('{"t":"\\"' + "[" * 100 + '"', "not JSON"),
        ('"' + "[" * 100 + "\\", "not JSON"),
        ("1" * 5000, "not JSON"),
        ("[]", "a JSON object, not list"),
        ("null", "a JSON object, not NoneType"),
        ("{}", "unknown message type None"),
        ('{"t":["e"]}', "unknown message type \\['e'\\]"),
        ('{"t":"e","i":5}', "'i' must be str, not 5"),
        ('{"t":"e","s":1}', "'s' must be bool, not 1"),
        ('{"t":"e","a":true}', "'a' must be int, not True"),
        ('{"t":"e","a":1.0}', "'a' must be int, not 1.0"),
        ('{"t":"e","d":[]}', "'d' must be dict"),
        ('{"t":"e","d":{"value":1}}', "d.value must be a string, not 1"),
        ('{"t":"l","d":{"m":null}}', "d.m must be a string, not None"),
        ('{"t":"e","e":{"x":true}}', "e.x must be a string, not True"),
        ('{"t":"e","vm":"a"}', "'vm' must be list"),
        ('{"t":"e","vm":["a",null]}', "'vm' must be a list of strings"),
        ('{"t":"e","file":{"size":"1"}}', "'size' must be int"),
        ('{"t":"e","file":{"name":1}}', "'name' must be str"),
        (b'{"t":"e"}\n', "without the empty line"),
        (b'{"t":"e","i":"\xff"}\n\n', "isn't UTF-8"),
        (b"\n\n{}", "not JSON"),
    ],
)
def test_malformed_frame(frame: str | bytes, message: str) -> None:
    with pytest.raises(RemoteProtocolError, match=message) as caught:
        decode(frame)
    assert caught.value.close_code is None


def test_so_many_bindings_and_no_more() -> None:
    most = ",".join(["5-1"] * MAX_BINDINGS)
    assert decode(f'{{"t":"e","i":"{most}"}}') == DomEvent(("5-1",) * 100)
    with pytest.raises(RemoteProtocolError, match="101 bindings in one event; 100 may be"):
        decode(f'{{"t":"e","i":"{most},5-1"}}')


@pytest.mark.parametrize(
    "frame", ['{"t":"%s"}', '{"t":"e","i":["%s"]}', '{"t":"e","d":{"%s":1}}', '{"t":"e","a":"%s"}']
)
def test_what_is_wrong_is_told_in_short(frame: str) -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        decode(frame % ("x" * 10_000))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("member", ["i", "s", "d", "e", "vm", "a", "file", "t"])
def test_nesting_of_any_depth(member: str) -> None:
    for depth in range(940, 1000, 3):
        with pytest.raises(RemoteProtocolError):
            decode(f'{{"t":"e","{member}":{"[" * depth}1{"]" * depth}}}')


def test_a_lone_surrogate_is_written_as_a_browser_does() -> None:
    assert_frame('{"t":"e","i":"5-1","d":{"value":"\\ud800"}}', DomEvent(("5-1",), value="\ud800"))
