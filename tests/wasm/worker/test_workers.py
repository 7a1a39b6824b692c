"""Functions in workers without a server: the example of workers, in web workers of its page."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from hlive_wasm.build.loading import load_app
from hlive_wasm.build.plan import Wishes, plan
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.build.write import write
from tests.wasm.worker.visitor import StaticServer, Visitor

PRIMES = "17,984"
"""How many there are below 200,000."""

COUNT, DIGEST = "button:nth-of-type(1)", "button:nth-of-type(2)"

_RECORD = """
  window.shown = [];
  const note = () => shown.push([primes.textContent, digest.textContent].join());
  const options = { characterData: true, childList: true, subtree: true };
  for (const output of [primes, digest]) new MutationObserver(note).observe(output, options);
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, pyodide: Runtime, visitor: Visitor) -> Visitor:
    """The example, installed; its server has gone."""
    server = StaticServer(tmp_path_factory.mktemp("workers") / "site")
    built = plan(load_app("examples.workers:app"), pyodide, Wishes("Workers"), lambda step: None)
    write(built.files, server.folder)
    server.start()
    visitor.visit(f"http://127.0.0.1:{server.port}/")
    server.stop()
    visitor.console()  # It has asked for an icon.
    return visitor


@pytest.fixture(autouse=True)
def fresh(page: Visitor) -> Iterator[None]:
    """The page as it is at first, and nothing on the console."""
    page.browser.refresh()
    page.wait_live()
    page.run(_RECORD)
    yield
    assert [message for level, message in page.console() if level == "SEVERE"] == []


def type_text(page: Visitor, text: str) -> None:
    page.run(
        "const field = document.querySelectorAll('input')[1];"
        "field.value = arguments[0]; field.dispatchEvent(new Event('input', {bubbles: true}))",
        text,
    )


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_both_buttons(page: Visitor) -> None:
    page.click(COUNT)
    page.wait_text("#primes", PRIMES)
    page.click(DIGEST)
    page.wait_text("#digest", digest("hello"))


def test_a_page_answers_while_its_worker_counts(page: Visitor) -> None:
    page.click(COUNT)
    page.wait_text("#primes", PRIMES)  # From now on the worker is there.
    page.run("shown.length = 0")
    page.click(COUNT)
    for text in ("one", "two"):
        type_text(page, text)
        page.click(DIGEST)
        page.wait_text("#digest", digest(text))
    page.wait_text("#primes", PRIMES)
    assert page.run("return shown") == [
        "counting ...,",
        f"counting ...,{digest('one')}",
        f"counting ...,{digest('two')}",
        f"{PRIMES},{digest('two')}",
    ]


def test_counting_outlives_the_service_worker(page: Visitor) -> None:
    page.click(COUNT)
    page.wait_text("#primes", "counting ...")
    page.kill_workers()
    page.wait_text("#primes", PRIMES)
