"""The original client, unmodified, in an app that runs inside the browser."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from conformance.targets.original import Unavailable, original_client
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import Visitor


def test_original_client(site: Site, visitor: Visitor) -> None:
    try:
        client: Path = original_client("0.2")
    except Unavailable as why:
        pytest.skip(str(why))
    source = client.read_text(encoding="utf-8")
    site.publish(site.first.changed({}, client=source))
    visitor.visit(site.url())
    scripts = visitor.run("return [...document.scripts].map((script) => script.text.trim())")
    assert source.strip() in scripts
    field = visitor.browser.find_element(By.ID, "field")
    typed = ""
    for kill, letter in enumerate("abc"):
        visitor.click("#more")
        visitor.kill_workers()
        field.send_keys(letter)
        typed += letter
        visitor.wait_text("#count", str(kill + 1))
        visitor.wait_text("#text", typed)
    assert visitor.run("return [field.value, hlive.conn.readyState]") == [typed, 1]
