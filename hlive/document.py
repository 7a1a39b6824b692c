"""The first HTML of a page, which a browser shows before its socket is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Protocol

from hlive.context import CURRENT, Context
from hlive.lower import lower_page
from hlive.page import HASH_PLACE, Page
from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.tree import Document, Element, node_at

BODY = (1, 1)
"""Where the body is in a document: the second child of the html element."""


class PageCache(Protocol):
    """Keeps the trees of pages that were sent, by the hash that their HTML carries.

    With it a live page starts from what its visitor was really sent, and not from what the page
    function makes by then.
    """

    def get(self, hash: str) -> Document | None:
        """The page with this hash, None where it isn't kept (any more)."""

    def set(self, hash: str, document: Document) -> None:
        """Keeps a page under its hash."""


def open_page(
    make: Callable[[], Page],
    client: str,
    request: Any = None,
    session_id: str = "",
    *,
    cached: bool = False,
    head: Sequence[str] = (),
) -> Context:
    """A new page in its context, with the source of the browser client in its head.

    `cached` says that its HTML is to carry a hash; `head` are elements that the host puts before
    all others in the head. Raises whatever `make` raises.
    """
    page = make()
    page.use_client(client, head)
    if cached:
        page.announce_hash()
    return Context(page, request, session_id)


def first_html(
    context: Context, dialect: Dialect = DIALECT_02, cache: PageCache | None = None
) -> str:
    """The page as HTML; in `cache`, if there is one, its tree is kept.

    Raises PageError, naming the author's line, for what can't be shown.
    """
    document = first_tree(context, dialect)
    if cache is None:
        return markup.html(document)
    html, hash = hashed_html(document)
    cache.set(hash, document)
    return html


def hashed_html(document: Document) -> tuple[str, str]:
    """The HTML of a page that announces its hash, and the hash."""
    html = markup.html(document)
    hash = sha256(html.encode()).hexdigest()
    return html.replace(HASH_PLACE, hash, 1), hash


def first_tree(context: Context, dialect: Dialect) -> Document:
    """The tree of the page's first HTML; raises PageError as `first_html` does."""
    token = CURRENT.set(context)
    try:
        return lower_page(context.page, dialect)
    finally:
        CURRENT.reset(token)


def html_of(*nodes: object) -> str:
    """Some nodes as HTML, without a page around them: for mails, fragments, snapshots.

    Raises TypeError for what can't be a node, PageError for what a browser would not show so.
    """
    page = Page()
    page.body.add(*nodes)
    body = node_at(lower_page(page), BODY)
    assert isinstance(body, Element)
    return markup.html(body.children)
