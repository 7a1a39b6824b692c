"""The conversation about files, frame by frame: what is asked for, stored, refused and deleted."""

import asyncio
import gc
import logging
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hlive as l
from hlive.uploads import storage
from hlive_proto.session import Limits, Step
from tests.uploads.sender import Sender, stored
from tests.view.driver import Driver, page_of

CHUNK = 262144


async def test_a_file_in_three_chunks(tmp_path: Path) -> None:
    content = os.urandom(2 * CHUNK + 5)
    sender = Sender(max_bytes=1_000_000, folder=tmp_path)
    assert sender.want is None
    await sender.offer("1", "a.bin", len(content), "application/x")
    assert sender.want == "1 0"
    await sender.chunk("1", 0, content[:CHUNK])
    assert sender.want == "1 262144"
    (file,) = sender.upload.files
    assert (file.state, file.received, file.size) == ("sending", CHUNK, len(content))
    assert file.path.read_bytes() == content[:CHUNK]
    await sender.chunk("1", CHUNK, content[CHUNK : 2 * CHUNK])
    await sender.chunk("1", 2 * CHUNK, content[2 * CHUNK :])
    assert sender.want is None
    assert (file.state, file.name, file.type) == ("done", "a.bin", "application/x")
    assert sender.done == [("a.bin", content)]
    assert sender.progress == [
        ("a.bin", CHUNK, "sending"),
        ("a.bin", 2 * CHUNK, "sending"),
        ("a.bin", len(content), "done"),
    ]


async def test_files_are_asked_for_in_their_order() -> None:
    sender = Sender(max_files=3)
    for id, name, size in [("1", "a", 2), ("2", "empty", 0), ("3", "c", 1)]:
        await sender.offer(id, name, size)
    assert sender.states == {"a": "sending", "empty": "waiting", "c": "waiting"}
    await sender.chunk("1", 0, b"ab")
    assert sender.want == "2 0"
    await sender.chunk("2", 0, b"")
    assert sender.want == "3 0"
    await sender.chunk("3", 0, b"c")
    assert sender.done == [("a", b"ab"), ("empty", b""), ("c", b"c")]


async def test_the_file_is_for_us_alone(tmp_path: Path) -> None:
    sender = Sender(folder=tmp_path)
    await sender.offer("1", "../../../../tmp/evil.sh", 1)
    await sender.chunk("1", 0, b"x")
    (file,) = sender.upload.files
    path = file.path
    assert path.parent == tmp_path
    assert "evil" not in path.name and path.suffix == ".upload"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "settings, name, size, type, error",
    [
        ({"max_bytes": 1000}, "a", 1001, "", "It is larger than 1 kB."),
        ({"max_bytes": 1000}, "a", -1, "", "It is larger than 1 kB."),
        ({"accept": ".csv,image/*"}, "a.txt", 1, "", "Only .csv, image/* can be sent here."),
    ],
)
async def test_a_file_against_the_limits_is_never_asked_for(
    tmp_path: Path, settings: dict[str, Any], name: str, size: int, type: str, error: str
) -> None:
    sender = Sender(folder=tmp_path, **settings)
    await sender.offer("1", name, size, type)
    (file,) = sender.upload.files
    assert (file.state, file.error) == ("refused", error)
    assert sender.want is None
    await sender.chunk("1", 0, b"x")
    assert stored(tmp_path) == [] and sender.progress == []


@pytest.mark.parametrize("reason", ["size", "type"])
async def test_what_the_browser_refused_is_shown(reason: str) -> None:
    sender = Sender(accept=".csv")
    await sender.offer("1", "a.csv", 1, refused=reason)
    assert sender.states == {"a.csv": "refused"}
    assert sender.want is None


async def test_too_many_files() -> None:
    sender = Sender(max_files=2)
    for id in ("1", "2", "3"):
        await sender.offer(id, f"{id}.txt", 1)
    assert sender.states == {"1.txt": "sending", "2.txt": "waiting", "3.txt": "refused"}
    assert sender.upload.files[2].error == "No more than 2 can be sent."
    await sender.chunk("1", 0, b"x")
    await sender.offer("4", "4.txt", 1)
    assert sender.states["4.txt"] == "refused"
    sender.upload.remove(sender.upload.files[0])
    await sender.offer("5", "5.txt", 1)
    assert sender.states == {
        "2.txt": "sending", "3.txt": "refused", "4.txt": "refused", "5.txt": "waiting"
    }  # fmt: skip


