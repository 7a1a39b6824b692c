"""An app in a real service worker: its first visit, and its life without a server.

The tests run in this order, with one visitor: each finds the app as the one before has left it.
"""

import pytest
from selenium.webdriver.common.by import By

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import PATIENCE, Visitor

KILLS = 50

_WATCH = """
  window.heard = [];
  const note = ({ detail }) => heard.push([detail.done, detail.total]);
  document.addEventListener("hlive-progress", note);
"""
_RECORD = """
  window.shown = [];
  const text = document.querySelector("#text");
  new MutationObserver(() => shown.push(text.textContent))
    .observe(text, { characterData: true, childList: true, subtree: true });
"""
_CACHES = "return await caches.keys()"
_GARBAGE = """
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (path.endsWith("hlive-snapshot")) await cache.delete(request);
      if (path.includes("libraries-")) await cache.put(request, new Response("garbage"));
    }
  }
"""


def test_first_visit(site: Site, visitor: Visitor) -> None:
    script = visitor.in_every_page(_WATCH)
    visitor.browser.get(site.url())
    assert visitor.text("h1") == "first"
    visitor.wait_live()
    total = len(site.first.config["files"])
    assert visitor.run("return heard") == [[done, total] for done in range(1, total + 1)]
    assert visitor.run_async(_CACHES) == [f"hlive / {site.first.version}"]
    assert visitor.run("return hlive.conn instanceof WebSocket")
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    visitor.forget(script)


def test_a_page_from_the_back_forward_cache_is_loaded_anew(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url("loose/one"))
    visitor.browser.back()
    visitor.wait_live()
    visitor.wait_text("#count", "0")
    visitor.click("#more")
    visitor.wait_text("#count", "1")


def test_a_hard_reload_is_recovered_from(site: Site, visitor: Visitor) -> None:
    visitor.browser.execute_cdp_cmd("Page.reload", {"ignoreCache": True})
    visitor.wait_live()
    visitor.click("#more")
    visitor.wait_text("#count", "1")


def test_the_server_is_gone_and_the_browser_restarted(site: Site, visitor: Visitor) -> None:
    site.server.stop()
    visitor.restart()
    visitor.visit(site.url("loose/deep"))
    assert visitor.text("h1") == "deep"
    visitor.browser.find_element(By.ID, "field").send_keys("typed")
    visitor.wait_text("#text", "typed")
    visitor.browser.get(site.url("nowhere"))
    assert visitor.text("h1") == "There is no such page"


def test_a_page_without_state_hears_its_fields_again(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url("loose/again"))
    visitor.browser.find_element(By.ID, "field").send_keys("kept")
    visitor.wait_text("#text", "kept")
    visitor.run(_RECORD)
    visitor.kill_workers()
    wait_until(lambda: visitor.run("return shown") == ["nothing", "kept"], "page anew", PATIENCE)
    assert visitor.run("return field.value") == "kept"


def test_nothing_is_lost_when_the_worker_dies(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url())
    field = visitor.browser.find_element(By.ID, "field")
    visitor.run("window.closed = 0; hlive.conn.addEventListener('close', () => { closed += 1 })")
    typed = ""
    for kill in range(KILLS):
        letter = "abcdefghij"[kill % 10]
        visitor.click("#more")
        visitor.kill_workers()
        visitor.click("#more")
        field.send_keys(letter)
        typed += letter
        if kill % 5 == 4:
            visitor.wait_text("#count", str(2 * kill + 2))
    visitor.wait_text("#text", typed)
    assert visitor.run("return [field.value, closed, hlive.conn.readyState]") == [typed, 0, 1]


def test_two_apps_on_one_origin(site: Site, visitor: Visitor) -> None:
    site.server.start()
    other = site.version("other", "/sub/")
    site.publish(other)
    visitor.visit(site.url("sub/"))
    assert visitor.text("h1") == "other"
    assert visitor.run_async(_CACHES) == [
        f"hlive / {site.first.version}",
        f"hlive /sub/ {other.version}",
    ]
    visitor.visit(site.url("sub/loose/deep"))
    assert visitor.text("h1") == "deep"
    visitor.visit(site.url())
    assert visitor.text("h1") == "first"


def test_a_plain_reload_gives_a_fresh_page(site: Site, visitor: Visitor) -> None:
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    visitor.browser.refresh()
    visitor.wait_live()
    visitor.wait_text("#count", "0")


def test_a_damaged_file_is_fetched_again(site: Site, visitor: Visitor) -> None:
    visitor.run_async(_GARBAGE)
    visitor.browser.get("about:blank")
    visitor.kill_workers()
    visitor.visit(site.url("loose/repaired"))
    assert visitor.text("h1") == "repaired"


@pytest.mark.parametrize("way_out", ["#retry", "#forget"])
def test_python_that_cannot_start_says_so(site: Site, visitor: Visitor, way_out: str) -> None:
    visitor.run_async(_GARBAGE)
    visitor.browser.get("about:blank")
    visitor.kill_workers()
    site.server.stop()
    visitor.browser.get(site.url())
    assert visitor.text("h1") == "This page can't be shown"
    assert "there is no connection to the server" in str(visitor.text("pre"))
    site.server.start()
    visitor.click(way_out)
    visitor.wait_live()
    assert visitor.text("h1") == "first"


def test_without_service_workers_the_page_has_its_own(site: Site, visitor: Visitor) -> None:
    script = visitor.in_every_page("delete Navigator.prototype.serviceWorker")
    visitor.visit(site.url(host="localhost"))
    assert visitor.text("h1") == "first"
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    visitor.forget(script)
