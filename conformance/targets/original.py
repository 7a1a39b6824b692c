"""Where the original clients are: in the folders of the reference's Go modules."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

from conformance.peer import GO_MODULES, GO_PEERS

MODULE = "github.com/SamHennessy/hlive"


class Unavailable(Exception):
    """The original client can't be had here, and why."""


@cache
def original_client(dialect: str) -> Path:
    """The page.js of the reference for a dialect, out of the Go module as Go has verified it.

    Raises Unavailable, with a reason of one line.
    """
    if shutil.which("go") is None:
        raise Unavailable("needs the original client: no `go` in PATH")
    peer = GO_PEERS / GO_MODULES[dialect]
    if not (peer / "go.mod").is_file():
        raise Unavailable(f"needs the original client: no {GO_MODULES[dialect]} peer")
    _go(peer, "mod", "download", MODULE)
    return Path(_go(peer, "list", "-m", "-f", "{{.Dir}}", MODULE), "page.js")


def _go(folder: Path, *arguments: str) -> str:
    command = ["go", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"needs the original client: {' '.join(command)} timed out") from None
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no message"]
        raise Unavailable(f"needs the original client: {' '.join(command)}: {reason[0]}")
    return done.stdout.strip()
