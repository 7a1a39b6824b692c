"""A run that somebody ends is over at once, keeps what it has found, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from conformance.report import json
from conformance.web.browsers import NoBrowser, browsing
from tests.browser.pages import wait_until

_COMMAND = "from conformance.cli import main; main()"
_MARK = "HLIVE_CONFORMANCE_TEST"

_SOON = 20
"""Seconds: more than it takes, and less than a browser or a page may be waited for."""


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


def has_results(mark: str, file: Path) -> bool:
    return file.exists()


def starts_a_browser(mark: str, file: Path) -> bool:
    return "chromedriver" in left(mark)


@pytest.mark.browser
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize("moment", [starts_a_browser, has_results])
def test_a_matrix_ends_at_once_and_keeps_its_results(
    tmp_path: Path, moment: Callable[[str, Path], bool]
) -> None:
    try:
        with browsing("chromium"):
            pass
    except NoBrowser as error:
        pytest.skip(str(error))
    mark, file = uuid4().hex, tmp_path / "a.json"
    arguments = ["run", "--matrix", "--json", str(file), "text.s*"]
    with subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments],
        env={**os.environ, _MARK: mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        wait_until(lambda: moment(mark, file), "the moment", 120)
        run.send_signal(signal.SIGTERM)
        assert run.wait(_SOON) == 128 + signal.SIGTERM
    wait_until(lambda: left(mark) == [], "the end of everything", 10)
    assert len(json.read(file)) > 0 or moment is starts_a_browser
