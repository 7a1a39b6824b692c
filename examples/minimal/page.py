"""A page of the minimal server: `python -m examples.minimal.page hlive.js 3000`.

`hlive.js` is a browser client: the original one or another.
"""

import asyncio
import sys
from pathlib import Path

from examples.minimal.server import Page, Tag, run


def skeleton(client: str, title: str = "", *body: Tag) -> dict[str, Tag]:
    """The tags that every page has, by their names (9.1)."""
    tags = {"meta": Tag("meta", {"charset": "utf-8"}), "title": Tag("title", title, on=[])}
    tags["head"] = Tag("head", tags["meta"], tags["title"], Tag("script", client), on=[])
    tags["body"] = Tag("body", *body, on=[])
    return tags | {"html": Tag("html", {"lang": "en"}, tags["head"], tags["body"], on=[])}


def counter_and_greeting(client: str) -> Page:
    """Counts clicks, and greets whoever is named in the field."""
    clicks: list[object] = []
    typed = [{"value": ""}]
    button = Tag("button", "+1", on=[("click", clicks.append)])
    count = Tag("output", lambda: len(clicks))
    field = Tag("input", {"type": "text"}, on=[("input", typed.append)])
    greeting = Tag("p", "Hello, ", lambda: typed[-1].get("value"))
    return Page(skeleton(client, "Minimal", button, count, field, greeting)["html"])


if __name__ == "__main__":
    script = Path(sys.argv[1]).read_text(encoding="utf-8")
    asyncio.run(run(lambda: counter_and_greeting(script), int(sys.argv[2])))
