"""Pages that went against their visitor's will, and come back with what was in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import PATIENCE, Visitor

_STORED = """
  const request = indexedDB.open(`hlive:/`);
  const done = (it) => new Promise((resolve) => (it.onsuccess = () => resolve(it.result)));
  const table = (await done(request)).transaction("states").objectStore("states");
  return (await done(table.getAll())).map(({ text }) => text);
"""


@pytest.fixture
def denied(tmp_path: Path) -> Iterator[Visitor]:
    """A visitor who lets no site store anything."""
    setting = "profile.default_content_setting_values.cookies"
    visitor = Visitor(tmp_path / "profile", **{setting: 2})
    yield visitor
    visitor.browser.quit()


@pytest.fixture
def unlucky(tmp_path: Path) -> Iterator[Visitor]:
    """A visitor whose browser will crash."""
    visitor = Visitor(tmp_path / "profile")
    yield visitor
    visitor.browser.quit()


def test_a_browser_that_crashes(site: Site, unlucky: Visitor) -> None:
    unlucky.visit(site.url())
    for count in ("1", "2"):
        unlucky.click("#more")
        unlucky.wait_text("#count", count)
    counted = '"count":2'
    wait_until(lambda: counted in str(unlucky.run_async(_STORED)), "stored state", PATIENCE)
    memory = unlucky.run("return JSON.stringify(sessionStorage)")
    site.server.stop()
    unlucky.crash()
    # A browser that restores its tabs gives them their sessionStorage, too.
    unlucky.in_every_page(f"Object.assign(sessionStorage, {memory})")
    unlucky.visit(site.url())
    unlucky.wait_text("#count", "2")
    unlucky.click("#more")
    unlucky.wait_text("#count", "3")
    site.server.start()


def test_storage_that_is_denied(site: Site, denied: Visitor) -> None:
    denied.visit(site.url())
    denied.click("#more")
    denied.wait_text("#count", "1")
