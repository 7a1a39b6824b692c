"""What a visitor sees of uploads and does with them, in memory: the script's part is played too."""

from collections.abc import Callable
from typing import Any

import pytest

import hlive as l
from hlive.testing import Upload, View, open
from hlive_proto.outbound import encode

CHUNK = 262144


class Site:
    """A page with one upload of these settings; `show` makes what stands beside the input."""

    def __init__(self, show: Callable[[l.Upload], object] = l.Upload.view, **settings: Any) -> None:
        self.show = show
        self.settings = settings
        self.upload: l.Upload
        self.done: list[bytes] = []

    def home(self) -> l.Page:
        self.upload = l.Upload(on_done=self._hear, **self.settings)
        page = l.Page()
        page.body.add(self.upload.input({"id": "files"}), self.show(self.upload))
        return page

    def _hear(self, file: l.UploadFile) -> None:
        with file.open() as content:
            self.done.append(content.read())


def rows(view: View) -> list[str]:
    """Name, size and state of each file in the list."""
    return [
        " ".join(each.text for each in row.find_all("span")).strip() for row in view.find_all("li")
    ]


def test_the_input_says_what_may_be_chosen() -> None:
    with open(Site(max_files=5, max_bytes=1000, accept=(".csv", "image/*")).home) as view:
        field = view.find("#files")
        assert field.attr("type") == "file" and field.attr("multiple") == ""
        assert field.attr("accept") == ".csv,image/*"
        assert field.attr("data-hlive-max-bytes") == "1000"
        assert field.attr("data-hlive-max-files") == "5"
        assert view.html().count("data-hlive-want") == 1  # In the script.
    with open(Site().home) as view:
        assert view.find("#files").attr("multiple") is None
        assert view.find("#files").attr("accept") is None


def test_several_files() -> None:
    site = Site(max_files=3, max_bytes=1_000_000)
    contents = [b"x" * (CHUNK * 2 + 1), b"", b"y"]
    with open(site.home) as view:
        view.find("#files").upload_files(
            *(Upload(f"{index}.txt", content) for index, content in enumerate(contents))
        )
        assert rows(view) == ["0.txt 524.3 kB Done", "1.txt 0 B Done", "2.txt 1 B Done"]
        bars = [(bar.attr("value"), bar.attr("max")) for bar in view.find_all("progress")]
        assert bars == [("524289", "524289"), ("1", "1"), ("1", "1")]
        assert site.done == contents
        sizes = [len(event.data) for event in view.events if event.data is not None]
        assert sizes == [CHUNK, CHUNK, 1, 0, 1]
        assert view.find("#files").value == ""


def test_each_chunk_is_one_small_frame() -> None:
    site = Site(max_bytes=1_000_000)
    with open(site.home) as view:
        view.find("#files").upload("a", b"x" * (CHUNK * 3))
        first, second, third, fourth = (encode(frame) for frame in view.frames)
        assert [frame.count("\n") for frame in (first, second, third, fourth)] == [2, 2, 2, 6]


def test_what_is_refused_is_not_sent() -> None:
    site = Site(max_files=2, max_bytes=3, accept=".txt")
    with open(site.home) as view:
        view.find("#files").upload_files(
            Upload("large.txt", b"1234"), Upload("a.exe", b"1"), *[Upload("x.txt", b"1")] * 3
        )
        assert rows(view) == [
            "large.txt 4 B Refused It is larger than 3 B.",
            "a.exe 1 B Refused Only .txt can be sent here.",
            "3 more 0 B Refused No more than 2 can be sent.",
        ]
        assert all(event.data is None for event in view.events)


def test_accessible_names_and_roles() -> None:
    with open(Site(accept=".csv").home) as view:
        view.find("#files").upload("<b>.txt", b"1")
        assert view.find("ul").attr("aria-label") == "Files"
        assert view.find("progress").attr("aria-label") == "_b_.txt"
        assert view.find("button").attr("aria-label") == "Remove _b_.txt"
        assert view.text("[role=status]") == "Refused"
        assert view.text("[role=alert]") == "Only .csv can be sent here."


def test_the_button_takes_a_file_out() -> None:
    site = Site(max_files=2)
    with open(site.home) as view:
        view.find("#files").upload_files(Upload("a", b"a"), Upload("b", b"b"))
        second = view.find_all("li")[1]
        view.find_all("button")[0].click()
        assert rows(view) == ["b 1 B Done"]
        assert second.text == view.find("li").text
        assert [file.name for file in site.upload.files] == ["b"]
        view.find("#files").upload("c", b"c")
        assert rows(view) == ["b 1 B Done", "c 1 B Done"]


