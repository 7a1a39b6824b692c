"""A lone surrogate from one browser made every later page fail when it was encoded."""

from hlive_proto import inbound, markup, outbound
from hlive_proto.events import DomEvent, FileInfo
from hlive_proto.patch import Attribute, Op, Patch
from hlive_proto.tree import Element, Raw, Text

NASTY = "a\ud800b\0"


def test_a_page_can_be_encoded() -> None:
    script = Element("script", (), (Text(NASTY),))
    tree = (Element("p", (("title", NASTY),), (Text(NASTY),)), script)
    assert markup.html(tree).encode().decode() == (
        '<p title="a?b\ufffd">a?b\ufffd</p><script>a?b\ufffd</script>'
    )


def test_patches_say_the_same() -> None:
    lines: list[outbound.Line] = [
        Patch(Op.UPDATE, "4", (0,), Text(NASTY)),
        Patch(Op.UPDATE, "4", (), Attribute("title", NASTY)),
    ]
    assert outbound.decode(outbound.encode(lines)) == [
        Patch(Op.UPDATE, "4", (0,), Text("a?b\ufffd")),
        Patch(Op.UPDATE, "4", (), Attribute("title", "a?b\ufffd")),
    ]
    raw = Patch(Op.CREATE, "4", (0,), Raw("<b>\ud800</b>"))
    assert outbound.decode(outbound.encode([raw])) == [Patch(Op.CREATE, "4", (0,), Raw("<b>?</b>"))]


def test_an_upload_can_be_encoded() -> None:
    event = DomEvent(("5-1",), file=FileInfo("\ud800"), data=b"x")
    assert inbound.decode(inbound.encode(event)) == event