async def test_more_than_was_announced(tmp_path: Path) -> None:
    sender = Sender(max_files=2, folder=tmp_path)
    await sender.offer("1", "liar", 3)
    await sender.offer("2", "next", 1)
    await sender.chunk("1", 0, b"ab")
    await sender.chunk("1", 2, b"cd")
    assert sender.states == {"liar": "refused", "next": "sending"}
    assert sender.upload.files[0].error == "Something else arrived than was announced."
    assert sender.want == "2 0"
    assert stored(tmp_path) == [b""]


async def test_a_file_that_became_shorter(tmp_path: Path) -> None:
    sender = Sender(folder=tmp_path)
    await sender.offer("1", "a", 3)
    await sender.chunk("1", 0, b"ab")
    await sender.chunk("1", 2, b"")
    assert sender.states == {"a": "refused"}
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    "id, offset, data",
    [("1", 0, b"ab"), ("1", 3, b"d"), ("2", 0, b"x"), ("9", 0, b"x"), ("", 2, b"x")],
    ids=["twice", "ahead", "not its turn", "unknown", "no id"],
)
async def test_a_chunk_that_nobody_asked_for(id: str, offset: int, data: bytes) -> None:
    sender = Sender(max_files=2)
    await sender.offer("1", "a", 4)
    await sender.offer("2", "b", 1)
    await sender.chunk("1", 0, b"ab")
    await sender.chunk(id, offset, data)
    assert [file.received for file in sender.upload.files] == [2, 0]
    await sender.chunk("1", 2, b"cd")
    await sender.chunk("2", 0, b"x")
    assert sender.done == [("a", b"abcd"), ("b", b"x")]


async def test_chunks_that_come_while_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = asyncio.Event()
    write = storage.write

    async def slow(path: Path, offset: int, data: bytes) -> None:
        await going_on.wait()
        await write(path, offset, data)

    monkeypatch.setattr(storage, "write", slow)
    sender = Sender()
    await sender.offer("1", "a", 2)
    first = asyncio.create_task(sender.chunk("1", 0, b"ab"))
    again = asyncio.create_task(sender.chunk("1", 0, b"xy"))
    await asyncio.sleep(0)
    going_on.set()
    await asyncio.gather(first, again)
    assert sender.done == [("a", b"ab")]


async def test_the_next_file_does_not_wait_for_the_last_write_of_a_cancelled_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    going_on = asyncio.Event()
    write = storage.write

    async def slow(path: Path, offset: int, data: bytes) -> None:
        if data == b"slow":
            await going_on.wait()
        await write(path, offset, data)

    monkeypatch.setattr(storage, "write", slow)
    sender = Sender(max_files=2)
    await sender.offer("1", "a", 8)
    await sender.offer("2", "b", 4)
    first = asyncio.create_task(sender.chunk("1", 0, b"slow"))
    await asyncio.sleep(0)
    sender.upload.files[0].cancel()
    second = asyncio.create_task(sender.chunk("2", 0, b"fast"))
    async with asyncio.timeout(5):
        while not sender.done:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    going_on.set()
    await asyncio.gather(first, second)
    assert sender.done == [("b", b"fast")]
    assert sender.states == {"a": "cancelled", "b": "done"}


async def test_the_same_offer_again() -> None:
    sender = Sender()
    await sender.offer("1", "a", 1)
    await sender.offer("1", "a", 1)
    await sender.offer("one", "a", 1)
    assert len(sender.upload.files) == 1


async def test_a_cancelled_file_makes_way(tmp_path: Path) -> None:
    sender = Sender(max_files=2, folder=tmp_path)
    await sender.offer("1", "a", 4)
    await sender.offer("2", "b", 1)
    await sender.chunk("1", 0, b"ab")
    first = sender.upload.files[0]
    first.cancel()
    await sender.settle()
    assert sender.states == {"a": "cancelled", "b": "sending"}
    assert stored(tmp_path) == [b""]
    sender.driver.render()
    assert sender.want == "2 0"
    await sender.chunk("1", 2, b"cd")
    first.cancel()
    assert (first.state, first.received) == ("cancelled", 2)
    with pytest.raises(ValueError, match="'a' isn't here: it is cancelled"):
        first.open()
    with pytest.raises(FileNotFoundError, match="nothing of 'a' is here: it is cancelled"):
        _ = first.path


