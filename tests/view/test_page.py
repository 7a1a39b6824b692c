"""A page's parts, and that they are live like everything else."""

import hlive as l
from tests.view.driver import CLIENT, Driver, drive


def test_the_document() -> None:
    def home() -> l.Page:
        page = l.Page(title="Hello & more", lang="de")
        page.head.add(l.T("link", {"rel": "icon", "href": "/x"}))
        page.body.add("Hi")
        return page

    assert Driver(home).html == (
        '<!doctype html><html lang="de"><head><meta charset="utf-8">'
        f"<title>Hello &amp; more</title><script>{CLIENT}</script>"
        '<link rel="icon" href="/x"></head><body>Hi</body></html>'
    )


def test_an_empty_page() -> None:
    assert Driver(l.Page).html == (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title>'
        f"<script>{CLIENT}</script></head><body></body></html>"
    )


def test_the_title_can_change() -> None:
    title = l.Box("1 message")

    def home() -> l.Page:
        page = l.Page()
        page.title.add(title)
        return page

    driver = Driver(home)
    title.set("2 messages")
    assert driver.render() == ["u 3 >0 t 2 messages"]


def test_head_html_and_meta_can_change() -> None:
    driver = drive()
    page = driver.page
    page.html.add({"lang": "fr"})
    page.meta.add({"charset": "ascii"})
    page.head.add(l.T("base"))
    assert driver.render() == [
        'u doc 1 a lang="fr"',
        'u 2 >0 a charset="ascii"',
        "c 2 >3 h <base>",
    ]


def test_a_page_without_a_client_keeps_its_place() -> None:
    page = l.Page()
    page.use_client("first()")
    page.use_client("second()")
    assert [child.name for child in page.head.children] == ["meta", "title", "script"]  # type: ignore[attr-defined]


def test_ids_count_up() -> None:
    page = l.Page()
    assert [page.next_id(), page.next_id(), page.next_id()] == ["1", "2", "3"]


def test_something_is_the_first_time_only_once_for_each_page() -> None:
    page = l.Page()
    assert page.first_time("a")
    assert not page.first_time("a")
    assert page.first_time("b")
    assert l.Page().first_time("a")
