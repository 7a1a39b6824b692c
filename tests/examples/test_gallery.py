"""The gallery, in memory: it has all examples, and shows the source of each as it is."""

import inspect
import re
from types import SimpleNamespace

import pytest

import hlive as l
from examples import gallery
from examples.highlight import highlight
from tests.conftest import ROOT

REQUEST = SimpleNamespace(ctx=SimpleNamespace(visitor="somebody"))
"""A request that the middleware of the session example has seen."""

PARTS_OF_THE_GALLERY = {"gallery", "highlight"}


def test_the_index_leads_to_every_example() -> None:
    view = l.testing.open(gallery.app)
    modules = {path.stem for path in (ROOT / "examples").glob("*.py")} - PARTS_OF_THE_GALLERY
    links = [link.attr("href") for link in view.find_all("li a")]
    assert sorted(map(str, links)) == sorted(f"/{name.replace('_', '-')}/" for name in modules)
    assert len(view.find_all("section")) == len(gallery.GROUPS)


@pytest.mark.parametrize("name", gallery.EXAMPLES)
def test_an_example_stands_beside_its_source(name: str) -> None:
    with l.testing.open(gallery.app, gallery.address(name), request=REQUEST) as view:
        assert view.text("h1") == name
        assert view.text(".source") == inspect.getsource(gallery.EXAMPLES[name])
        assert view.exists("main > *")


@pytest.mark.parametrize("name", gallery.EXAMPLES)
def test_an_example_says_what_it_teaches(name: str) -> None:
    assert (gallery.EXAMPLES[name].__doc__ or "").startswith("Teaches ")


def test_the_examples_are_a_chain() -> None:
    path, seen = gallery.address("Hello"), []
    while path:
        view = l.testing.open(gallery.app, path, request=REQUEST)
        seen.append(view.text("h1"))
        path = next((str(link.attr("href")) for link in view.find_all("[rel=next]")), "")
    assert seen == list(gallery.EXAMPLES)


def test_further_pages_of_an_example_are_in_the_gallery() -> None:
    view = l.testing.open(gallery.app, "/url-parameters/people/1?greeting=Hi")
    assert view.text("#greeting") == "Hi, Ada! "
    view.find("a", text="Everybody").click()
    assert view.location == "/url-parameters/"


def test_source_is_coloured() -> None:
    source = 'def f(x):  # what\n    """Doc."""\n    return f"a{x}" + "#" * 3\n'

    def home() -> l.Page:
        page = l.Page()
        page.body.add(highlight(source))
        return page

    view = l.testing.open(home)
    parts = [(sorted(span.classes)[0], span.text) for span in view.find_all("span")]
    assert view.text("pre") == source
    assert parts == [
        ("keyword", "def"),
        ("name", "f"),
        ("comment", "# what"),
        ("comment", '"""Doc."""'),
        ("keyword", "return"),
        ("string", 'f"a{x}"'),
        ("string", '"#"'),
        ("number", "3"),
    ]


def test_the_documentation_names_every_example() -> None:
    text = (ROOT / "docs" / "examples.md").read_text()
    modules = {path.name for path in (ROOT / "examples").glob("*.py")}
    linked = set(re.findall(r"\(\.\./examples/(\w+\.py)\)", text))
    assert linked == modules - {f"{name}.py" for name in PARTS_OF_THE_GALLERY}
    assert re.findall(r"^\| \[(.+?)\]", text, re.MULTILINE) == list(gallery.EXAMPLES)
