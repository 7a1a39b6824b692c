"""Uploads in chunks in a real browser, with all clients: sent, refused, cancelled, interrupted."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive import scripts
from hlive.uploads import storage
from tests.browser.pages import console_errors, wait_text, wait_until
from tests.browser.site import Serve, Site, all_clients, sanic_only

CHUNK = 262144
COUNT_BLOBS = """
const sockets = Object.getPrototypeOf(hlive.conn);
const send = sockets.send;
window.blobs = 0;
sockets.send = function (data) {
  if (data instanceof Blob) window.blobs += 1;
  send.call(this, data);
};
"""

comes_back = pytest.mark.parametrize("client", ["ours", "original-0.1"], indirect=True)
ours_alone = pytest.mark.parametrize("client", ["ours"], indirect=True)


class Uploads:
    """An app with one upload; `upload` is that of the latest visit, `done` what was told of it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder / "stored"
        self.folder.mkdir()
        self.settings = {"max_files": 3, "max_bytes": 10_000_000, **settings}
        self.upload: l.Upload
        self.done: list[tuple[str, bytes]] = []
        self.head = ""
        self.app = l.App()
        self.app.page("/", self.home)

    def home(self) -> l.Page:
        self.upload = l.Upload(folder=self.folder, on_done=self._hear, **self.settings)
        page = l.Page()
        page.head.add(l.T("script", l.HTML(self.head)) if self.head else None)
        page.body.add(self.upload.input(), self.upload.view())
        return page

    def _hear(self, file: l.UploadFile) -> None:
        with file.open() as content:
            self.done.append((file.name, content.read()))

    @property
    def states(self) -> list[str]:
        return [file.state for file in self.upload.files]

    def stored(self) -> int:
        """How many temporary files there are."""
        return len(list(self.folder.iterdir()))


class Gate:
    """Lets nothing be written beyond a place in a file, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
        self.is_reached = False
        self.is_open = False
        write = storage.write

        async def wait_and_write(path: Path, offset: int, data: bytes) -> None:
            if offset >= place:
                self.is_reached = True
                while not self.is_open:  # noqa: ASYNC110  # It is opened in another thread.
                    await asyncio.sleep(0.01)
            await write(path, offset, data)

        monkeypatch.setattr(storage, "write", wait_and_write)

    def open(self) -> None:
        self.is_open = True

    def wait_reached(self) -> None:
        wait_until(lambda: self.is_reached, "chunk at the gate")


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A gate at 1 MB."""
    gate = Gate(monkeypatch, CHUNK * 4)
    yield gate
    gate.open()


def choose(browser: WebDriver, *files: Path) -> None:
    field = browser.find_element(By.CSS_SELECTOR, "input")
    field.send_keys("\n".join(map(str, files)))


def make(folder: Path, name: str, size: int) -> Path:
    """A file of random bytes."""
    path = folder / name
    path.write_bytes(os.urandom(size))
    return path


def wait_states(browser: WebDriver, *states: str) -> None:
    """Waits until the list in the browser shows files in these states."""
    script = "return [...document.querySelectorAll('li')].map(li => li.dataset.state)"
    wait_until(lambda: browser.execute_script(script) == list(states), f"files {states}")


