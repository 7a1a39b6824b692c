"""The page cache in memory: what it keeps, for how long, and what goes first."""

from hlive import kit
from hlive_proto.tree import DOCTYPE, Document, Element, Text


def document(text: str) -> Document:
    return (DOCTYPE, Element("html", (), (Text(text),)))


def test_a_page_is_kept_under_its_hash() -> None:
    cache = kit.MemoryPageCache()
    assert cache.get("a") is None
    page = document("a")
    cache.set("a", page)
    assert cache.get("a") is page
    assert cache.get("b") is None
    cache.set("a", document("b"))
    assert cache.get("a") == document("b")
    assert len(cache) == 1


def test_when_it_is_full_the_page_goes_that_was_not_used_for_the_longest_time() -> None:
    cache = kit.MemoryPageCache(max_pages=2)
    cache.set("a", document("a"))
    cache.set("b", document("b"))
    assert cache.get("a") is not None
    cache.set("c", document("c"))
    assert [hash for hash in "abc" if cache.get(hash)] == ["a", "c"]


def test_a_page_is_kept_for_a_while_only() -> None:
    now = 100.0
    cache = kit.MemoryPageCache(ttl=10.0, clock=lambda: now)
    cache.set("a", document("a"))
    now = 109.9
    assert cache.get("a") == document("a")
    now = 110.0
    assert cache.get("a") is None
    assert len(cache) == 0
