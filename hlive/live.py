"""The round trip of one live page: receive, run, lower, diff, send."""

from __future__ import annotations

import asyncio
import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

from hlive.bindings import Binding, Event, event_for
from hlive.broadcast import frame_of
from hlive.component import Component
from hlive.context import CURRENT, Context
from hlive.errors import ContextError
from hlive.hooks import ContextHook
from hlive.page import Page
from hlive.screen import Screen
from hlive_proto import outbound
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.errors import RemoteProtocolError
from hlive_proto.events import ClientLog, DomEvent
from hlive_proto.outbound import ExtensionLine, Line, SessionLine
from hlive_proto.patch import Patch
from hlive_proto.session import Session, State, Step
from hlive_proto.tree import Document

log = logging.getLogger("hlive")

T = TypeVar("T")

REFUSALS_TOLD = 10
"""How many malformed or unknown events a session is told of, and the log."""


class Live:
    """One visitor's page while it is alive: it outlives a dropped socket, but not its process.

    `send` takes a frame for the browser and must not block; `clock` tells seconds of any steady
    clock. In `development` the browser is shown what went wrong in the author's code.
    """

    def __init__(
        self,
        page: Page,
        session: Session,
        context: Context,
        *,
        send: Callable[[str], None],
        clock: Callable[[], float],
        dialect: Dialect = DIALECT_02,
        strategy: Strategy = Strategy.MINIMAL,
        development: bool = False,
    ) -> None:
        self.page = page
        self.session = session
        self.context = context
        self.dialect = dialect
        self.development = development
        self._screen = Screen(context, dialect, strategy)
        self._send = send
        self._clock = clock
        self._asked_meanwhile = False
        self._handling = False
        self._render_is_due = False
        self._refusals = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self.running: set[asyncio.Task[Any]] = set()
        """Coroutines of handlers that go on: events that were heard and aren't done."""
        page.renderer = self
        context.limits = session.limits

    # The trip.

    async def receive(self, frame: str | bytes) -> None:
        """Like `hear`, and awaits what that leaves unfinished."""
        unfinished = self.hear(frame)
        if unfinished is not None:
            await unfinished

    def hear(self, frame: str | bytes) -> Awaitable[None] | None:
        """A frame arrived: runs the handlers it names, and sends what they changed.

        What is returned, if anything, is to be awaited before the next frame is heard. Raises
        RemoteProtocolError, with a close code, when the browser broke a limit; anything else that
        is wrong with the frame is answered and logged.
        """
        try:
            event = self.session.receive(frame, self._clock())
        except RemoteProtocolError as error:
            if error.close_code is not None:
                raise
            self._refuse(str(error))
            return None
        if isinstance(event, ClientLog):
            log.info("session %s: browser says: %s", self.session.id, event.message)
            return None
        return self._hear(iter(event.bindings), event)

    def _hear(self, ids: Iterator[str], event: DomEvent) -> Awaitable[None] | None:
        for id in ids:
            binding = self._binding(id)
            if binding is None:
                self._refuse(f"there is no binding {id!r:.40} (any more)")
            elif binding.hears(event) and self._run(binding, event):
                return self._hear_later(ids, event)
        return None

    async def _hear_later(self, ids: Iterator[str], event: DomEvent) -> None:
        """A coroutine starts before the next handler does."""
        await asyncio.sleep(0)
        unfinished = self._hear(ids, event)
        if unfinished is not None:
            await unfinished

    @property
    def shown(self) -> Document:
        """The browser's tree."""
        return self._screen.tree

    def lowered(self) -> Document:
        """The page as it is now; components that are new in it are mounted. Nothing is sent."""
        return self._screen.lowered(self._enter)

    def render(self) -> None:
        """Sends what changed since the last time; while no browser is there, it waits."""
        if not self._may_render():
            return
        try:
            patches = self._screen.update(self._enter)
        except Exception as error:
            self.report(error, lambda: "rendering the page")
        else:
            self._tell_patches(patches)

    def render_soon(self) -> None:
        """Renders once for all that changes in this turn of the event loop.

        A plain handler that runs, or a rendering, will be followed by one anyway. Raises
        ContextError outside of the event loop, as in a thread.
        """
        self._asked_meanwhile = self._asked_meanwhile or self._screen.is_busy
        if not (self._render_is_due or self._handling or self._screen.is_busy):
            _running_loop().call_soon(self._render_now)
            self._render_is_due = True

    def _render_now(self) -> None:
        self._render_is_due = False
        self.render()

    def render_component(self, component: Component) -> None:
        """Sends what changed in one component.

        The whole page where that can't be sent alone: in a picture (SVG) or a template.
        Raises ContextError when it isn't shown yet, PageError when it can't be shown as it is.
        """
        if not self._may_render():
            return
        patches = self._screen.update_component(component, self._enter)
        if patches is not None:
            self._tell_patches(patches)
        if patches is None or self._asked_meanwhile:
            self.render()

    def _may_render(self) -> bool:
        """Not while no browser is there; a mount that asks for it is answered afterwards."""
        self._asked_meanwhile = self._screen.is_busy
        return self.session.state is State.LIVE and not self._screen.is_busy

    def _tell_patches(self, patches: list[Patch]) -> None:
        if patches:
            self._emit(patches)
        for hook in tuple(self.page.hooks.after_render):
            self._call_hook(
                partial(hook, self.context, patches), partial("{!r}".format, hook), renders=False
            )

    # The life.

    def start(self, shown: Document | None = None) -> None:
        """A browser connected that shows `shown`, else the first HTML that this page would have."""
        self.session.step(Step.CONNECT)
        self._emit([SessionLine(self.session.id)])
        self._screen.begin(shown)
        self._call_hooks(self.page.hooks.before_mount)
        self.render()
        self._call_hooks(self.page.hooks.mount)

    def take_up(self, shown: Document) -> None:
        """The browser shows this, in which components of this page are live already."""
        self._screen.take_up(shown)

    def detach(self) -> None:
        """The socket is gone; the page waits for its browser to come back."""
        self.session.step(Step.DROP)
        self._send = _nowhere
        self._call_hooks(self.page.hooks.unmount)

    def resume(self, received: int | None, send: Callable[[str], None]) -> None:
        """The browser is back on a new socket, and has `received` frames.

        Raises RemoteProtocolError when what it missed is not kept any more.
        """
        missed = self.session.resume(received)
        self._send = send
        if not self.session.counting:
            self._emit([SessionLine(self.session.id)])
        for frame in missed:
            send(frame)
        self.render()

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Lets something go on beside the page, until the page is closed at the latest.

        Whoever calls this looks at the errors. Raises ContextError when the page is closed already.
        """
        if self.session.state is State.CLOSED:
            work.close()
            raise ContextError("this page is closed: no task can be started in it")
        return self._spawn(work)

    def tell(self, kind: str, *texts: str) -> None:
        """Sends a line for a script of the page; while no browser is there, nothing.

        Raises LocalProtocolError for a kind that is the protocol's own.
        """
        line = ExtensionLine(kind, tuple(map(outbound.text_field, texts)))
        if self.session.state is State.LIVE:
            self._emit([line])

    def report(self, error: Exception, what: Callable[[], str]) -> None:
        """The author's code failed: the author is told, the page stays live."""
        where = what()
        log.error("session %s: error in %s", self.session.id, where, exc_info=error)
        for hook in self.page.hooks.error:
            hook(error, where)
        if self.development:
            self._tell("error", f"{where}\n{''.join(traceback.format_exception(error))}")

    def close(self) -> None:
        """The end: stops the page's tasks and unmounts its components."""
        self.session.step(Step.CLOSE)
        self._send = _nowhere
        for task in self._tasks:
            task.cancel()
        for component in tuple(self.page.mounted):
            self._call_hook(
                partial(component.unmount, self.context),
                partial("unmounting {!r}".format, component),
            )
        self._call_hooks(self.page.hooks.close)
        self.page.renderer = None

    # Parts of the trip.

    def _binding(self, id: str) -> Binding | None:
        component = self.page.components.get(id.rpartition("-")[0])
        return component.binding(id) if component is not None else None

    def _run(self, binding: Binding, said: DomEvent) -> bool:
        """A plain handler runs to its end; for a coroutine, which is only started, it is True."""
        component, id = binding.component, binding.id
        assert component is not None
        event = event_for(binding, self.context, said)

        def what() -> str:
            return f"{binding!r} with {event!r:.500}"

        token = CURRENT.set(self.context)
        try:
            event = self._before_event(event)
            result = self._handle(binding, event, component.auto_render)
            if inspect.isawaitable(result):
                task = self._spawn(self._finish(result, component.auto_render, what, event))
                self.running.add(task)
                task.add_done_callback(self.running.discard)
                return True
        except Exception as error:
            self.report(error, what)
        finally:
            CURRENT.reset(token)
            if binding.once:
                self._spend(id)
        self._after_event(event)
        if component.auto_render:
            self.render()
        return False

    def _spend(self, id: str) -> None:
        """A binding was heard, and may have been made anew by a rendering since."""
        binding = self._binding(id)
        if binding is not None and binding.once and binding.component is not None:
            binding.component.spend(binding)

    def _before_event(self, event: Event) -> Event:
        for hook in tuple(self.page.hooks.before_event):
            changed = hook(event)
            if not isinstance(changed, Event | None):
                raise TypeError(f"{hook!r} must return an Event or None, not {changed!r:.60}")
            event = changed or event
        return event

    def _handle(self, binding: Binding, event: Event, renders: bool) -> object:
        self._handling = renders
        try:
            return binding.handler(event)
        finally:
            self._handling = False

    def _after_event(self, event: Event) -> None:
        for hook in tuple(self.page.hooks.after_event):
            self._call_hook(partial(hook, event), partial("{!r}".format, hook))

    async def _finish(
        self,
        result: Awaitable[object],
        renders: bool,
        what: Callable[[], str],
        event: Event | None = None,
    ) -> None:
        """Waits for what a handler or a hook still does, then shows what it changed."""
        try:
            await result
        except Exception as error:
            self.report(error, what)
        if event is not None:
            self._after_event(event)
        if renders:
            self.render()

    def _enter(self, component: Component) -> None:
        """A component is about to be lowered: it gets its id and is mounted the first time."""
        if component.id is None:
            component.identify(self.page, self.dialect.id_leads)
            assert component.id is not None
            self.page.components[component.id] = component
            if type(component).unmount is not Component.unmount:
                self.page.mounted[component] = None
            self._call_hook(
                partial(component.mount, self.context), partial("mounting {!r}".format, component)
            )
        else:
            self.page.components[component.id] = component

    def _call_hooks(self, hooks: Iterable[ContextHook]) -> None:
        for hook in tuple(hooks):
            self._call_hook(partial(hook, self.context), partial("{!r}".format, hook))

    def _call_hook(
        self, hook: Callable[[], object], what: Callable[[], str], renders: bool = True
    ) -> None:
        """Runs it in the context of the page; if it is a coroutine, what it changed is shown
        at its end, unless it was told of a rendering: then that would never end."""
        token = CURRENT.set(self.context)
        try:
            result = hook()
            if inspect.isawaitable(result):
                self._spawn(self._finish(result, renders, what))
        except Exception as error:
            self.report(error, what)
        finally:
            CURRENT.reset(token)

    def _emit(self, lines: Iterable[Line]) -> None:
        self._send(self.session.send(frame_of(lines)))

    def _refuse(self, message: str) -> None:
        """Tells browser and log, but not for ever: a plugin may answer each frame with an event."""
        self._refusals += 1
        if self._refusals <= REFUSALS_TOLD:
            log.warning("session %s: refused: %s", self.session.id, message)
            self._tell("refused", message)

    def _tell(self, kind: str, message: str) -> None:
        if self.session.state is State.LIVE:
            self._emit([ExtensionLine("x", (kind, outbound.text_field(message)))])

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _running_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise ContextError(
            "the state of a live page can't be assigned in a thread: return to the event loop "
            "first, with await or loop.call_soon_threadsafe(...)"
        ) from None


def _nowhere(frame: str) -> None:
    """Where frames go while no browser is there."""