@all_clients
@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_a_file(browser: WebDriver, serve: Serve, tmp_path: Path, size: int) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    browser.execute_script(COUNT_BLOBS)
    file = make(tmp_path, "a.bin", size)
    choose(browser, file)
    wait_states(browser, "done")
    assert uploads.done == [("a.bin", file.read_bytes())]
    assert browser.execute_script("return blobs") == max(1, -(-size // CHUNK))
    bar = browser.find_element(By.CSS_SELECTOR, "progress")
    assert float(bar.get_property("position") or 0) == 1.0  # type: ignore[arg-type]
    assert browser.find_element(By.CSS_SELECTOR, "input").get_property("value") == ""
    site.wait_same(browser)
    assert console_errors(browser) == []


@all_clients
def test_several_files_at_once_and_then_the_same_again(
    browser: WebDriver, serve: Serve, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path, max_files=5)
    site = serve(uploads.app)
    site.visit(browser)
    files = [make(tmp_path, "1", 1_000_000), make(tmp_path, "2", 0), make(tmp_path, "3", 300_000)]
    expected = [(file.name, file.read_bytes()) for file in files]
    choose(browser, *files)
    wait_states(browser, "done", "done", "done")
    assert uploads.done == expected
    choose(browser, files[2])
    wait_states(browser, "done", "done", "done", "done")
    assert uploads.done == [*expected, expected[2]]
    browser.find_elements(By.CSS_SELECTOR, "button")[0].click()
    wait_states(browser, "done", "done", "done")
    assert [file.name for file in uploads.upload.files] == ["2", "3", "3"]
    site.wait_same(browser)
    assert console_errors(browser) == []


@all_clients
def test_refused_without_a_byte(browser: WebDriver, serve: Serve, tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, max_bytes=1000, accept=(".csv", "image/*"))
    site = serve(uploads.app)
    site.visit(browser)
    browser.execute_script(COUNT_BLOBS)
    names = ["a.txt", "b.csv", "c.png", "d.csv", "e.csv"]
    choose(browser, *(make(tmp_path, name, 1001 if name == "b.csv" else 10) for name in names))
    wait_states(browser, "refused", "refused", "done", "refused")
    errors = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "[role=alert]")]
    assert errors == [
        "Only .csv, image/* can be sent here.",
        "It is larger than 1 kB.",
        "",
        "No more than 3 can be sent.",
    ]
    assert browser.find_elements(By.CSS_SELECTOR, ".hlive-upload-name")[3].text == "2 more"
    assert browser.execute_script("return blobs") == 1
    site.wait_same(browser)


def cancel_in_the_browser(browser: WebDriver, site: Site, uploads: Uploads) -> None:
    browser.find_elements(By.CSS_SELECTOR, "button")[0].click()


def cancel_on_the_server(browser: WebDriver, site: Site, uploads: Uploads) -> None:
    site.call(lambda: uploads.upload.files[0].cancel())


