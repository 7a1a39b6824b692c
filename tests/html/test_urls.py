"""Addresses that would run as a script are refused, however they are spelled."""

from collections.abc import Callable

import pytest

import hlive as l
from hlive import html as h
from hlive.urls import check_url
from tests.html.shown import shown

SCRIPTS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript:",
    "javascript://example.org/%0aalert(1)",
    "javascript://,%0aalert(1)",
    " javascript:alert(1)",
    "\t\n\r javascript:alert(1)",
    "\x00javascript:alert(1)",
    "\x01\x1fjavascript:alert(1)",
    "jav\tascript:alert(1)",
    "j\na\rv\ta\ns\rc\tr\ni\rp\tt\n:alert(1)",
    "javascript\t:alert(1)",
    "javascript\n\n:alert(1)",
    "java\x00script:alert(1)",
    "java\xadscript:alert(1)",
    "\u200bjavascript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "\u2028javascript:alert(1)",
    "\xa0javascript:alert(1)",
    "javascript:'<!--'+alert(1)",
    "vbscript:msgbox(1)",
    "VBScript:msgbox(1)",
    "livescript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:TEXT/HTML,x",
    "data: text/html ,x",
    "da\tta:te\nxt/html,x",
    "data:text/html;charset=utf-7,x",
    "data:application/xhtml+xml,x",
    "data:text/xml,x",
    "data:application/xml,x",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:text/javascript,alert(1)",
    "data:application/x-javascript,alert(1)",
    "data:text/javascript1.5,alert(1)",
]

HARMLESS = [
    "",
    "/",
    "#javascript:alert(1)",
    "/javascript:alert(1)",
    "?next=javascript:alert(1)",
    "./javascript:alert(1)",
    "https://example.org/?javascript:alert(1)",
    "//example.org/a",
    "mailto:someone@example.org",
    "tel:+1234",
    "javascript",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript%3Aalert(1)",
    "javascripts:alert(1)",
    "data:,x",
    "data:text/plain,<script>alert(1)</script>",
    "data:image/png;base64,iVBORw0KGgo=",
    "blob:https://example.org/1",
]


@pytest.mark.parametrize("address", SCRIPTS)
def test_a_script_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"'href' can't be .* would run it as a script"):
        h.a("x", href=address)


@pytest.mark.parametrize("address", HARMLESS)
def test_other_addresses_are_not(address: str) -> None:
    assert h.a("x", href=address).attribute("href") == address


@pytest.mark.parametrize("character", [*map(chr, range(0x21)), "\x7f", "\x85", "\u3000"])
def test_no_character_hides_a_script(character: str) -> None:
    """Chromium skips the first 33 before a scheme, and tab and line ends anywhere in it."""
    for address in (f"{character}javascript:1", f"java{character}script:1"):
        with pytest.raises(ValueError, match="would run it as a script"):
            check_url("href", address)


@pytest.mark.parametrize(
    "element",
    [
        lambda address: h.area(href=address),
        lambda address: h.link(rel="icon", href=address),
        lambda address: h.base(href=address),
        lambda address: h.form(action=address),
        lambda address: h.button(formaction=address),
        lambda address: h.input(formaction=address),
        lambda address: h.iframe(src=address),
        lambda address: h.embed(src=address),
        lambda address: h.img(src=address),
        lambda address: h.video(poster=address),
        lambda address: h.object(data_=address),
        lambda address: h.blockquote(cite=address),
        lambda address: h.svg.a(href=address),
        lambda address: h.svg.use(href=address),
        lambda address: h.svg.image(href=address),
        lambda address: h.a(href=l.Box(address)),
        lambda address: h.a({"href": address}),
        lambda address: h.a({"HREF": address}),
        lambda address: h.svg.a({"xlink:href": address}),
        lambda address: h.a().add({"href": address}),
        lambda address: h.a(on_click=print).add({"href": address}),
        lambda address: h.svg.g({"to": address}),
        lambda address: h.svg.g({"values": f"#;{address}"}),
    ],
)
def test_everywhere(element: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match="would run it as a script"):
        element("javascript:alert(1)")


def test_other_attributes_hold_any_text() -> None:
    assert shown(h.p(title="javascript:x")) == '<p title="javascript:x"></p>'


def test_an_image_may_be_svg() -> None:
    address = "data:image/svg+xml,x"
    assert shown(h.img(src=address)) == '<img src="data:image/svg+xml,x">'


def test_a_trusted_address_is_shown() -> None:
    link = h.a("x", href=h.trusted_url("javascript:print()"))
    assert shown(link) == '<a href="javascript:print()">x</a>'


def test_an_address_cannot_end_its_attribute() -> None:
    assert shown(h.a(href='"><script>')) == '<a href="&#34;&gt;&lt;script&gt;"></a>'
