"""Errors in a real browser: in handlers, and of a server that is killed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from tests.browser.pages import wait_live, wait_text, wait_until
from tests.browser.site import Client, Serve
from tests.conftest import ROOT

NOTE = "#hlive-error"
STATUS = "#hlive-status"
COVER = "body > div[style*='position:fixed']"


def faulty_page() -> l.Page:
    """A counter whose third click goes wrong, after it has counted."""
    count = l.Box(0)

    def add(event: l.Event) -> None:
        count.update(lambda number: number + 1)
        if count.get() == 3:
            raise RuntimeError("three is too many")  # The line that the note names.

    page = l.Page()
    page.body.add(l.C("button", "+", l.on("click", add)), l.T("output", count))
    return page


def line_of(text: str) -> int:
    """Where a line of this file is, by its end."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if line.endswith(text)]
    return number


def count_to(browser: WebDriver, *numbers: int) -> None:
    for number in numbers:
        browser.find_element(By.TAG_NAME, "button").click()
        wait_text(browser, "output", str(number))


@pytest.mark.parametrize("development", [True, False], ids=["development", "production"])
def test_a_handler_that_raises(
    browser: WebDriver, serve: Serve, client: Client, development: bool
) -> None:
    faulty = l.App()
    faulty.page("/", faulty_page)
    site = serve(faulty, development=development)
    site.visit(browser)
    count_to(browser, 1, 2, 3)
    site.wait_same(browser)
    if client.ours and development:
        note = wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, NOTE), "note")[0]
        assert note.is_displayed()
        shown = note.find_element(By.TAG_NAME, "pre").text
        where = line_of("  # The line that the note names.")
        assert f'{Path(__file__)}", line {where}' in shown
        assert "RuntimeError: three is too many" in shown
    count_to(browser, 4)
    site.wait_same(browser)
    # Whatever came with the error has arrived before this.
    assert bool(browser.find_elements(By.CSS_SELECTOR, NOTE)) == (client.ours and development)


class Command:
    """`hlive serve examples.click:app` as a process of its own, always at the same port."""

    def __init__(self, client: Client) -> None:
        self.url = ""
        self._port = "0"
        self._options = ["--dialect", client.dialect.name]
        if client.file:
            self._options += ["--client", str(client.file)]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        code = "from hlive_server.cli import main; main()"
        serve = ["serve", "examples.click:app", "--port", self._port, *self._options]
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *serve],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[3]
        self._port = self.url.rpartition(":")[2]

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@pytest.fixture
def command(client: Client) -> Iterator[Command]:
    command = Command(client)
    command.start()
    yield command
    command.kill()


def begin(browser: WebDriver, command: Command, client: Client) -> None:
    browser.get(command.url)
    wait_live(browser, client.dialect)
    count_to(browser, 1, 2)
    command.kill()


@pytest.mark.parametrize("client", ["ours"], indirect=True)
def test_ours_waits_for_a_server_that_was_killed(
    browser: WebDriver, command: Command, client: Client
) -> None:
    begin(browser, command, client)
    wait_text(browser, STATUS, "Connection lost. Trying again…")
    assert browser.find_element(By.CSS_SELECTOR, STATUS).is_displayed()
    command.start()
    wait_text(browser, "output", "0")
    wait_live(browser, client.dialect)
    count_to(browser, 1)
    assert browser.find_elements(By.CSS_SELECTOR, STATUS) == []


@pytest.mark.parametrize("client", ["original", "original-0.1"], indirect=True)
def test_the_original_covers_the_page_of_a_server_that_was_killed(
    browser: WebDriver, command: Command, client: Client
) -> None:
    begin(browser, command, client)
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, COVER), "cover")
    command.start()
    browser.execute_script("document.querySelector('button').click()")
    assert browser.find_element(By.TAG_NAME, "output").text == "2"
