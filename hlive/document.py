"""The first HTML of a page, which a browser shows before its socket is open."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from hlive.context import CURRENT, Context
from hlive.errors import PageError
from hlive.lower import lower_page
from hlive.page import Page
from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02, Dialect

PageFactory = Callable[[], Page] | Callable[[Any], Page]
"""Makes one visitor's page; may take the host's request."""


def open_page(
    factory: PageFactory, client: str, request: Any = None, session_id: str = ""
) -> Context:
    """A new page in its context, with the source of the browser client in its head.

    Raises PageError when the factory makes something else, and whatever the factory raises.
    """
    page = factory(request) if takes_request(factory) else factory()  # type: ignore[call-arg]
    if not isinstance(page, Page):
        raise PageError(f"{factory!r} must return a Page, not {type(page).__name__}")
    page.use_client(client)
    return Context(page, request, session_id)


def takes_request(factory: PageFactory) -> bool:
    """Whether a page factory wants the host's request as its only argument."""
    parameters = inspect.signature(factory).parameters.values()
    return any(parameter.default is parameter.empty for parameter in parameters)


def first_html(context: Context, dialect: Dialect = DIALECT_02) -> str:
    """The page as HTML. Raises PageError, naming the author's line, for what can't be shown."""
    token = CURRENT.set(context)
    try:
        return markup.html(lower_page(context.page, dialect))
    finally:
        CURRENT.reset(token)
