"""What can go wrong in a visitor's browser: the page lives, or says in a sentence what it needs.

The tests share a visitor, who has a copy of the app at 127.0.0.1 and none at localhost.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import PATIENCE, Visitor

SNAPSHOT = "/hlive-snapshot$"

_DAMAGE = """
  const [name] = await caches.keys(), cache = await caches.open(name), url = "/hlive-snapshot";
  const old = new Uint8Array(await (await cache.match(url)).arrayBuffer());
  const damages = {
    garbage: () => crypto.getRandomValues(new Uint8Array(50000)),
    empty: () => new Uint8Array(0),
    foreign: () => (old[8 + 4 * new Uint32Array(old.buffer, 4, 1)[0]] ^= 1, old),
    half: () => old.slice(0, old.length / 2),
  };
  await cache.put(url, new Response(damages[arguments[0]]()));
"""
_HAS = """
  const all = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) all.push(url);
  return all.some((url) => new RegExp(arguments[0]).test(url));
"""
_DELETE = """
  let deleted = 0;
  for (const name of await caches.keys())
    deleted += await (await caches.open(name)).delete("/bare/" + arguments[0]);
  return deleted;
"""


@pytest.fixture(scope="module", autouse=True)
def installed(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url())


@pytest.fixture(autouse=True)
def online(site: Site) -> Iterator[None]:
    """Whatever a test has done, the next one finds a server."""
    yield
    site.server.start()


@pytest.mark.parametrize("damage", ["garbage", "empty", "foreign", "half"])
def test_a_snapshot_that_is_of_no_use(site: Site, visitor: Visitor, damage: str) -> None:
    if not visitor.run_async(_HAS, SNAPSHOT):
        reinstall(site, visitor)
    visitor.run_async(_DAMAGE, damage)
    visitor.browser.get("about:blank")
    visitor.kill_workers()
    visitor.visit(site.url(f"loose/{damage}"))
    assert visitor.text("h1") == damage
    assert visitor.run_async(_HAS, SNAPSHOT) is False


def reinstall(site: Site, visitor: Visitor) -> None:
    visitor.run_async(
        "await (await navigator.serviceWorker.getRegistration()).unregister();"
        "for (const name of await caches.keys()) await caches.delete(name);"
    )
    visitor.visit(site.url())


def test_a_module_of_the_library_that_comes_late(site: Site, visitor: Visitor) -> None:
    bare = site.version("bare", "/bare/")
    (path,) = bare.config["lazy"]["files"]
    library = bare.files.pop(path)
    site.publish(bare)
    visitor.visit(site.url("bare/"))
    visitor.visit(site.url("bare/late/xmlrpc.client"))
    visitor.click("#load")
    wait_not_yet(visitor)
    (site.server.folder / "bare" / path).write_bytes(library)
    click_until(visitor, "imported xmlrpc.client")
    site.server.stop()
    visitor.kill_workers()
    visitor.visit(site.url("bare/late/xmlrpc.client"))
    click_until(visitor, "imported xmlrpc.client")
    assert visitor.run_async(_DELETE, path) == 1
    visitor.kill_workers()
    visitor.visit(site.url("bare/late/xmlrpc.client"))
    visitor.click("#load")
    wait_not_yet(visitor)


def wait_not_yet(visitor: Visitor) -> None:
    wait_until(lambda: visitor.text("#text"), "an answer", PATIENCE)
    assert str(visitor.text("#text")).startswith("No module named 'xmlrpc' yet: that part of")


def click_until(visitor: Visitor, text: str) -> None:
    def has_come() -> bool:
        visitor.click("#load")
        return visitor.text("#text") == text

    wait_until(has_come, text, PATIENCE)


def test_a_form_without_scripts(site: Site, visitor: Visitor) -> None:
    browser = visitor.browser
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(site.url("book/one"))
        browser.find_element(By.ID, "guest-name").send_keys("Ada")
        browser.find_element(By.CSS_SELECTOR, "form button").click()
        wait_until(lambda: "Ada was here" in browser.page_source, "answer", PATIENCE)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_an_upload(site: Site, visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(bytes(range(256)) * 4000)
    visitor.visit(site.url("book/two"))
    visitor.browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))
    visitor.wait_text("#text", f"file.bin {sum(range(256)) * 4000}")


def test_a_hidden_page_goes_on_when_somebody_looks(site: Site, visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.visit(site.url())
    browser.minimize_window()
    wait_until(lambda: visitor.run("return document.hidden"), "window that nobody sees")
    visitor.kill_workers()
    visitor.click("#more")
    browser.set_window_rect(0, 0, 1000, 800)
    visitor.wait_text("#count", "1")


@pytest.mark.parametrize(
    "missing, name", [("WebAssembly", "WebAssembly"), ("Worker", "web workers")]
)
def test_a_browser_that_cannot_run_python(
    site: Site, visitor: Visitor, missing: str, name: str
) -> None:
    script = visitor.in_every_page(f"delete window.{missing}")
    visitor.browser.get(site.url(host="localhost"))
    visitor.forget(script)
    assert visitor.text("h1") == "first"
    wait_until(lambda: visitor.text("#hlive-offline"), "notice", PATIENCE)
    assert visitor.text("#hlive-offline") == (
        f"This page isn't live: it needs {name}, which this browser hasn't got or doesn't allow."
        "Dismiss"
    )


def test_storage_that_is_full(site: Site, visitor: Visitor) -> None:
    quota = "Storage.overrideQuotaForOrigin"
    origin = site.url(host="localhost").rstrip("/")
    visitor.browser.execute_cdp_cmd(quota, {"origin": origin, "quotaSize": 1_000_000})
    visitor.console()
    visitor.visit(site.url(host="localhost"))
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    said = [message for _, message in visitor.console()]
    assert any("can't be stored: there is no room left" in message for message in said)
    assert visitor.run_async("return await caches.keys()") == []
    visitor.browser.execute_cdp_cmd(quota, {"origin": origin})


def test_a_page_that_was_built_on_another_day(site: Site, visitor: Visitor) -> None:
    old = site.version("new")
    page = old.files["index.html"]
    old.files["index.html"] = page.replace(b"<h1>", b"<p id=old>Yesterday</p><h1>old ")
    site.publish(old)
    visitor.visit(site.url(host="localhost"))
    visitor.wait_text("h1", "new")
    assert visitor.text("#old") is None
    visitor.click("#more")
    visitor.wait_text("#count", "1")


def test_an_app_that_cannot_start(site: Site, visitor: Visitor) -> None:
    broken = {'VERSION = "first"': "VERSION = 1 / 0"}
    site.publish(site.first.changed(broken, base="/dev/", development=True))
    visitor.browser.get(site.url("dev/"))
    wait_until(lambda: visitor.text("#hlive-offline"), "notice", PATIENCE)
    said = str(visitor.text("#hlive-offline"))
    assert 'pages_app.py", line 10' in said
    assert "ZeroDivisionError: division by zero" in said
    visitor.browser.get(site.url("dev/loose/one"))
    assert visitor.text("h1") == "This page can't be shown"
    assert "VERSION = 1 / 0" in str(visitor.text("pre"))
    site.publish(site.first.changed(broken, base="/live/"))
    visitor.browser.get(site.url("live/"))
    wait_until(lambda: visitor.text("#hlive-offline"), "notice", PATIENCE)
    assert str(visitor.text("#hlive-offline")).startswith(
        "This page isn't live: Python can't be started.\nZeroDivisionError: division by zero\n"
    )
    assert visitor.text("h1") == "first"


def test_a_stored_copy_that_is_forgotten(site: Site, visitor: Visitor) -> None:
    broken = site.first.changed({'VERSION = "first"': "VERSION = 1 / 0"}, base="/forgotten/")
    site.publish(broken)
    visitor.browser.get(site.url("forgotten/"))
    wait_until(lambda: visitor.text("#hlive-offline"), "notice", PATIENCE)
    mended = site.version("mended", "/forgotten/")
    site.publish(mended)
    before = set(visitor.run_async("return await caches.keys()"))
    visitor.click("#hlive-offline button:nth-of-type(2)")
    visitor.wait_text("h1", "mended")
    visitor.wait_live()
    after = set(visitor.run_async("return await caches.keys()"))
    assert before - after == {f"hlive /forgotten/ {broken.version}"}
    assert after - before == {f"hlive /forgotten/ {mended.version}"}
