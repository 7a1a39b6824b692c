"""From the page's first message on its port to its last: new, come back, or made anew."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from hlive import saving
from hlive.document import first_tree, open_page
from hlive.errors import StateError
from hlive.hosting.conversation import begin, converse, resume
from hlive.hosting.still import wish
from hlive.live import Live
from hlive.page import Page
from hlive_proto.errors import RemoteProtocolError
from hlive_proto.session import ID_ALPHABET, ID_LENGTH, Connect, State
from hlive_proto.tree import Document
from hlive_wasm.runtime.http import Request
from hlive_wasm.runtime.journal import Journal
from hlive_wasm.runtime.port import Message, Port, Post
from hlive_wasm.runtime.recognition import read_dom, start_at

if TYPE_CHECKING:
    from hlive_wasm.runtime.host import Runtime

log = logging.getLogger("hlive.host")

_ID = re.compile(f"[{ID_ALPHABET}]{{{ID_LENGTH}}}")
_INTERNAL_ERROR = 1011


class Connection:
    """One port of one page.

    `hello` has the `url` of the socket, and on a server its `headers`. Where the worker before us
    died, or the tab was thrown away, it also has the `session`, the `state` that the page was told
    last, the `dom` that it shows and the `events` that aren't done.
    """

    def __init__(self, runtime: Runtime, hello: Message, post: Post) -> None:
        self.runtime = runtime
        self.port = Port(post)
        self._leaves_for_good = True
        for event in _list(hello.get("events")):
            self.receive({"type": "event", **event} if isinstance(event, dict) else event)
        runtime.host.spawn(self._serve(hello))

    def receive(self, message: Any) -> None:
        """The page says something; what can't be understood is noted in the log."""
        kind = message.get("type") if isinstance(message, dict) else None
        if kind == "event" and _is_event(message):
            frame = message["frame"]
            self.port.take(message["n"], frame if isinstance(frame, str) else bytes(frame))
        elif kind == "close":
            self._leaves_for_good = not message.get("keep")
            self.port.leave()
        elif kind == "worked":
            self.runtime.crew.worked(self.port, message)
        else:
            log.warning("a page said something that isn't known: %.80r", message)

    async def _serve(self, hello: Message) -> None:
        try:
            await self._talk(hello)
        except Exception as error:
            log.error("a page can't be live", exc_info=error)
            self.port.close(_INTERNAL_ERROR, "the page can't be live; the console says why")
        finally:
            self.runtime.crew.leave(self.port)

    async def _talk(self, hello: Message) -> None:
        runtime, host = self.runtime, self.runtime.host
        try:
            headers = _list(hello.get("headers"))
            request = Request(str(hello.get("url")), runtime.scope, headers=headers)
            connect = _wish(request)
        except (ValueError, RemoteProtocolError) as error:
            self.port.refuse(400, str(error))
            return
        if not host.allows(request):
            origin = request.headers["origin"]
            self.port.refuse(403, f"this page may not connect from {origin!r:.80}")
            return
        answer = await runtime.before(request)
        found = runtime.app.find(request.path)
        if answer is not None or found is None:
            self.port.refuse(answer.status if answer else 404, f"no page at {request.path!r:.80}")
            return
        route, texts = found
        make = partial(route.page, texts, request.get_args(True), request)
        if connect.session_id is not None and not hello.get("dom"):
            self.port.session = connect.session_id
            live = resume(host, request, connect, self.port)
            if live is None:
                self.port.refuse(404, f"no session {connect.session_id!r:.40} to go on with")
                return
            self._keep_journal(live, None)
        else:
            live = await self._begin(hello, make, request, connect)
        if live is not None:
            await converse(host, live, self.port)
            if live.session.state is State.CLOSED or self._leaves_for_good:
                runtime.store.keep(live.session.id, None)

    async def _begin(
        self, hello: Message, make: Callable[[], Page], request: Request, connect: Connect
    ) -> Live | None:
        """A page made anew, with what is known of the one that it follows."""
        id = self._free_id(hello)
        told, session = _text(hello.get("state")), _text(hello.get("session"))
        state = told
        if state is None and session is not None:
            state = await self.runtime.store.get(session)
        dom = self._dom(hello)
        settings = self.runtime.host.settings

        def start(live: Live) -> None:
            self.port.session = live.session.id
            if dom is not None:
                start_at(live, dom)
            elif state is not None:
                fresh = open_page(make, settings.client_source, request, head=settings.head)
                live.start(first_tree(fresh, settings.dialect))
            else:
                live.start()

        live = await begin(
            self.runtime.host,
            make if state is None else partial(_restored, make, state),
            request,
            connect,
            self.port,
            start=start,
            known_id=id,
        )
        if live is not None:
            self._keep_journal(live, told)
        return live

    def _free_id(self, hello: Message) -> str:
        """The id that the page had, unless another tab has it: a copied tab knows it too."""
        id = hello.get("session")
        if not isinstance(id, str) or not _ID.fullmatch(id):
            return ""
        before = self.runtime.host.sessions.get(id)
        if before is not None:
            if before.session.state is State.LIVE and not hello.get("dom"):
                return ""
            self.runtime.host.sessions.close(before)
        return id

    def _dom(self, hello: Message) -> Document | None:
        dom = hello.get("dom")
        if not dom:
            return None
        try:
            return read_dom(dom)
        except ValueError as error:
            log.warning("a page says what it shows, but: %s", error)
            return None

    def _keep_journal(self, live: Live, state: str | None) -> None:
        self.port.session = live.session.id
        self.port.open()
        self.runtime.crew.join(self.port)
        Journal(live, self.port, partial(self.runtime.store.keep, live.session.id), state)


def _restored(make: Callable[[], Page], state: str) -> Page:
    """A page with its state; where that doesn't fit any more, the page as it is made."""
    page = make()
    try:
        saving.load(page, state.encode("utf-8", "surrogatepass"))
    except StateError as error:
        log.warning("a page can't go on from what was kept of it: %s", error)
        return make()
    return page


def _wish(request: Request) -> Connect:
    connect = wish(request)
    if connect is None:
        raise ValueError("this is no address of a socket")
    return connect


def _is_event(message: Message) -> bool:
    frame = message.get("frame")
    number = message.get("n")
    return type(number) in (int, float) and isinstance(frame, str | bytes | bytearray | memoryview)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
