"""A run that somebody ends keeps what it has found, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from conformance.report import json
from conformance.web.browsers import NoBrowser, browsing
from tests.browser.pages import wait_until

_COMMAND = "from conformance.cli import main; main()"
_MARK = "HLIVE_CONFORMANCE_TEST"


def left(mark: str) -> list[str]:
    """The commands of the processes that were started with this mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "comm").read_text().strip())
        except OSError:
            continue
    return found


@pytest.mark.browser
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_a_matrix_that_is_ended_keeps_its_results(tmp_path: Path) -> None:
    try:
        with browsing("chromium"):
            pass
    except NoBrowser as error:
        pytest.skip(str(error))
    mark, file = uuid4().hex, tmp_path / "a.json"
    arguments = ["run", "--matrix", "--json", str(file), "text.*"]
    with subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments],
        env={**os.environ, _MARK: mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        wait_until(file.exists, "results", 60)
        wait_until(lambda: "chromedriver" in left(mark), "a browser", 60)
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 128 + signal.SIGTERM
    wait_until(lambda: left(mark) == [], "the end of everything", 10)
    assert len(json.read(file)) > 0
