"""Our client must stay small: under 8 KB minified and gzipped, and whole after minifying."""

import gzip
import shutil
import subprocess

import pytest
import rjsmin

from tests.conftest import ROOT

CLIENT = ROOT / "hlive" / "client" / "hlive.js"
LIMIT = 8 * 1024


def minified() -> str:
    text: str = rjsmin.jsmin(CLIENT.read_text(encoding="utf-8"))
    return text


def test_size() -> None:
    assert len(gzip.compress(minified().encode(), 9, mtime=0)) < LIMIT


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js: no `node` in PATH")
def test_minified_script_is_valid() -> None:
    check = ["node", "--check", "-"]
    done = subprocess.run(check, input=minified(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
