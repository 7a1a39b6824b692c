"""Some nesting that parsers repair was let through, and some that they leave was refused."""

import pytest

from tests.proto.strategies import nested
from tests.proto.test_nesting import problems


@pytest.mark.parametrize(
    "chain",
    [
        "div > image",  # becomes an <img>
        "div > plaintext",  # never ends
        "div > frame",
        "div > frameset",
        "nobr > b > nobr",
        "rt > rt",
        "rt > rp",
        "select > style",
        "optgroup > style",
        "noscript > div > noscript",
        "svg > g > input",  # left open, since only HTML has void elements
    ],
)
def test_it_is_refused(chain: str) -> None:
    assert list(problems(nested(chain))) != []


@pytest.mark.parametrize("chain", ["math > mtext > b", "p > math > mi > div", "svg > g > image"])
def test_it_is_allowed(chain: str) -> None:
    assert list(problems(nested(chain))) == []
