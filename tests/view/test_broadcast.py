"""What many pages are told at once is encoded once."""

from __future__ import annotations

import pytest

import hlive as l
from hlive import broadcast
from hlive_proto.outbound import Line, SessionLine, encode
from hlive_proto.patch import Op, Patch
from hlive_proto.tree import Text
from tests.view.driver import Driver


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Line, ...]]:
    """The frames that are really encoded."""
    frames: list[tuple[Line, ...]] = []

    def count(lines: tuple[Line, ...]) -> str:
        frames.append(lines)
        return encode(lines)

    monkeypatch.setattr(broadcast, "encode", count)
    return frames


def test_a_box_that_all_pages_show_is_encoded_once(encoded: list[tuple[Line, ...]]) -> None:
    score = l.Box(0)

    def page() -> l.Page:
        made = l.Page()
        made.body.add(l.C("button"), l.T("p", "score: ", score))
        return made

    drivers = [Driver(page) for _ in range(5)]
    encoded.clear()
    score.set(1)
    assert [driver.render() for driver in drivers] == [["u 4 >1>0 t score: 1"]] * 5
    assert len(encoded) == 1
    frames = {id(driver.frames[-1]) for driver in drivers}
    assert len(frames) == 1


def test_only_the_same_lines_get_the_same_frame() -> None:
    frame_of = broadcast.Broadcast().frame
    patches: list[Line] = [Patch(Op.UPDATE, "4", (0,), Text("a"))]
    first = frame_of(patches)
    patches[0] = Patch(Op.UPDATE, "4", (0,), Text("b"))
    assert frame_of(patches) == "d|u|4|>0|t|Yg==\n" != first
    assert frame_of([SessionLine("x")]) == "s|id|x"
    assert frame_of([]) == ""
