"""A body full of new components was cheaper to create again, which no client can do."""

from hlive_proto import markup
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import Strategy, diff
from hlive_proto.outbound import encode
from hlive_proto.tree import Document, Element


def page(live: bool) -> Document:
    def component(name: str, id: str, *children: Element) -> Element:
        attrs = (("hid", id),) if live else ()
        return Element(name, attrs, children, id if live else None)

    items = [component("i", str(number)) for number in range(3, 203)]
    return (Element("html", (), (component("head", "1"), component("body", "2", *items))),)


def test_the_first_live_render_creates_nothing() -> None:
    old, new = page(live=False), page(live=True)
    patches = diff(old, new)
    assert patches == diff(old, new, Strategy.POSITIONAL)
    assert len(patches) == 202


def test_another_component_as_body_is_patched_in_place() -> None:
    old = page(live=True)
    (html,) = old
    assert isinstance(html, Element)
    new = (Element("html", (), (html.children[0], Element("body", (("hid", "b"),), (), "b"))),)
    browser = Browser(markup.html(old))
    browser.apply(encode(diff(old, new)))
    assert browser.snapshot() == shown(new)
