"""The pages that are measured; the reference's peer serves the same ones."""

from typing import Any

import hlive as l


def bench(request: Any) -> l.Page:
    """A click counter beside `?rows=` rows that never change."""
    count = l.Box(0)
    page = l.Page()
    page.body.add(
        l.C("button", "Click", l.on("click", lambda _: count.update(lambda clicks: clicks + 1))),
        l.T("p", count),
        l.T("ul", [l.T("li", f"row {row}") for row in range(int(request.args.get("rows", 0)))]),
    )
    return page


app = l.App()
app.page("/bench", bench)
