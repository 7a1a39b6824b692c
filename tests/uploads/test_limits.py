"""Which files are accepted, and what becomes of the names that a browser claims."""

import pytest

import hlive as l
from hlive.uploads.limits import (
    checked_accept,
    is_accepted,
    readable_size,
    safe_name,
    safe_type,
)


@pytest.mark.parametrize(
    "claimed, name",
    [
        ("report.csv", "report.csv"),
        ("Grüße 世界.txt", "Grüße 世界.txt"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\fakepath\\a.txt", "a.txt"),
        ("C:a.txt:stream", "C_a.txt_stream"),
        ("..", "file"),
        ("../..", "file"),
        ("a/", "file"),
        ("", "file"),
        (" . ", "file"),
        (".htaccess", "htaccess"),
        ("a.txt. ", "a.txt"),
        ("a\0b\nc\x1b[31m.txt", "abc[31m.txt"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("half\ud800.txt", "half.txt"),
        ('<b>"|?*', "_b_____"),
        ("x" * 200 + ".csv", "x" * 99 + "…" + "x" * 16 + ".csv"),
    ],
)
def test_names(claimed: str, name: str) -> None:
    assert safe_name(claimed) == name


@pytest.mark.parametrize(
    "claimed, type",
    [
        ("image/PNG", "image/png"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("", ""),
        ("text/html; charset=x", ""),
        ("<script>", ""),
        ("text/" + "x" * 200, ""),
    ],
)
def test_types(claimed: str, type: str) -> None:
    assert safe_type(claimed) == type


@pytest.mark.parametrize(
    "accept, name, type, accepted",
    [
        ((), "anything", "", True),
        ((".csv",), "A.CSV", "application/vnd.ms-excel", True),
        ((".csv",), "a.csv.exe", "text/csv", False),
        (("image/*",), "a.png", "image/png", True),
        (("image/*",), "a.png", "IMAGE/PNG", True),
        (("image/*",), "a.png", "", False),
        (("image/*",), "a.png", "imagery/png", False),
        (("text/csv",), "a", "text/csv", True),
        (("text/csv",), "a.csv", "text/csvx", False),
        ((".csv", "image/*"), "a.gif", "image/gif", True),
    ],
)
def test_accept(accept: tuple[str, ...], name: str, type: str, accepted: bool) -> None:
    assert is_accepted(accept, name, type) == accepted


def test_accept_is_written_as_in_html_or_in_parts() -> None:
    assert checked_accept(".CSV, image/*,") == (".csv", "image/*")
    assert checked_accept([".csv", "application/pdf"]) == (".csv", "application/pdf")


@pytest.mark.parametrize("accept", ["csv", "*.csv", "image", "*/*", ".c/v"])
def test_accept_that_means_nothing(accept: str) -> None:
    with pytest.raises(ValueError, match="can't be accepted"):
        l.Upload(accept=accept)


@pytest.mark.parametrize(
    "size, text",
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1550, "1.6 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1 MB"),
        (50_000_000, "50 MB"),
        (2_500_000_000_000, "2500 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert readable_size(size) == text