@all_clients
@pytest.mark.parametrize("cancel", [cancel_in_the_browser, cancel_on_the_server])
def test_cancelled_midway(
    browser: WebDriver,
    serve: Serve,
    tmp_path: Path,
    gate: Gate,
    cancel: Callable[[WebDriver, Site, Uploads], None],
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    next_file = make(tmp_path, "next", 1000)
    choose(browser, make(tmp_path, "long", 5_000_000), next_file)
    gate.wait_reached()
    wait_states(browser, "sending", "waiting")
    bar = browser.find_element(By.CSS_SELECTOR, "progress")
    wait_until(lambda: bar.get_property("value") == CHUNK * 4, "progress")
    cancel(browser, site, uploads)
    gate.open()
    wait_states(browser, "cancelled", "done")
    assert uploads.done == [("next", next_file.read_bytes())]
    assert uploads.stored() == 1
    site.wait_same(browser)
    assert console_errors(browser) == []


@comes_back
def test_a_connection_that_is_lost_while_a_chunk_is_written(
    browser: WebDriver, serve: Serve, tmp_path: Path, gate: Gate
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    file = make(tmp_path, "long", 5_000_000)
    choose(browser, file)
    gate.wait_reached()
    live = site.live(browser)
    session, losses = live.session, list[l.Context]()
    # The 0.1 client is back at once, so nobody would see the session detached.
    live.page.hooks.unmount.append(losses.append)
    site.drop(browser)
    wait_until(lambda: losses, "loss")
    gate.open()
    wait_states(browser, "done")
    assert uploads.done == [("long", file.read_bytes())]
    assert site.live(browser).session is session
    site.wait_same(browser)


@comes_back
def test_a_chunk_that_is_lost_with_its_connection(
    browser: WebDriver, serve: Serve, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    session = site.live(browser).session
    # The third chunk goes nowhere, as into a network that is down.
    browser.execute_script(
        COUNT_BLOBS + "const counting = sockets.send;"
        "sockets.send = function (data) {"
        "  if (data instanceof Blob && window.blobs === 2) window.blobs += 1;"
        "  else counting.call(this, data);"
        "}"
    )
    file = make(tmp_path, "long", 1_000_000)
    choose(browser, file)
    wait_until(lambda: browser.execute_script("return blobs") == 3, "lost chunk")
    assert uploads.states == ["sending"]
    site.drop(browser)
    wait_states(browser, "done")
    assert uploads.done == [("long", file.read_bytes())]
    assert browser.execute_script("return blobs") == 5
    assert site.live(browser).session is session
    site.wait_same(browser)


@ours_alone
def test_chosen_while_the_connection_is_away(
    browser: WebDriver, serve: Serve, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    file = make(tmp_path, "a", 300_000)
    browser.execute_script("hlive.conn.close()")
    choose(browser, file)
    wait_states(browser, "done")
    assert uploads.done == [("a", file.read_bytes())]


@all_clients
def test_chosen_before_the_page_is_live(browser: WebDriver, serve: Serve, tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    uploads.head = """
        document.addEventListener("DOMContentLoaded", () => {
            const chosen = new DataTransfer();
            chosen.items.add(new File(["early"], "a.txt"));
            document.querySelector("input").files = chosen.files;
        });"""
    site = serve(uploads.app)
    site.visit(browser)
    wait_states(browser, "done")
    assert uploads.done == [("a.txt", b"early")]


@sanic_only("a test in the worker can't change a file of the visitor's")
@all_clients
def test_a_file_that_changes_on_the_way(
    browser: WebDriver, serve: Serve, tmp_path: Path, gate: Gate
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    file = make(tmp_path, "long", 5_000_000)
    choose(browser, file)
    gate.wait_reached()
    file.unlink()
    gate.open()
    wait_states(browser, "refused")
    wait_text(browser, "[role=alert]", "It can't be read any more. Choose it again.")
    assert uploads.stored() == 0
    site.wait_same(browser)


@ours_alone
def test_leaving_the_page_deletes_what_is_there(
    browser: WebDriver, serve: Serve, tmp_path: Path, gate: Gate
) -> None:
    uploads = Uploads(tmp_path)
    site = serve(uploads.app)
    site.visit(browser)
    choose(browser, make(tmp_path, "short", 5), make(tmp_path, "long", 5_000_000))
    gate.wait_reached()
    assert uploads.stored() == 2
    live = site.live(browser)
    site.call(lambda: site.host.sessions.close(live))
    wait_until(lambda: uploads.stored() == 0, "tidy folder")


@ours_alone
def test_two_uploads_at_once(browser: WebDriver, serve: Serve, tmp_path: Path) -> None:
    first, second = Uploads(tmp_path), Uploads(tmp_path / "stored")

    def home() -> l.Page:
        page = first.home()
        page.body.add(*second.home().body.children)
        return page

    app = l.App()
    app.page("/", home)
    site = serve(app)
    site.visit(browser)
    files = [make(tmp_path, "a", 2_000_000), make(tmp_path, "b", 2_000_000)]
    fields = browser.find_elements(By.CSS_SELECTOR, "input")
    for field, file in zip(fields, files, strict=True):
        field.send_keys(str(file))
    wait_states(browser, "done", "done")
    assert [first.done, second.done] == [[(file.name, file.read_bytes())] for file in files]
    site.wait_same(browser)


@all_clients
def test_without_the_script(
    browser: WebDriver, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a page whose policy lets no scripts in but the client's."""
    script = scripts.script
    monkeypatch.setattr(scripts, "script", lambda name: "" if name == "uploads" else script(name))
    uploads = Uploads(tmp_path, max_files=1, max_bytes=2_000_000)
    site = serve(uploads.app)
    site.visit(browser)
    browser.execute_script(COUNT_BLOBS)
    large, small = make(tmp_path, "large", 2_000_001), make(tmp_path, "small", 1_500_000)
    choose(browser, large)
    wait_states(browser, "refused")
    assert browser.execute_script("return blobs") == 0
    choose(browser, small)
    wait_states(browser, "refused", "done")
    assert uploads.done == [("small", small.read_bytes())]
    site.wait_same(browser)