def test_a_handler_cancels_another_file() -> None:
    site = Site(max_files=2)
    with open(site.home) as view:
        site.upload.on_progress = lambda file: site.upload.files[1].cancel()
        view.find("#files").upload_files(Upload("a", b"a"), Upload("b", b"b"))
        assert rows(view) == ["a 1 B Done", "b 1 B Cancelled"]
        assert site.done == [b"a"]


def test_a_connection_that_is_lost_midway() -> None:
    site = Site(max_bytes=2_000_000)
    content = bytes(range(256)) * 4000
    with open(site.home) as view:
        view.drop()
        view.find("#files").upload("a", content)
        assert site.upload.files == ()
        view.reconnect()
        assert rows(view) == ["a 1 MB Done"]
        assert site.done == [content]


def test_pieces_alone_follow_their_file() -> None:
    def show(upload: l.Upload) -> object:
        def row(file: l.UploadFile) -> object:
            return [
                l.T("b", file.name),
                upload.bar(file),
                upload.state_text(file),
                upload.button(file),
                upload.error_text(file),
            ]

        return upload.view(l.Class("mine"), row=row)

    with open(Site(show, max_files=2, accept=".csv").home) as view:
        view.find("#files").upload_files(Upload("a.csv", b"a"), Upload("b", b"b"))
        assert view.find("ul").classes == {"hlive-uploads", "mine"}
        assert [each.text for each in view.find_all("b")] == ["a.csv", "b"]
        assert [each.text for each in view.find_all("[role=status]")] == ["Done", "Refused"]
        assert view.find_all("progress")[0].attr("value") == "1"
        assert view.find_all("li")[1].attr("data-state") == "refused"
        view.find_all("button")[0].click()
        assert [each.text for each in view.find_all("b")] == ["b"]


def test_rows_anywhere() -> None:
    chosen = l.Group()

    def show(upload: l.Upload) -> object:
        upload.on_progress = lambda file: chosen.add(upload.row(file))
        return l.T("ol", chosen)

    with open(Site(show).home) as view:
        view.find("#files").upload("a", b"a")
        assert view.find("ol > li").attr("data-state") == "done"
        assert view.find("ol button").text == "Remove"


class Album(l.Component):
    """Shows its upload anew each time; saves a number."""

    shown: int = l.state(0)

    def __init__(self) -> None:
        super().__init__()
        self.upload = l.Upload(max_files=3, on_done=self.count)

    def count(self, file: l.UploadFile) -> None:
        self.shown += 1

    def render(self) -> object:
        return l.T("p", self.shown), self.upload.input({"id": "files"}), self.upload.view()


def album() -> l.Page:
    page = l.Page()
    page.body.add(Album())
    return page


def test_in_a_component_that_renders_itself() -> None:
    with open(album) as view:
        for count in (1, 2, 3):
            view.find("#files").upload(f"{count}", b"x")
            assert view.text("p") == str(count)
            assert len(view.find_all("li[data-state=done]")) == count
        view.find_all("button")[0].click()
        assert [row.split()[0] for row in rows(view)] == ["2", "3"]


def test_the_page_can_be_saved_without_its_files() -> None:
    with open(album) as view:
        view.find("#files").upload("a", b"x")
        saved = view.context.page.save()
    page = album()
    page.load(saved)
    (loaded,) = page.body.children
    assert isinstance(loaded, Album)
    assert loaded.shown == 1 and loaded.upload.files == ()


def test_other_texts() -> None:
    texts = l.UploadTexts(
        files="Dateien", refused="Abgelehnt", remove="Entfernen", wrong_type="Nur {accept}."
    )
    with open(Site(texts=texts, accept=".csv").home) as view:
        view.find("#files").upload("a", b"x")
        assert rows(view) == ["a 1 B Abgelehnt Nur .csv."]
        assert view.find("button", text="Entfernen").attr("aria-label") == "Entfernen a"


@pytest.mark.parametrize("event", ["change", "focus"])
def test_other_events_of_the_input_are_heard_as_ever(event: str) -> None:
    heard: list[str] = []

    def home() -> l.Page:
        upload = l.Upload()
        page = l.Page()
        listens = l.on(event, lambda e: heard.append(e.file.name if e.file else ""))
        page.body.add(upload.input(listens))
        return page

    with open(home) as view:
        if event == "focus":
            view.find("input").focus()
        view.find("input").upload("a.txt", b"x")
        assert heard == (["a.txt"] if event == "change" else [""])


async def test_in_an_async_test() -> None:
    site = Site(max_bytes=1_000_000)
    async with open(site.home) as view:
        await view.find("#files").upload("a", b"x" * (CHUNK + 1))
        await view.until(lambda: rows(view) == ["a 262.1 kB Done"])
