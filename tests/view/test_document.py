"""The first HTML, and the cache of what was sent."""

from hashlib import sha256

import pytest

import hlive as l
from hlive.document import first_html, open_page
from hlive.live import Live
from hlive_proto import markup
from hlive_proto.outbound import decode
from hlive_proto.patch import Op, Patch
from hlive_proto.session import Limits, Session
from hlive_proto.tree import Document, Text
from tests.view.driver import CLIENT


def test_the_context_has_the_request_and_the_session_id() -> None:
    context = open_page(l.Page, CLIENT, {"title": "asked"}, "id")
    assert context.request == {"title": "asked"}
    assert context.session_id == "id"


def test_a_page_without_a_request() -> None:
    context = open_page(lambda: l.Page(title="plain"), CLIENT)
    assert context.request is None
    assert "<title>plain</title>" in first_html(context)


def test_what_a_factory_raises_comes_through() -> None:
    def home() -> l.Page:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        open_page(home, CLIENT)


def test_functions_in_the_page_may_ask_for_the_context() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.body.add(lambda: l.current().request)
        return page

    assert "<body>asked</body>" in first_html(open_page(home, CLIENT, "asked"))
    with pytest.raises(l.ContextError):
        l.current()


def test_nothing_is_mounted_for_the_first_html() -> None:
    seen: list[l.Context] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.CM("p", mount=seen.append))
        return page

    first_html(open_page(home, CLIENT))
    assert seen == []


def test_a_page_that_is_not_live_can_not_be_rendered() -> None:
    context = open_page(l.Page, CLIENT)
    first_html(context)
    for render in (context.render, lambda: context.render_component(context.page.body)):
        with pytest.raises(l.ContextError, match="this page isn't live"):
            render()


class Kept(dict[str, Document]):
    """A page cache that forgets nothing."""

    def set(self, hash: str, document: Document) -> None:
        self[hash] = document


def test_the_html_carries_the_hash_under_which_its_tree_is_kept() -> None:
    cache = Kept()
    context = open_page(lambda: l.Page(title="t"), "JS", cached=True)
    html = first_html(context, cache=cache)
    template = (
        '<!doctype html><html lang="en" data-hlive-hash="{data-hlive-hash}"><head>'
        '<meta charset="utf-8"><title>t</title><script>JS</script></head><body></body></html>'
    )
    hash = sha256(template.encode()).hexdigest()
    assert html == template.replace("{data-hlive-hash}", hash)
    assert list(cache) == [hash]
    assert markup.html(cache[hash]) == template


def test_a_live_page_starts_from_what_was_sent() -> None:
    numbers = iter("12")

    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.T("p", next(numbers)))
        return page

    cache = Kept()
    first_html(open_page(home, "JS", cached=True), cache=cache)
    (shown,) = cache.values()
    context = open_page(home, "JS", cached=True)
    frames: list[str] = []
    session = Session("s", Limits(), now=0)
    live = Live(context.page, session, context, send=frames.append, clock=lambda: 0)
    live.start(shown)
    assert Patch(Op.UPDATE, "4", (0, 0), Text("2")) in decode(frames[1])