async def test_cancelled_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = storage.write

    async def cancel_and_write(path: Path, offset: int, data: bytes) -> None:
        await write(path, offset, data)
        sender.upload.files[0].cancel()

    monkeypatch.setattr(storage, "write", cancel_and_write)
    sender = Sender(folder=tmp_path)
    await sender.offer("1", "a", 2)
    await sender.chunk("1", 0, b"ab")
    assert sender.states == {"a": "cancelled"}
    assert (stored(tmp_path), sender.done, sender.progress) == ([], [], [])


async def test_deleted_just_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    write = storage.write

    async def cancel_and_write(path: Path, offset: int, data: bytes) -> None:
        sender.upload.files[0].cancel()
        await write(path, offset, data)

    monkeypatch.setattr(storage, "write", cancel_and_write)
    sender = Sender()
    await sender.offer("1", "a", 2)
    await sender.chunk("1", 0, b"ab")
    assert sender.states == {"a": "cancelled"}


async def test_the_browser_cannot_read_it() -> None:
    sender = Sender(max_files=2)
    await sender.offer("1", "a", 4)
    await sender.offer("2", "b", 4)
    await sender.offer("3", "c", 4)
    (id,) = (each.id for each in sender.inputs[-1].bindings if each.name == "input")
    message = f'{{"t":"e","i":"{id}","d":{{}},"e":{{"id":"1","failed":""}}}}'
    await sender.driver.live.receive(message)
    await sender.driver.live.receive(message.replace('"1"', '"9"'))
    assert sender.states == {"a": "refused", "b": "sending", "c": "refused"}
    assert sender.upload.files[0].error == "It can't be read any more. Choose it again."


@pytest.mark.parametrize(
    "left, states", [("12", {"12 more": "refused"}), ("x", {}), ("9" * 50, {})]
)
async def test_those_that_were_not_even_told_of(left: str, states: dict[str, str]) -> None:
    sender = Sender()
    (id,) = (each.id for each in sender.inputs[-1].bindings if each.name == "input")
    await sender.driver.live.receive(f'{{"t":"e","i":"{id}","d":{{}},"e":{{"left":"{left}"}}}}')
    assert sender.states == states


async def test_the_list_of_what_was_refused_is_short() -> None:
    sender = Sender(max_files=2, max_bytes=1)
    for id in range(1, 100):
        await sender.offer(str(id), str(id), 2)
    assert list(sender.states) == ["97", "98", "99"]


async def test_all_uploads_of_a_session_share_its_room(tmp_path: Path) -> None:
    sender = Sender(Limits(stored_bytes=10), max_files=5, folder=tmp_path)
    await sender.offer("1", "a", 6)
    await sender.offer("2", "b", 5)
    assert sender.states == {"a": "sending", "b": "refused"}
    assert "no room" in sender.upload.files[1].error
    await sender.chunk("1", 0, b"123456")
    await sender.offer("3", "c", 5)
    assert sender.states["c"] == "refused"
    shutil.move(sender.upload.files[0].path, tmp_path / "mine")
    await sender.offer("4", "d", 5)
    assert sender.states["d"] == "sending"

    other = l.Upload(max_files=5)
    other.open(sender.driver.live.context)
    other.told(event_of(sender, "5", 6))
    other.told(event_of(sender, "6", 5))
    assert [file.state for file in other.files] == ["refused", "sending"]
    sender.driver.live.close()


def event_of(sender: Sender, id: str, size: int) -> l.Event:
    binding = sender.inputs[-1].bindings[0]
    file = l.File("x", size, "", 0, 1)
    return l.Event(binding, sender.driver.live.context, file=file, extra={"id": id})


async def test_chunks_fit_into_the_frames_that_the_session_may_send() -> None:
    sender = Sender(Limits(upload_bytes=10_000))
    assert sender.input_attribute("data-hlive-chunks") == str(10_000 - 4096)
    assert Sender().input_attribute("data-hlive-chunks") == "262144"


