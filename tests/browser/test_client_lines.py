"""What each line from the server does to the page, in our client and in the original."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.pages import console_errors
from tests.browser.scripted import (
    SESSION,
    OriginalClient,
    Visit,
    attribute,
    both_clients,
    client_file,
    patch,
    visiting,
)

pytestmark = both_clients


@pytest.fixture
def visit(client: str, browser: WebDriver, original_client: OriginalClient) -> Iterator[Visit]:
    with visiting(browser, client_file(client, original_client)) as visit:
        yield visit
        assert console_errors(browser) == []


@pytest.mark.parametrize(
    "line, expected",
    [
        pytest.param(patch("c", "doc", "1>1>0", "t", "a"), "a<b>1</b><i>2</i>", id="text-first"),
        pytest.param(patch("c", "doc", "1>1>1", "t", "a"), "<b>1</b>a<i>2</i>", id="text-between"),
        pytest.param(patch("c", "doc", "1>1>9", "t", "a"), "<b>1</b><i>2</i>a", id="text-past-end"),
        pytest.param(
            patch("c", "doc", "1>1>1", "t", "<&>"), "<b>1</b>&lt;&amp;&gt;<i>2</i>", id="text-raw"
        ),
        pytest.param(
            patch("c", "doc", "1>1>0>0", "t", "ж€𝄞"), "<b>ж€𝄞1</b><i>2</i>", id="text-unicode"
        ),
        pytest.param(
            patch("c", "doc", "1>1>2", "t", "\ufeffa"), "<b>1</b><i>2</i>\ufeffa", id="text-bom"
        ),
        pytest.param("d|c|doc|1>1>0|t|aGk=", "hi<b>1</b><i>2</i>", id="text-base64"),
        pytest.param(patch("u", "doc", "1>1>0>0", "t", "x"), "<b>x</b><i>2</i>", id="text-update"),
        pytest.param(
            patch("u", "doc", "1>1>1>0", "t", ""), "<b>1</b><i></i>", id="text-update-empty"
        ),
        pytest.param(
            patch("c", "doc", "1>1>1", "h", "<p>x<br></p>"),
            "<b>1</b><p>x<br></p><i>2</i>",
            id="html",
        ),
        pytest.param(
            patch("c", "doc", "1>1>5", "h", "<p>x</p>"), "<b>1</b><i>2</i><p>x</p>", id="html-end"
        ),
        pytest.param(
            patch("c", "doc", "1>1>0", "h", "<p></p><p></p>"),
            "<p></p><b>1</b><i>2</i>",
            id="html-only-one-root",
        ),
        pytest.param(
            patch("c", "doc", "1>1>0", "h", "<tr><td>x</td></tr>"),
            "<tr><td>x</td></tr><b>1</b><i>2</i>",
            id="html-table-row",
        ),
        pytest.param(
            patch("u", "doc", "1>1>0", "h", "<u>x</u>"), "<u>x</u><i>2</i>", id="html-update"
        ),
        pytest.param(patch("d", "doc", "1>1>0"), "<i>2</i>", id="delete"),
        pytest.param(patch("d", "doc", "1>1>0>0"), "<b></b><i>2</i>", id="delete-text"),
        pytest.param(
            attribute("c", "doc", "1>1>0", "class", "x y"),
            '<b class="x y">1</b><i>2</i>',
            id="attr",
        ),
        pytest.param(
            attribute("c", "doc", "1>1>0", "title", 'a="1"&'),
            '<b title="a=&quot;1&quot;&amp;">1</b><i>2</i>',
            id="attr-raw-value",
        ),
        pytest.param(
            attribute("c", "doc", "1>1>0", "title", "l1\nl2"),
            '<b title="l1\nl2">1</b><i>2</i>',
            id="attr-two-lines",
        ),
        pytest.param("x|unknown|abc", "<b>1</b><i>2</i>", id="unknown-kind"),
        pytest.param("\n\n", "<b>1</b><i>2</i>", id="empty-lines"),
    ],
)
def test_line(visit: Visit, line: str, expected: str) -> None:
    visit.open("<b>1</b><i>2</i>")
    visit.apply(line)
    assert visit.body() == expected


def test_attribute_update_and_delete(visit: Visit) -> None:
    visit.open('<b id="x" class="y">1</b>')
    visit.apply(
        attribute("u", "doc", "1>1>0", "id", "z"), attribute("d", "doc", "1>1>0", "class", "y")
    )
    assert visit.body() == '<b id="z">1</b>'


def test_component_roots(visit: Visit) -> None:
    visit.open('<div hid="7"><b>1</b><i hid="8">2</i></div>')
    visit.apply(
        patch("u", "7", ">0>0", "t", "one"),
        attribute("c", "8", "", "class", "x"),
        patch("c", "8", ">0", "h", "<u></u>"),
    )
    assert visit.body() == '<div hid="7"><b>one</b><i hid="8" class="x"><u></u>2</i></div>'


def test_ids_that_arrive_lead_the_next_lines(visit: Visit) -> None:
    visit.open("<p><b></b></p>")
    visit.apply(
        attribute("c", "doc", "1>1", "hid", "4"),
        attribute("c", "4", ">0", "hid", "5"),
        attribute("c", "5", ">0", "hid", "6"),
        patch("c", "6", ">0", "t", "x"),
    )
    assert visit.body() == '<p hid="5"><b hid="6">x</b></p>'


def test_of_two_components_with_one_id_the_first_is_meant(visit: Visit) -> None:
    """A moved component is there twice until its old place is deleted."""
    visit.open('<i></i><p hid="5">old</p>')
    visit.apply(
        patch("u", "5", ">0", "t", "seen"),
        patch("c", "doc", "1>1>0", "h", '<p hid="5">new</p>'),
        attribute("c", "5", "", "class", "x"),
    )
    assert visit.body() == '<p hid="5" class="x">new</p><i></i><p hid="5">seen</p>'


def test_the_first_component_counts_as_soon_as_its_id_is_there(visit: Visit) -> None:
    visit.open('<i>1</i><p hid="5">2</p>')
    visit.apply(
        patch("u", "5", ">0", "t", "seen"),
        attribute("c", "doc", "1>1>0", "hid", "5"),
        patch("u", "5", ">0", "t", "first"),
    )
    assert visit.body() == '<i hid="5">first</i><p hid="5">seen</p>'


def test_components_are_looked_up_anew_for_each_frame(visit: Visit) -> None:
    visit.open('<p hid="5">1</p>')
    visit.apply(patch("u", "5", ">0", "t", "2"))
    visit.run("document.body.prepend(document.body.firstChild.cloneNode(true))")
    visit.apply(patch("u", "5", ">0", "t", "3"))
    assert visit.body() == '<p hid="5">3</p><p hid="5">2</p>'


def test_a_frame_of_many_components(visit: Visit) -> None:
    visit.open("".join(f'<b hid="{n}">.</b>' for n in range(50)) + '<b hid="39">same id</b>')
    visit.apply(
        *[patch("u", str(n), ">0", "t", str(n)) for n in range(40)],
        patch("c", "doc", "1>1>0", "h", '<b hid="45">new</b>'),
        patch("d", "doc", "1>1>46"),
        patch("u", "45", ">0", "t", "moved"),
        patch("d", "46", ""),
        patch("u", "46", ">0", "t", "never"),
        patch("u", "47", ">0", "t", "never"),
    )
    expected = ["moved", *map(str, range(40)), *"........", "same id"]
    assert visit.run("return [...document.body.children].map(e => e.textContent)") == expected


def test_comments_count_as_children(visit: Visit) -> None:
    visit.open("<p><!-- c --><b></b></p>")
    visit.apply(patch("c", "doc", "1>1>0>1>0", "t", "x"))
    assert visit.body() == "<p><!-- c --><b>x</b></p>"


def test_what_extensions_put_before_the_head_does_not_count(visit: Visit) -> None:
    visit.open("<p></p>")
    visit.run("document.documentElement.prepend(document.createElement('x-ext'), 'text')")
    visit.apply(patch("c", "doc", "1>1>0>0", "t", "x"))
    assert visit.body() == "<p>x</p>"


def test_missing_target_drops_the_rest_of_its_frame_only(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.socket.send(
        patch("u", "doc", "1>1>0>0", "t", "2"),
        patch("u", "doc", "1>1>3>0", "t", "lost"),
        patch("u", "doc", "1>1>0>0", "t", "never"),
    )
    assert "1>1>3>0" in visit.socket.log()
    assert visit.body() == "<p>2</p>"
    visit.apply(patch("u", "doc", "1>1>0>0", "t", "3"))
    assert visit.body() == "<p>3</p>"


def test_missing_root_drops_the_rest_of_its_frame(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply(patch("d", "99", ""), patch("u", "doc", "1>1>0>0", "t", "never"))
    assert "99" in visit.socket.log()
    assert visit.body() == "<p>1</p>"


def test_a_patch_without_six_parts_is_left_out(visit: Visit) -> None:
    visit.open("<p>1</p>")
    visit.apply("d|u|doc|1>1>0>0|t", patch("u", "doc", "1>1>0>0", "t", "2"))
    assert visit.socket.log() != ""
    assert visit.body() == "<p>2</p>"


def test_session_line(visit: Visit) -> None:
    visit.open()
    visit.wait(f"hlive.sessID === '{SESSION}'")


def test_value_sets_the_property(visit: Visit) -> None:
    visit.open("<input><textarea></textarea><select><option>a<option>b</select>")
    visit.apply(
        attribute("c", "doc", "1>1>0", "value", "x&y"),
        attribute("u", "doc", "1>1>1", "value", "z"),
        attribute("c", "doc", "1>1>2", "value", "b"),
    )
    assert visit.run("return [...document.body.children].map(e => e.value)") == ["x&y", "z", "b"]
    assert visit.run("return document.querySelector('[value]')") is None


def test_value_does_not_overwrite_the_focused_field_but_clears_it(visit: Visit) -> None:
    visit.open("<input id=a>")
    field = visit.browser.find_element("id", "a")
    field.send_keys("typed")
    visit.apply(attribute("c", "doc", "1>1>0", "value", "other"))
    assert field.get_property("value") == "typed"
    visit.apply(attribute("u", "doc", "1>1>0", "value", ""))
    assert field.get_property("value") == ""


def test_scripts_in_created_nodes_run(visit: Visit) -> None:
    visit.open()
    visit.apply(
        patch("c", "doc", "1>1>0", "h", "<p><script>window.ran = 'in'</script></p>"),
        patch("c", "doc", "1>1>1", "h", '<script data-x="1">window.ran += "side"</script>'),
    )
    assert visit.run("return window.ran") == "inside"


def test_connects_with_the_page_url(visit: Visit) -> None:
    visit.open(query="?x=1&y=%26", html=' data-hlive-hash="ab12"')
    query = visit.socket.query
    query.pop("hseq", None)
    assert query == {"x": "1", "y": "&", "hlive": "1", "hhash": "ab12"}


def test_connects_without_a_hash_where_the_page_has_none(visit: Visit) -> None:
    visit.open()
    visit.socket.query.pop("hseq", None)
    assert visit.socket.query == {"hlive": "1"}
