"""A page: the document of one visitor, from the doctype down."""

from __future__ import annotations

from collections.abc import Sequence

from hlive import saving
from hlive.component import Component
from hlive.context import Renderer
from hlive.hooks import Hooks
from hlive.pipeline import Pipeline
from hlive.tag import Tag
from hlive_proto.tree import DOCTYPE, Raw

HASH_PLACE = "{data-hlive-hash}"
"""Stands for the hash in the HTML of which the hash is made."""


class Page:
    """One document, made anew for each visit: `html`, `head`, `meta`, `title` and `body`.

    `title` is shown by the browser, `lang` is the document's language. `hooks` are called at the
    turns of its life; every element goes through `html_pipeline` for the first HTML and through
    `live_pipeline` for the live page. `components` has those in the live page by id,
    `mounted` those whose `unmount` will be called at its end.
    """

    def __init__(self, title: str = "", lang: str = "en") -> None:
        self.doctype = DOCTYPE
        self.meta = Tag("meta", {"charset": "utf-8"})
        self.title = Component("title", title)
        self._client = Tag("script")
        self.head = Component("head", self.meta, self.title, self._client)
        self.body = Component("body")
        self.html = Component("html", {"lang": lang}, self.head, self.body)
        self.components: dict[str, Component] = {}
        self.mounted: dict[Component, None] = {}
        self.hooks = Hooks()
        self.html_pipeline = Pipeline()
        self.live_pipeline = Pipeline()
        self.renderer: Renderer | None = None
        self._initialized: set[str] = set()
        self._last_id = 0

    def use_client(self, script: str, before: Sequence[str] = ()) -> None:
        """Puts the browser client's source into the head, and first of all the elements that are
        written in `before`, each in one text; a host calls this once."""
        self._client.clear()
        self._client.add(Raw(script))
        if before:
            self.head.insert(0, *map(Raw, before))

    def announce_hash(self) -> None:
        """Lets the HTML carry its hash, by which its tree is kept in a page cache."""
        self.html._attrs["data-hlive-hash"] = HASH_PLACE
        self.html.changed()

    def add_script(self, source: str) -> None:
        """Adds a script of a plugin to the head."""
        self.head.add(Tag("script", Raw(source)))

    def save(self) -> bytes:
        """The declared state and the named boxes, to be loaded into a page made the same way.

        Raises StateError where something can't be saved.
        """
        return saving.save(self)

    def load(self, data: bytes) -> None:
        """Takes up saved state; for a new page, before it is shown.

        Raises StateError where the data doesn't fit.
        """
        saving.load(self, data)

    def first_time(self, name: str) -> bool:
        """Whether this page is asked for this plugin attribute for the first time."""
        if name in self._initialized:
            return False
        self._initialized.add(name)
        return True

    def next_id(self) -> str:
        """The next component id: 1, 2, 3 ... in document order."""
        self._last_id += 1
        return str(self._last_id)

    def skip_ids(self, last: int) -> None:
        """Component ids up to this one are taken: a browser knows them."""
        self._last_id = max(self._last_id, last)
