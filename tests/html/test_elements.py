"""The functions of `hlive.html`: each makes its element, and generated files are up to date."""

import json
from inspect import getdoc

import pytest

import hlive as l
from hlive import html as h
from hlive.html import elements, generate, svg
from hlive.lower import lower_component
from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02
from hlive_proto.tree import VOID

DATA = json.loads((generate.FOLDER / "elements.json").read_text())
HTML = DATA["html"]["elements"]
SVG = DATA["svg"]["elements"]


def alone(element: l.Tag) -> str:
    """The markup of one element, without a parent that might not take it."""
    lowered = lower_component(h.component(element), l.Page(), DIALECT_02, lambda component: None)
    return markup.html([lowered])


@pytest.mark.parametrize("name", HTML)
def test_each_html_element(name: str) -> None:
    function = getattr(h, "del_" if name == "del" else name)
    expected = f'<{name} id="x">' if HTML[name].get("void") else f'<{name} id="x"></{name}>'
    assert alone(function(id="x")) == expected


@pytest.mark.parametrize("name", SVG)
def test_each_svg_element(name: str) -> None:
    tag = name.lower()
    assert alone(getattr(h.svg, name)(fill="red")) == f'<{tag} fill="red"></{tag}>'


@pytest.mark.parametrize("name", [name for name in HTML if HTML[name].get("void")])
def test_a_void_element_has_no_content(name: str) -> None:
    with pytest.raises(ValueError, match=f"<{name}> has no content, so it can't hold 'x'"):
        getattr(h, name)("x")


def test_the_data_knows_the_same_void_elements_as_the_protocol() -> None:
    obsolete = {"command", "keygen", "param"}
    assert {name for name in HTML if HTML[name].get("void")} == VOID - obsolete


@pytest.mark.parametrize("module", [elements, svg])
def test_each_function_says_what_it_makes(module: object) -> None:
    for name in module.__all__:  # type: ignore[attr-defined]
        assert getattr(module, name).__doc__.strip()


def test_a_function_lists_its_own_attributes() -> None:
    assert (getdoc(h.progress) or "").split("\n\n") == [
        "How far a task has got; without `value`, that it goes on.",
        "Holds phrasing content, without progress. Its own attributes: max, value.",
    ]


def test_the_generated_files_are_up_to_date() -> None:
    for name, content in generate.files().items():
        written = (generate.FOLDER / name).read_text()
        assert written == content, f"{name}: run `python -m hlive.html.generate`"
