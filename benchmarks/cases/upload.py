"""How fast a file of 8 MiB gets into a handler, in one binary frame as HLive's client sends it."""

import asyncio
import time

from picows import WSMsgType

from benchmarks.drivers.hlive import upload_frame
from benchmarks.load import READY_TIMEOUT, Browser, Failed, visitors
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, NICEGUI, PYVIEW, REACTPY, Running

MEBIBYTES = 8
BYTES = MEBIBYTES * 1024 * 1024


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """MiB per second, one file after the other."""
    frame = upload_frame(bytes(BYTES))
    async with visitors(running, running.url("/upload"), 1) as (browser,):
        cpu, started = running.cpu_seconds(), time.perf_counter()
        files = 0
        while not files or time.perf_counter() < started + effort.seconds:
            await _send(browser, frame)
            files += 1
        elapsed = time.perf_counter() - started
        used = running.cpu_seconds() - cpu
    return {"MiB": files * MEBIBYTES / elapsed, "server cores": used / elapsed}


async def _send(browser: Browser, frame: bytes) -> None:
    """Sends a file and waits until the page shows its size."""
    handled = asyncio.Event()
    browser.driver.on_answer = handled.set
    browser.transport.send(WSMsgType.BINARY, frame)
    try:
        await asyncio.wait_for(handled.wait(), READY_TIMEOUT)
    except TimeoutError:
        raise Failed(f"no answer to an upload in {READY_TIMEOUT:g} s") from None


CASE = Case(
    name="upload",
    title="An uploaded file of 8 MiB",
    sizes=(str(MEBIBYTES),),
    metrics=(Metric("MiB", "MiB/s"), Metric("server cores", "server, cores", 2)),
    subjects=EVERYONE,
    measure=measure,
    without={
        PYVIEW.name: "sends files in chunks through a channel of its own: another measure",
        NICEGUI.name: "sends files as HTTP requests: another measure",
        REACTPY.name: "has no uploads",
    },
)
