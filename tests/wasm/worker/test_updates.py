"""New versions of an app: offered when complete, and taken over with the state of pages."""

import pytest

from tests.browser.pages import wait_until
from tests.wasm.worker.conftest import Site
from tests.wasm.worker.visitor import PATIENCE, Visitor

SOON = 20.0
"""Seconds in which the old worker has to go, which would end by itself after 30."""

_CACHES = "return await caches.keys()"
_IS_NEW = "return window.hliveOffline?.version === arguments[0]"


@pytest.fixture(scope="module", autouse=True)
def installed(site: Site, visitor: Visitor) -> None:
    """The first version, in a browser whose workers have not been stopped before."""
    visitor.restart()
    visitor.visit(site.url())


def test_an_unfinished_deploy_changes_nothing(site: Site, visitor: Visitor) -> None:
    broken = site.version("broken")
    broken.files[broken.config["package"]] = b"half of it"
    site.publish(broken)
    caches = visitor.run_async(_CACHES)
    failed = """
      const registration = await navigator.serviceWorker.ready;
      try { await registration.update(); } catch {}
      const worker = registration.installing;
      if (worker) await new Promise((done) => worker.onstatechange = () => done());
      return [registration.waiting === null, await caches.keys()];
    """
    assert visitor.run_async(failed) == [True, caches]
    assert visitor.text("h1") == "first"


def test_an_update_is_offered_and_keeps_state(site: Site, visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.click("#more")
    visitor.wait_text("#count", "1")
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    visitor.visit(site.url("loose/tab"))
    browser.execute_cdp_cmd("Page.reload", {"ignoreCache": True})  # it has no controller then
    visitor.wait_live()
    second = browser.current_window_handle
    build = site.version("second")
    site.publish(build)
    visitor.run_async("await (await navigator.serviceWorker.ready).update()")
    wait_until(lambda: visitor.text("#hlive-offline"), "offer", PATIENCE)
    browser.switch_to.window(first)
    wait_until(lambda: visitor.text("#hlive-offline"), "offer", PATIENCE)
    assert visitor.text("h1") == "first"
    visitor.click("#hlive-offline button")
    wait_until(lambda: visitor.run(_IS_NEW, build.version), "new version", SOON)
    visitor.wait_text("h1", "second")
    visitor.wait_text("#count", "1")
    visitor.click("#more")
    visitor.wait_text("#count", "2")
    assert visitor.run_async(_CACHES) == [f"hlive / {build.version}"]
    browser.switch_to.window(second)
    wait_until(lambda: visitor.run(_IS_NEW, build.version), "reload", PATIENCE)
    browser.close()
    browser.switch_to.window(first)
