"""What an element is in the page, for the tests beside this file."""

import hlive as l
from hlive.document import first_html


def shown(*nodes: object) -> str:
    """The markup of some nodes in the body of a page."""
    page = l.Page()
    page.body.add(*nodes)
    html = first_html(l.Context(page))
    return html.partition("<body>")[2].removesuffix("</body></html>")