async def test_the_end_of_the_page_deletes_what_was_not_moved(tmp_path: Path) -> None:
    sender = Sender(max_files=3, folder=tmp_path)
    for id, content in [("1", b"moved"), ("2", b"kept")]:
        await sender.offer(id, id, len(content))
        await sender.chunk(id, 0, content)
    await sender.offer("3", "half", 4)
    await sender.chunk("3", 0, b"ha")
    moved, kept, half = sender.upload.files
    shutil.move(moved.path, tmp_path / "mine")
    sender.driver.live.session.step(Step.DROP)
    assert stored(tmp_path) == [b"ha", b"kept", b"moved"]
    sender.driver.live.close()
    assert stored(tmp_path) == [b"moved"]
    for file in (moved, kept):
        with pytest.raises(FileNotFoundError, match="is here: it is done"):
            file.open()
    assert half.state == "cancelled"


async def test_files_of_a_page_that_is_just_forgotten_are_deleted(tmp_path: Path) -> None:
    sender = Sender(folder=tmp_path)
    await sender.offer("1", "a", 2)
    assert stored(tmp_path) == [b""]
    del sender
    gc.collect()
    assert stored(tmp_path) == []


async def test_removing_deletes(tmp_path: Path) -> None:
    sender = Sender(max_files=2, folder=tmp_path)
    await sender.offer("1", "a", 1)
    await sender.offer("2", "b", 1)
    await sender.chunk("1", 0, b"a")
    a, b = sender.upload.files
    sender.upload.remove(a)
    sender.upload.remove(b)
    assert sender.upload.files == () and stored(tmp_path) == []
    assert (a.state, b.state) == ("done", "cancelled")
    with pytest.raises(ValueError, match="not in list"):
        sender.upload.remove(a)
    sender.driver.render()
    assert sender.want is None


async def test_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def full(path: Path, offset: int, data: bytes) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(storage, "write", full)
    sender = Sender(max_files=2, folder=tmp_path)
    await sender.offer("1", "a", 1)
    await sender.offer("2", "b", 1)
    await sender.chunk("1", 0, b"x")
    assert sender.states == {"a": "refused", "b": "sending"}
    assert sender.upload.files[0].error == "It could not be stored."
    assert "No space left on device" in caplog.text
    assert stored(tmp_path) == [b""]


async def test_no_place_for_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    sender = Sender(folder=folder)
    folder.rmdir()
    await sender.offer("1", "a", 1)
    assert sender.states == {"a": "refused"}
    assert caplog.records[0].levelno == logging.ERROR


@pytest.mark.parametrize("failing", ["on_progress", "on_done"])
async def test_a_handler_that_fails(failing: str, caplog: pytest.LogCaptureFixture) -> None:
    def fail(file: l.UploadFile) -> None:
        raise RuntimeError("no")

    settings: dict[str, Any] = {failing: fail}
    sender = Sender(max_files=2, **settings)
    await sender.offer("1", "a", 2)
    await sender.offer("2", "b", 1)
    await sender.chunk("1", 0, b"a")
    await sender.chunk("1", 1, b"a")
    await sender.chunk("2", 0, b"b")
    assert sender.states == {"a": "done", "b": "done"}
    assert "RuntimeError: no" in caplog.text
    if failing == "on_progress":
        assert sender.done == [("a", b"aa"), ("b", b"b")]


async def test_a_slow_handler_keeps_no_file_waiting() -> None:
    going_on, begun = asyncio.Event(), asyncio.Event()
    done = []

    async def slow(file: l.UploadFile) -> None:
        begun.set()
        await going_on.wait()
        done.append(file.name)

    sender = Sender(max_files=2, on_done=slow)
    await sender.offer("1", "a", 1)
    await sender.offer("2", "b", 1)
    first = asyncio.create_task(sender.chunk("1", 0, b"a"))
    await begun.wait()
    await asyncio.sleep(0)
    assert sender.want == "2 0"
    assert done == []
    going_on.set()
    await first
    await sender.chunk("2", 0, b"b")
    assert done == ["a", "b"]


# Browsers without our script: the frames of the spec, as they were.


