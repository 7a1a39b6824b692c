"""Lines that no server sends, in a real browser: whatever they say, a client goes on after them."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.fuzz.screen import Reel, play, screen
from tests.browser.conftest import chromium, original_client  # noqa: F401
from tests.browser.scripted import OURS

PAGE = (
    '<!doctype html><html hid="1"><head hid="2"><title>Lines</title></head><body hid="4">'
    '<p hid="5" hon="5-1|click">a<b>c</b></p><input value="x"><svg><g></g></svg></body></html>'
)
ALIVE = "d|c|doc|1|a|" + b64encode(b' data-alive="yes"').decode() + "\n"

CONTENTS = [
    "",
    "x",
    "<i>y</i>",
    "<!--c-->",
    "<tr>",
    "<p",
    "\0",
    "é😀",
    ' a="b"',
    ' ="',
    " 1=2",
    "a",
]
PIECES = [
    *[
        "|",
        "||",
        ">",
        ">>",
        "\n",
        "\r",
        "-1",
        "1.5",
        "NaN",
        "4294967296",
        "9" * 30,
        " ",
        "\0",
        "😀",
    ],
    *['"]', "*", "doc", "__proto__", "c", "u", "d", "h", "t", "a", "s|id|x\n", "x|error|!\n", "="],
]

content = st.sampled_from(CONTENTS).map(lambda text: b64encode(text.encode()).decode())
line = st.builds(
    "d|{}|{}|{}|{}|{}".format,
    st.sampled_from("cud"),
    st.sampled_from(["doc", "4", "5", "99"]),
    # What is left of a page without its <html> can't be asked whether it still listens.
    st.sampled_from(["1>1", "1>1>0", ">0", ">1>0", "1>0>0", "1>1>2>0>1", "1>1>99"]),
    st.sampled_from(["t", "h", "a", ""]),
    content,
)


def spoil(frame: str, cuts: list[tuple[int, int, str]]) -> str:
    for start, length, piece in cuts:
        at = start % (len(frame) + 1)
        frame = frame[:at] + piece + frame[at + length :]
    return frame


cuts = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 3), st.sampled_from(PIECES)))
frames = st.builds(spoil, st.lists(line, max_size=4).map("\n".join), cuts) | st.text()


def reels(count: int) -> list[Reel]:
    """Pages that hear a few spoiled frames, and then one that is in order."""
    made: list[Reel] = []

    @seed(20_220_702)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.lists(frames, min_size=1, max_size=3))
    def make(spoiled: list[str]) -> None:
        made.append(
            Reel(PAGE, [["s|id|0123456789abcdefghij"], *([each] for each in spoiled), [ALIVE]])
        )

    make()
    return made


def deaf(reel: Reel, seen: list[list[Any]]) -> bool:
    """Whether the last frame, which says something of the document's second node, wasn't heard."""
    page = seen[-1][1] if len(seen[-1]) > 1 else ""
    return isinstance(page, list) and page[0] != "!" and page[1].get("data-alive") != "yes"


@pytest.mark.browser
@pytest.mark.parametrize("client", ["ours", "original"])
def test_a_client_goes_on_after_any_line(
    client: str,
    chromium: WebDriver,  # noqa: F811
    original_client: Callable[[str], Path],  # noqa: F811
) -> None:
    script = OURS if client == "ours" else original_client("0.2")
    given_reels = reels(150)
    with screen(chromium) as window:
        shown = play(window, script.read_text(encoding="utf-8"), given_reels)
    lost = [reel.shots for reel, seen in zip(given_reels, shown, strict=True) if deaf(reel, seen)]
    assert lost == []
    thrown = [seen for reel in shown for shot in reel for seen in shot if isinstance(seen, str)]
    if client == "ours":
        assert thrown == []
