"""Moves within a page: the address changes, the page follows, and nothing is loaded anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import hlive as l
from hlive.errors import RequestError
from hlive.kit.plugin import KitAttribute
from hlive.routes import Address

_EVENT = "hlivenavigate"
_LOCATION = "data-hlive-location"
_LOAD = "data-hlive-load"

Show = Callable[..., object | Awaitable[object]]


class Navigation:
    """Follows the browser's address, as far as it stays at `path` ("/users/{id}").

    When a link made by `link` is clicked, or the visitor goes back or forward, `show` is called
    with the parameters of the address, read as its signature says (see `hlive.routes`). Another
    address is loaded as a page of its own. The first address is the page function's matter.
    Raises ValueError when `path` names a parameter that `show` doesn't take.
    """

    def __init__(self, page: l.Page, path: str, show: Show) -> None:
        self._page = page
        self._address = Address(path, show)
        page.html.add(l.on(_EVENT, self._follow), KitAttribute(_LOCATION, "navigation"))

    def go(self, url: str) -> object | Awaitable[object]:
        """Moves to another address, from a handler; what `show` returns may have to be awaited.

        Raises ValueError for an address on another server.
        """
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            raise ValueError(f"{url!r} isn't an address of this server: use kit.redirect")
        found = self._address.match(parts.path)
        if found is None:
            self._load(url)
            return None
        query = parse_qs(parts.query, keep_blank_values=True)
        try:
            arguments = self._address.arguments(found, query)
        except RequestError:
            self._load(url)
            return None
        self._page.html.add(KitAttribute(_LOCATION, "navigation", url))
        return self._address.function(**arguments)

    def _follow(self, event: l.Event) -> object | Awaitable[object]:
        return self.go(event.extra.get("url", ""))

    def _load(self, url: str) -> None:
        """The page at that address is another one, or says what is wrong with it."""
        self._page.html.add({_LOAD: url})


def link(url: str, *elements: object) -> l.Tag:
    """A link that a page with a `Navigation` follows without being loaded anew.

    Without scripts, in a new tab, and in any other page it is a link like any other.
    """
    return l.T("a", {"href": url, "data-hlive-link": ""}, *elements)
