"""Uploads in a real browser: a chosen file is told of, and then sent whole."""

from hashlib import sha256
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from examples.file_upload import app
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Serve

EVERY_BYTE = bytes(range(256))

FILES = {
    "text.txt": ("text/plain", "Grüße,\n\n世界\n".encode()),
    "empty.txt": ("text/plain", b""),
    "binary.png": ("image/png", b"\n\n{}" + EVERY_BYTE + b"\n\n"),
    "large.bin": ("application/octet-stream", EVERY_BYTE * 4096),
    "no type": ("no type", b"\x00"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_upload(browser: WebDriver, serve: Serve, tmp_path: Path, name: str) -> None:
    kind, content = FILES[name]
    (tmp_path / name).write_bytes(content)
    site = serve(app)
    site.visit(browser)
    browser.find_element(By.CSS_SELECTOR, "input").send_keys(str(tmp_path / name))
    wait_text(browser, "#chosen", f"Chosen: {name}, {len(content)} bytes, {kind}")
    site.wait_same(browser)
    browser.find_element(By.CSS_SELECTOR, "button").click()
    digest = sha256(content).hexdigest()
    wait_text(browser, "#result", f"Received: {len(content)} bytes, SHA-256 {digest}")
    site.wait_same(browser)
    assert console_errors(browser) == []


def test_another_file_after_the_first(browser: WebDriver, serve: Serve, tmp_path: Path) -> None:
    site = serve(app)
    site.visit(browser)
    field = browser.find_element(By.CSS_SELECTOR, "input")
    for content in [b"one", b"two"]:
        (tmp_path / content.decode()).write_bytes(content)
        field.send_keys(str(tmp_path / content.decode()))
        wait_text(browser, "#chosen", f"Chosen: {content.decode()}, 3 bytes, no type")
        browser.find_element(By.CSS_SELECTOR, "button").click()
        digest = sha256(content).hexdigest()
        wait_text(browser, "#result", f"Received: 3 bytes, SHA-256 {digest}")
        site.wait_same(browser)
    assert console_errors(browser) == []
