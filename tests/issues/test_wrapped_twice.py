"""A tag could be wrapped twice, and then one of the two components did not hear of its changes; a
wrapped component lost its bindings."""

import pytest

import hlive as l


def test_a_tag_is_wrapped_once() -> None:
    tag = l.T("p")
    kept = l.W(tag)
    with pytest.raises(ValueError, match="has been wrapped already: add to that component"):
        l.W(tag)
    assert kept.name == "p"


def test_a_component_is_not_wrapped() -> None:
    with pytest.raises(TypeError, match="is a component already: add to it"):
        l.W(l.C("p", l.on("click", print)))
