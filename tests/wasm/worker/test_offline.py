"""An app in a real service worker: its first visit, its life without a server, its updates.

The tests run in this order, with one visitor: each finds the app as the one before has left it.
"""

import pytest
from selenium.webdriver.common.by import By

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Offline
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
      if (path.includes("libraries")) await cache.put(request, new Response("garbage"));
    }
  }
"""


def test_first_visit(offline: Offline, visitor: Visitor) -> None:
    script = visitor.in_every_page(
        _WATCH.replace("window.heard = []", "window.heard = JSON.parse(sessionStorage.h ?? '[]')")
        + "addEventListener('pagehide', () => { sessionStorage.h = JSON.stringify(heard) })"
    )
    visitor.visit(offline.url())
    heard = visitor.run("return heard")
    assert heard == [[done, 14] for done in range(1, 15)]
    assert visitor.run_async(_CACHES) == ["hlive / first"]
    assert visitor.run("return hlive.conn instanceof WebSocket")
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    visitor.forget(script)


def test_a_page_from_the_back_forward_cache_is_loaded_anew(
    offline: Offline, visitor: Visitor
) -> None:
    visitor.visit(offline.url("loose/one"))
    visitor.browser.back()
    visitor.wait_live()
    visitor.wait_text("#count", "0")
    visitor.click("#more")
    visitor.wait_text("#count", "1")


def test_a_hard_reload_is_recovered_from(offline: Offline, visitor: Visitor) -> None:
    visitor.browser.execute_cdp_cmd("Page.reload", {"ignoreCache": True})
    visitor.wait_live()
    visitor.click("#more")
    visitor.wait_text("#count", "1")


def test_the_server_is_gone_and_the_browser_restarted(offline: Offline, visitor: Visitor) -> None:
    offline.server.stop()
    visitor.restart()
    visitor.visit(offline.url("loose/deep"))
    assert visitor.text("h1") == "deep"
    visitor.browser.find_element(By.ID, "field").send_keys("typed")
    visitor.wait_text("#text", "typed")
    visitor.browser.get(offline.url("nowhere"))
    assert visitor.text("h1") == "There is no such page"


def test_a_page_without_state_hears_its_fields_again(offline: Offline, visitor: Visitor) -> None:
    visitor.visit(offline.url("loose/again"))
    visitor.browser.find_element(By.ID, "field").send_keys("kept")
    visitor.wait_text("#text", "kept")
    visitor.run(_RECORD)
    visitor.kill_workers()
    wait_until(lambda: visitor.run("return shown") == ["nothing", "kept"], "page anew", PATIENCE)
    assert visitor.run("return field.value") == "kept"


def test_nothing_is_lost_when_the_worker_dies(offline: Offline, visitor: Visitor) -> None:
    visitor.visit(offline.url())
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


def test_two_apps_on_one_origin(offline: Offline, visitor: Visitor) -> None:
    offline.server.start()
    offline.write("other", "sub")
    visitor.visit(offline.url("sub/"))
    assert visitor.text("h1") == "other"
    assert sorted(visitor.run_async(_CACHES)) == ["hlive / first", "hlive /sub/ other"]
    visitor.visit(offline.url("sub/loose/deep"))
    assert visitor.text("h1") == "deep"
    visitor.visit(offline.url())
    assert visitor.text("h1") == "first"


def test_an_unfinished_deploy_changes_nothing(offline: Offline, visitor: Visitor) -> None:
    offline.write("broken")
    (offline.server.folder / "libraries-broken.zip").write_bytes(b"half of it")
    visitor.visit(offline.url())
    failed = """
      const registration = await navigator.serviceWorker.ready;
      try { await registration.update(); } catch {}
      const worker = registration.installing;
      if (worker) await new Promise((done) => worker.onstatechange = () => done());
      return [registration.waiting === null, await caches.keys()];
    """
    assert visitor.run_async(failed) == [True, ["hlive / first", "hlive /sub/ other"]]
    assert visitor.text("h1") == "first"


def test_an_update_is_offered_and_keeps_state(offline: Offline, visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    visitor.visit(offline.url("loose/tab"))
    second = browser.current_window_handle
    offline.write("second")
    visitor.run_async("await (await navigator.serviceWorker.ready).update()")
    wait_until(lambda: visitor.text("#hlive-offline"), "offer", PATIENCE)
    browser.switch_to.window(first)
    wait_until(lambda: visitor.text("#hlive-offline"), "offer", PATIENCE)
    assert visitor.text("h1") == "first"
    visitor.click("#hlive-offline button")
    visitor.wait_text("h1", "second")
    visitor.wait_text("#count", "1")
    visitor.click("#more")
    visitor.wait_text("#count", "2")
    assert sorted(visitor.run_async(_CACHES)) == ["hlive / second", "hlive /sub/ other"]
    browser.switch_to.window(second)
    wait_until(lambda: visitor.run("return hliveOffline.version") == "second", "reload", PATIENCE)
    browser.close()
    browser.switch_to.window(first)


def test_a_plain_reload_gives_a_fresh_page(offline: Offline, visitor: Visitor) -> None:
    visitor.browser.refresh()
    visitor.wait_live()
    visitor.wait_text("#count", "0")


def test_a_damaged_file_is_fetched_again(offline: Offline, visitor: Visitor) -> None:
    visitor.run_async(_GARBAGE)
    visitor.browser.get("about:blank")
    visitor.kill_workers()
    visitor.visit(offline.url("loose/repaired"))
    assert visitor.text("h1") == "repaired"


def test_python_that_cannot_start_says_so(offline: Offline, visitor: Visitor) -> None:
    visitor.run_async(_GARBAGE)
    visitor.browser.get("about:blank")
    visitor.kill_workers()
    offline.server.stop()
    visitor.browser.get(offline.url())
    assert visitor.text("h1") == "This page can't be shown"
    assert "there is no connection to the server" in str(visitor.text("pre"))
    offline.server.start()
    visitor.click("#retry")
    visitor.wait_live()
    assert visitor.text("h1") == "second"


@pytest.mark.parametrize("missing", ["delete Navigator.prototype.serviceWorker"])
def test_without_service_workers_the_page_has_its_own(
    offline: Offline, visitor: Visitor, missing: str
) -> None:
    script = visitor.in_every_page(missing)
    visitor.visit(offline.url(host="localhost"))
    assert visitor.text("h1") == "second"
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    visitor.forget(script)
