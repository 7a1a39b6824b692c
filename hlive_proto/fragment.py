"""Whether a piece of raw markup closes what it opens and nothing else, so that a parser leaves the
markup around it alone."""

from functools import lru_cache
from html.parser import HTMLParser

from hlive_proto.markup import RAW_TEXT
from hlive_proto.tree import FOREIGN, VOID

_TEXT_ONLY = RAW_TEXT | {"textarea", "title"}
"""Elements in which a parser looks for nothing but their own end tag."""


@lru_cache(maxsize=1024)
def unbalanced(html: str) -> str | None:
    """What is left open or closed without need, in words for the author; None where all is well.

    An end tag that HTML would let an author leave out (`</li>`, `</p>`) is missed too.
    """
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # how html.parser gives up, up to Python 3.12
        return "a declaration that no parser knows"
    if reader.wrong is None and reader.open:
        return f"<{reader.open[-1]}> is not closed"
    if reader.wrong is None and html.rfind("<!--") > html.rfind("-->") and not reader.had_text_only:
        return "a comment is not closed"
    return reader.wrong


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: str | None = None
        self.had_text_only = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._in_text():
            return
        self.had_text_only |= tag in _TEXT_ONLY
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only SVG and MathML can be closed like this; HTML takes it for a start tag."""
        if not FOREIGN.intersection([*self.open, tag]):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif not self._in_text() and self.wrong is None:
            self.wrong = f"</{tag}> closes nothing"

    def _in_text(self) -> bool:
        return bool(self.open) and self.open[-1] in _TEXT_ONLY
