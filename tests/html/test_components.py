"""An element becomes a component by itself when it has a binding."""

from collections.abc import Callable

import pytest

import hlive as l
from hlive import html as h
from hlive.html.given import Child


def handler(event: l.Event) -> None:
    pass


def test_without_a_binding_it_is_a_tag() -> None:
    assert not isinstance(h.button("x", on_click=None), l.Component)


def test_a_keyword_binds() -> None:
    button = h.button("x", on_click=handler, on_keydown=handler)
    assert isinstance(button, l.Component)
    assert [binding.name for binding in button.bindings] == ["click", "keydown"]
    assert button.bindings[0].handler is handler
    assert button.auto_render


@pytest.mark.parametrize(
    "wrap",
    [
        lambda binding: binding,
        lambda binding: [None, [binding]],
        lambda binding: l.Elements("x", binding),
        lambda binding: (each for each in [binding]),
    ],
)
def test_a_binding_among_the_children(wrap: Callable[[l.Binding], Child]) -> None:
    binding = l.on_once("click", handler)
    button = h.button("x", wrap(binding))
    assert isinstance(button, l.Component)
    assert button.bindings == (binding,)


def test_several_bindings_for_one_event() -> None:
    button = h.button(l.on("click", handler), l.on("click", handler), on_click=handler)
    assert isinstance(button, l.Component)
    assert [binding.name for binding in button.bindings] == ["click"] * 3


def test_auto_render_makes_a_component() -> None:
    button = h.button(l.on("click", handler), auto_render=False)
    assert isinstance(button, l.Component)
    assert not button.auto_render
    assert isinstance(h.div(auto_render=True), l.Component)


def test_a_tag_can_become_a_component() -> None:
    tag = h.div("x", id="a")
    around = h.component(tag)
    around.add(l.on("click", handler))
    assert [binding.name for binding in around.bindings] == ["click"]
    assert around.attribute("id") == "a"
    assert around.children == ("x",)


def test_a_component_stays_what_it_is() -> None:
    button = h.button(on_click=handler)
    assert h.component(button) is button


def test_a_key_is_kept() -> None:
    assert h.li("x", key=3).key == "3"
    assert h.li("x", key="a", on_click=handler).key == "a"


def test_an_element_remembers_where_it_was_written() -> None:
    assert str(h.p().source).startswith(__file__ + ":")
