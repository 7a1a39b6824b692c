"""What tests in a browser share wherever they run themselves: the browser's page, client, host."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from hlive_proto.dialect import DIALECTS
from tests.browser.site import HOSTS, OURS, Client


@pytest.hookimpl(tryfirst=True)  # Else it depends on the command line which parameter comes first.
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that serves an app is one test with the hosts as parameters."""
    if "serve" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("sanic_only")
        metafunc.parametrize("host", ["sanic"] if alone else HOSTS)


@pytest.fixture
def browser(chromium: WebDriver) -> Iterator[WebDriver]:
    """Chromium at an empty page and with an empty console; leaves the page when the test ends."""
    chromium.get_log("browser")  # type: ignore[attr-defined]
    yield chromium
    chromium.get("about:blank")
    chromium.delete_all_cookies()


@pytest.fixture(params=["ours", "original"])
def client(request: pytest.FixtureRequest, original_client: Callable[[str], Path]) -> Client:
    """The browser client of a test: ours and the reference's, each in turn.

    Tests name others with `indirect`; "original-0.1" is the reference's of dialect 0.1.
    """
    name: str = request.param
    if name == OURS.name:
        return OURS
    dialect = name.removeprefix("original").removeprefix("-") or "0.2"
    return Client(name, original_client(dialect), DIALECTS[dialect])
