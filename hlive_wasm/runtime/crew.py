"""Workers inside the browser: pages make them and hand them orders, as a service worker can't."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

from hlive.context import CURRENT
from hlive.workers import WorkerError
from hlive_wasm.runtime.port import Message, Port

_GONE = "the page whose worker did this has gone"


class PageCrew:
    """The workers of the pages that are open.

    An order goes to the page that gives it, or to the page that came last where it is given by
    none. What is under way when this worker is killed is asked for again with its event.
    """

    def __init__(self) -> None:
        self._ports: dict[Port, dict[int, asyncio.Future[bytes]]] = {}
        self._numbers = count(1)

    def join(self, port: Port) -> None:
        """A page is there that can have workers."""
        self._ports[port] = {}

    def leave(self, port: Port) -> None:
        """A page has gone, and its workers with it."""
        for future in self._ports.pop(port, {}).values():
            if not future.done():
                future.set_exception(WorkerError(_GONE))

    def worked(self, port: Port, message: Message) -> None:
        """A page's worker has an answer; one that nobody waits for is dropped."""
        number, answer = message.get("id"), message.get("answer")
        known = self._ports.get(port, {})
        future = known.get(number) if isinstance(number, int) else None
        if future is None or future.done():
            return
        if isinstance(answer, bytes | memoryview):
            future.set_result(bytes(answer))
        else:
            future.set_exception(WorkerError(str(message.get("error"))))

    async def carry_out(self, order: bytes) -> bytes:
        """Has a page's worker carry it out; raises WorkerError when that can't be done there."""
        port = self._nearest()
        number = next(self._numbers)
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._ports[port][number] = future
        port.report({"type": "work", "id": number, "order": order})
        try:
            return await future
        finally:
            self._ports.get(port, {}).pop(number, None)

    def _nearest(self) -> Port:
        context: Any = CURRENT.get(None)
        session = None if context is None else context.session_id
        open_ports = [port for port in self._ports if not port.over]
        if not open_ports:
            raise WorkerError("no page is open whose worker could do this")
        return next((port for port in open_ports if port.session == session), open_ports[-1])
