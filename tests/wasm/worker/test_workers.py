"""Functions in workers without a server: the example of workers, in web workers of its page."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from tests.conftest import ROOT
from tests.wasm.worker import bundle
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
def page(tmp_path_factory: pytest.TempPathFactory, visitor: Visitor) -> Visitor:
    """The example, installed; its server has gone."""
    try:
        pyodide = bundle.pyodide(ROOT / "build")
    except bundle.Unavailable as why:
        pytest.skip(str(why))
    server = StaticServer(tmp_path_factory.mktemp("site"))
    source = (ROOT / "examples" / "workers.py").read_text(encoding="utf-8")
    files = {"examples/workers.py": source}
    bundle.write_bundle(server.folder, pyodide, "examples.workers:app", files)
    server.start()
    visitor.visit(f"http://127.0.0.1:{server.port}/")
    server.stop()
    visitor.browser.get_log("browser")  # type: ignore[attr-defined]  # It has asked for an icon.
    return visitor


@pytest.fixture(autouse=True)
def fresh(page: Visitor) -> Iterator[None]:
    """The page as it is at first, and nothing on the console."""
    page.browser.refresh()
    page.wait_live()
    page.run(_RECORD)
    yield
    said = page.browser.get_log("browser")  # type: ignore[attr-defined]
    assert [entry["message"] for entry in said if entry["level"] == "SEVERE"] == []


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
