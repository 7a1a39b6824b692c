"""Scripts that attributes bring along, in each page that needs them and once."""

import pytest

import hlive as l
from hlive.scripts import ScriptAttribute, script
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from tests.view.driver import CLIENT, Driver, drive, page_of


@pytest.mark.parametrize("name", ["hlive", "prevent_default", "stop_propagation"])
def test_scripts_are_minified(name: str) -> None:
    source = script(name)
    assert source
    assert "\n//" not in source
    assert "/*" not in source
    assert script(name) is source


def scripts_in(driver: Driver) -> int:
    return driver.html.count("<script>")


@pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02], ids=["0.1", "0.2"])
def test_the_script_of_an_attribute_comes_once(dialect: Dialect) -> None:
    links = [l.C("a", l.prevent_default(), l.stop_propagation()) for _ in range(3)]
    driver = drive(links, dialect=dialect)
    assert scripts_in(driver) == 3
    assert driver.dom(2) == (
        "a",
        {"data-hlive-pd": "", "data-hlive-sp": "", dialect.id_attr: "7"},
    )


def test_a_script_is_added_when_its_attribute_comes_later() -> None:
    link = l.C("a")
    driver = drive(link)
    assert scripts_in(driver) == 1
    link.add(l.prevent_default())
    lines = driver.render()
    assert [line.partition("<script>")[0] for line in lines] == [
        "c 2 >3 h ",
        'c 4 >0 a data-hlive-pd=""',
    ]
    link.add(l.AttrsOff("data-hlive-pd"))
    driver.render()
    link.add(l.prevent_default())
    assert driver.render() == ['c 4 >0 a data-hlive-pd=""']


def test_every_page_gets_the_script_also_when_the_tag_is_shared() -> None:
    shared = l.T("form", l.prevent_default())
    first = Driver(lambda: page_of(shared))
    second = Driver(lambda: page_of(shared))
    assert scripts_in(first) == 2
    assert second.html == first.html


class Marked(l.AttributePlugin):
    """An attribute that changes the page's body once."""

    def initialize(self, page: l.Page) -> None:
        page.body.add(self.value)


def test_an_attribute_of_the_authors_own() -> None:
    driver = drive(l.T("p", Marked("DATA-mark", "x")), l.T("p", Marked("data-mark", "y")))
    assert driver.body() == (("p", {"data-mark": "x"}), ("p", {"data-mark": "y"}), "x")


def test_an_attribute_of_a_plugin_can_not_be_the_protocols_own() -> None:
    with pytest.raises(ValueError, match="'hid' is one of HLive's own attributes"):
        ScriptAttribute("hid", "prevent_default")


def test_the_client_is_in_the_head() -> None:
    assert f"<script>{CLIENT}</script>" in drive().html
