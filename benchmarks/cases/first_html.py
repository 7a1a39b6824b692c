"""Pages per second: the first HTML of a page that was asked for before, over kept connections."""

import asyncio
from collections.abc import Callable

from benchmarks.load import Failed, observe, request
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, OURS_KEPT, Running

CONNECTIONS = 8
TIMEOUT = 30.0
_LENGTH = b"content-length:"
_LAST_CHUNK = b"\r\n0\r\n\r\n"


class Reader(asyncio.Protocol):
    """A connection that asks for the same page again as soon as it is there."""

    def __init__(self, asked: bytes) -> None:
        self.pages = 0
        self.size = 0
        self.first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked = asked
        self._got = bytearray()
        self._expected: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._expected is None:
            self._expected = _expected(self._got)
        whole = len(self._got) == self._expected if self._expected else self._ends()
        if whole:
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.first.done():
            self.first.set_exception(Failed("the server closed a kept connection"))

    def close(self) -> None:
        self._transport.abort()

    def _ends(self) -> bool:
        return self._got.endswith(_LAST_CHUNK)

    def _next(self) -> None:
        self.pages += 1
        self.size = len(self._got)
        if not self.first.done():
            self.first.set_result(None)
        self._got.clear()
        self._expected = None
        self._transport.write(self._asked)


def _expected(got: bytearray) -> int | None:
    """The size of the whole answer, None where it isn't told (yet)."""
    head, end, _ = got.partition(b"\r\n\r\n")
    if not end:
        return None
    for line in bytes(head).lower().split(b"\r\n"):
        if line.startswith(_LENGTH):
            return len(head) + len(end) + int(line.removeprefix(_LENGTH))
    return None


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Pages per second, and per second of the server's processor time."""
    asked = request(running.url("/bench", rows=int(size), cells=4))
    loop = asyncio.get_running_loop()
    make: Callable[[], Reader] = lambda: Reader(asked)  # noqa: E731  # Gives it a type.
    readers = []
    for _ in range(effort.sessions(CONNECTIONS)):
        _, reader = await loop.create_connection(make, "127.0.0.1", running.port)
        readers.append(reader)
    try:
        await asyncio.wait_for(asyncio.gather(*(reader.first for reader in readers)), TIMEOUT)
        used = await observe(running, effort.seconds, lambda: sum(r.pages for r in readers))
    except TimeoutError:
        raise Failed(f"no page in {TIMEOUT:g} s") from None
    finally:
        for reader in readers:
            reader.close()
    return {
        "pages": used.per_second,
        "pages per CPU second": used.per_cpu_second,
        "bytes": readers[0].size,
        "server cores": used.server,
        "client cores": used.client,
    }


CASE = Case(
    name="first-html",
    title="First HTML per second of a page of R rows that was seen before",
    sizes=("0", "100", "1000"),
    metrics=(
        Metric("pages", "pages/s"),
        Metric("pages per CPU second", "pages per second of server CPU"),
        Metric("bytes", "bytes"),
        Metric("server cores", "server, cores", 2),
        Metric("client cores", "client, cores", 2),
    ),
    subjects=(OURS_KEPT, *EVERYONE),
    measure=measure,
    note="8 kept connections. ReactPy's HTML is empty: its page comes over the socket. "
    "With `cache=60` a page function says that its first HTML is the same for everybody.",
)
