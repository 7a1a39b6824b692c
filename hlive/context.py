"""Where a handler runs: the live page, the request that opened it, and values from middleware."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from hlive.errors import ContextError
from hlive_proto.session import Limits

if TYPE_CHECKING:
    from hlive.component import Component
    from hlive.page import Page


class Renderer(Protocol):
    """What a context needs of the live page behind it."""

    def render(self) -> None: ...

    def render_soon(self) -> None: ...

    def render_component(self, component: Component) -> None: ...

    def tell(self, kind: str, *texts: str) -> None: ...


class Context:
    """Handed to mount, unmount and (in the event) handlers.

    `request` is the host's own request object, None where there is none; `values` is for
    middleware, hooks and components to share; `page` is the page itself; `limits` says what the
    session may send and make us keep.
    """

    def __init__(self, page: Page, request: Any = None, session_id: str = "") -> None:
        self.page = page
        self.request = request
        self.session_id = session_id
        self.values: dict[str, Any] = {}
        self.limits = Limits()

    def render(self) -> None:
        """Sends everything that changed; raises ContextError when the page isn't live."""
        self._live().render()

    def render_soon(self) -> None:
        """Like `render`, but once for all that is asked for in this turn of the event loop."""
        self._live().render_soon()

    def render_component(self, component: Component) -> None:
        """Sends what changed in this component and below, and nothing else."""
        self._live().render_component(component)

    def tell(self, kind: str, *texts: str) -> None:
        """Sends a line of one's own, for a script that has a hook for its `kind`.

        The texts arrive as base64 of UTF-8. A client without such a hook ignores the line.
        """
        self._live().tell(kind, *texts)

    def _live(self) -> Renderer:
        if self.page.renderer is None:
            raise ContextError("this page isn't live: only its first HTML is made")
        return self.page.renderer


CURRENT: ContextVar[Context] = ContextVar("hlive_context")
"""The context of the handler that runs now."""


def current() -> Context:
    """The context of the running handler; raises ContextError outside of one."""
    try:
        return CURRENT.get()
    except LookupError:
        raise ContextError("call this in a handler, or in a task that a handler started") from None


def render() -> None:
    """Sends everything that changed in the page of the running handler."""
    current().render()


def render_component(component: Component) -> None:
    """Sends what changed in this component of the running handler's page, and nothing else."""
    current().render_component(component)
