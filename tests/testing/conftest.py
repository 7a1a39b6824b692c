"""The fixtures of the browser's tests, for comparing pages in memory with a real browser."""

from tests.browser.conftest import browser, chromium

__all__ = ["browser", "chromium"]
