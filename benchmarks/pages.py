"""The pages that are measured; the reference's peer serves the same ones."""

import hlive as l


def bench(rows: int = 0, cells: int = 4) -> l.Page:
    """A click counter beside a table of this size, which never changes."""
    count = l.Box(0)
    page = l.Page()
    page.body.add(
        l.C("button", "Click", l.on("click", lambda _: count.update(lambda clicks: clicks + 1))),
        l.T("p", count),
        l.T("table", l.T("tbody", [_row(row, cells) for row in range(rows)])),
    )
    return page


def _row(row: int, cells: int) -> l.Tag:
    return l.T("tr", [l.T("td", f"row {row} cell {cell}") for cell in range(cells)])


app = l.App()
app.page("/bench", bench)
