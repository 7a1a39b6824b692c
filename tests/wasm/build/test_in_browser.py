"""A real build below a subpath, in Chromium: a deep link at the first visit, then no server."""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.checking import chromium
from hlive_wasm.serving import server
from tests.wasm.build.conftest import run, write_app

PATIENCE = 120
INSTALLED = """
const done = arguments[arguments.length - 1];
navigator.serviceWorker.ready.then(() => done());
"""


@pytest.fixture
def serving(
    pyodide: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ThreadingHTTPServer]:
    """The small app at /sub/ of its host."""
    monkeypatch.chdir(tmp_path)
    write_app(tmp_path)
    result = run("build", "counter.web:app", "--base", "/sub/")
    assert result.exit_code == 0, result.output
    with server(tmp_path / "dist", base="/sub/") as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving
        serving.shutdown()


def test_a_deep_link_below_a_subpath_and_then_without_a_server(
    serving: ThreadingHTTPServer,
) -> None:
    origin = f"http://127.0.0.1:{serving.server_address[1]}"
    try:
        with chromium() as browser:
            wait = WebDriverWait(browser, PATIENCE, 0.05)
            browser.set_script_timeout(PATIENCE)
            browser.get(f"{origin}/sub/users/42")
            wait.until(lambda _: browser.title == "42")
            browser.execute_async_script(INSTALLED)
            serving.shutdown()
            serving.server_close()
            browser.get(f"{origin}/sub/users/7")
            assert browser.title == "7"
            browser.get(f"{origin}/sub/")
            wait.until(lambda _: browser.execute_script("return hlive.sessID > ''"))
            button = browser.find_element(By.TAG_NAME, "button")
            wait.until(
                lambda _: button.get_attribute("hon") or button.get_attribute("data-hlive-on")
            )
            button.click()
            wait.until(lambda _: button.text == "1")
    except BuildError as why:
        pytest.skip(str(why))