async def test_a_whole_file() -> None:
    sender = Sender()
    assert sender.input_attribute("data-hlive-upload") is None
    await sender.offer("", "a.txt", 3, "text/plain")
    assert sender.states == {"a.txt": "waiting"}
    assert sender.input_attribute("data-hlive-upload") == ""
    assert sender.want is None
    await sender.whole("a.txt", 3, b"abc", "text/plain")
    assert sender.input_attribute("data-hlive-upload") is None
    assert sender.done == [("a.txt", b"abc")] and sender.states == {"a.txt": "done"}


async def test_whole_files_against_the_limits(tmp_path: Path) -> None:
    sender = Sender(Limits(upload_bytes=5000), max_files=4, accept=".txt", folder=tmp_path)
    await sender.offer("", "a.csv", 1)
    await sender.offer("", "b.txt", 2000)
    assert sender.states == {"a.csv": "refused", "b.txt": "refused"}
    assert sender.input_attribute("data-hlive-upload") is None
    await sender.offer("", "c.txt", 1)
    # A client sends all files of the input, also those that were refused.
    await sender.whole("a.csv", 1, b"a")
    assert sender.input_attribute("data-hlive-upload") is None
    await sender.whole("b.txt", 2000, b"b" * 2000)
    await sender.whole("c.txt", 1, b"c")
    assert sender.states == {"a.csv": "refused", "b.txt": "refused", "c.txt": "done"}
    assert stored(tmp_path) == [b"c"]


@pytest.mark.parametrize("data", [b"", b"a", b"abc"])
async def test_a_whole_file_of_another_size(tmp_path: Path, data: bytes) -> None:
    sender = Sender(folder=tmp_path)
    await sender.offer("", "a", 2)
    await sender.whole("a", 2, data)
    assert sender.states == {"a": "refused"} and stored(tmp_path) == []


async def test_the_original_client_describes_the_last_file_and_sends_the_first() -> None:
    """E-multi-file and E-upload-first: what arrives was never told of."""
    sender = Sender(max_files=3)
    await sender.offer("", "last", 1)
    await sender.offer("", "last", 1)
    await sender.whole("first", 1, b"1")
    await sender.whole("first", 1, b"1")
    assert sender.done == [("first", b"1")]
    assert sender.input_attribute("data-hlive-upload") is None


async def test_values_that_a_browser_kept_are_no_offer() -> None:
    sender = Sender()
    (id,) = (each.id for each in sender.inputs[-1].bindings if each.name == "input")
    file = '"file":{"name":"a","size":1,"type":"","index":0,"total":1}'
    await sender.driver.live.receive(
        f'{{"t":"e","i":"{id}","d":{{"value":"a","init":"true"}},{file}}}'
    )
    nothing = file.replace('"total":1', '"total":0')
    await sender.driver.live.receive(f'{{"t":"e","i":"{id}","d":{{"value":""}},{nothing}}}')
    assert sender.upload.files == ()


# What an author can do wrong.


@pytest.mark.parametrize("settings", [{"max_files": 0}, {"max_bytes": 0}, {"folder": "/nowhere"}])
def test_settings_that_make_no_sense(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"at least one|isn't a folder"):
        l.Upload(**settings)


async def test_an_upload_for_several_visitors(caplog: pytest.LogCaptureFixture) -> None:
    shared = l.Upload()
    inputs: list[l.Component] = []

    def home() -> l.Page:
        inputs.append(shared.input())
        return page_of(inputs[-1])

    Driver(home)
    second = Driver(home)
    assert "make it in the page function" in caplog.text
    (id,) = (each.id for each in inputs[-1].bindings if each.name == "input")
    await second.live.receive(
        f'{{"t":"e","i":"{id}","d":{{}},"e":{{"id":"1"}},'
        '"file":{"name":"a","size":1,"type":"","index":0,"total":1}}'
    )
    assert shared.files == ()


async def test_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_threads(work: Callable[..., object], *arguments: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(asyncio, "to_thread", no_threads)
    monkeypatch.setattr("sys.platform", "emscripten")
    sender = Sender()
    await sender.offer("1", "a", 2)
    await sender.chunk("1", 0, b"ab")
    assert sender.done == [("a", b"ab")]
