"""The examples of spec/protocol.md about clients, in a real browser, with ours and the original."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.codec.examples import SPEC, Example, examples
from tests.browser.scripted import OriginalClient, Visit, both_clients, client_file, visiting

EXAMPLES = [each for each in examples(SPEC.read_text(encoding="utf-8")) if each.kind == "client"]
END = {"t": "e", "i": "the-end"}


@pytest.fixture
def visit(client: str, browser: WebDriver, original_client: OriginalClient) -> Iterator[Visit]:
    with visiting(browser, client_file(client, original_client)) as visit:
        yield visit


@both_clients
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_example(client: str, visit: Visit, example: Example) -> None:
    expected = example.meaning
    if client == "original" and "errata" in expected:
        pytest.skip(f"the original goes wrong here: {expected['errata']}")
    visit.open(expected["body"])
    visit.apply()
    play(visit, example.wire.split("\n"))
    if "then" in expected:
        assert visit.body() == expected["then"]
    for expression, value in expected.get("values", {}).items():
        assert visit.run(f"return {expression}") == value, expression
    for message, data in expected.get("uploads", []):
        assert visit.socket.upload() == (message, data.encode())
    if "sent" in expected:
        assert sent(visit) == expected["sent"]
    for _ in range(expected.get("logs", 0)):
        assert visit.socket.log()
    assert visit.socket.logs == []


def play(visit: Visit, steps: list[str]) -> None:
    """Sends the frames and runs the scripts, in their order."""
    frame: list[str] = []
    for step in [*steps, "--"]:
        if not step.startswith("> ") and step != "--":
            frame.append(step)
            continue
        if frame:
            visit.apply(*frame, "")
            frame = []
        if step != "--":
            visit.run(step.removeprefix("> "))


def sent(visit: Visit) -> list[object]:
    """The events that the client has sent."""
    visit.run("hlive.sendMsg(arguments[0])", END)
    events: list[object] = []
    while (event := visit.socket.event()) != END:
        events.append(event)
    return events


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 25
