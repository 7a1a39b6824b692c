"""For each event of an async handler a message was made in case of an error, with all bytes of an
upload in it."""

import hlive as l
from hlive.bindings import File
from tests.view.driver import drive


def test_the_bytes_of_a_file_are_in_no_message() -> None:
    assert "data" not in repr(File("a.txt", 3, "text/plain", 0, 1, b"abc"))


async def test_no_message_is_made_when_nothing_fails() -> None:
    asked: list[str] = []

    class Handler:
        async def __call__(self, event: l.Event) -> None:
            """Does nothing."""

        def __repr__(self) -> str:
            asked.append("repr")
            return "handler"

    button = l.C("button", l.on("click", Handler()))
    driver = drive(button)
    await driver.fire(button, "click")
    assert asked == []
