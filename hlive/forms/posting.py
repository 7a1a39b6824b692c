"""Forms without scripts: what a host does with a page that a form was posted to."""

from __future__ import annotations

from hlive.component import Component
from hlive.context import CURRENT, Context
from hlive.forms.form import FORM, Form, Posted
from hlive.forms.walk import components_in
from hlive.page import Page
from hlive_proto.session import Limits

ACCEPTED, REFUSED, UNKNOWN = 200, 422, 400
"""The HTTP status of the answer, which is the page's first HTML: it tells what is wrong."""


async def post(context: Context, posted: Posted) -> int:
    """A browser posted a form to a page that was made for this request: fills it in and submits it.

    Returns the status of the answer. Raises what the form's `on_submit` raises.
    """
    form = _form(context.page, posted)
    if form is None:
        return UNKNOWN
    token = CURRENT.set(context)
    context.page.renderer = _Later()
    try:
        value = form.from_post(posted)
        accepted = value is not None and await form.accept(value)
    finally:
        context.page.renderer = None
        CURRENT.reset(token)
    return ACCEPTED if accepted else REFUSED


def _form(page: Page, posted: Posted) -> Form[object] | None:
    """The form of the page that names itself in what was posted."""
    for component in components_in([page.body]):
        component.refresh()
    sent = posted.get(FORM, "")
    name = sent if isinstance(sent, str) else "".join(sent[:1])
    for form in components_in([page.body]):
        if isinstance(form, Form) and form.prefix == name:
            return form
    return None


class _Later:
    """Handlers may ask for a rendering: the page is rendered when they are done."""

    limits = Limits()

    def render(self) -> None:
        """The answer will show it."""

    def render_soon(self) -> None:
        """The answer will show it."""

    def render_component(self, component: Component) -> None:
        """The answer will show it."""

    def tell(self, kind: str, *texts: str) -> None:
        """Nobody is there who could hear it."""
