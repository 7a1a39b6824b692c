"""The differ: an old tree, a new tree, and the literal frame between them."""

import pytest

from hlive_proto import markup
from hlive_proto.browser import Browser, shown
from hlive_proto.differ import Strategy, _longest_increasing, diff, diff_component
from hlive_proto.outbound import encode
from hlive_proto.patch import ROOT, Attribute, Op, Patch
from hlive_proto.tree import Element, Node, Raw, Text

BOTH = list(Strategy)
POSITIONAL, MINIMAL = Strategy.POSITIONAL, Strategy.MINIMAL
LONG = " of a list whose rows are long enough that a move is worth it"


def element(name: str, *children: Node, **attrs: str) -> Element:
    pairs = tuple(attrs.items())
    return Element(name, pairs, children, attrs.get("hid"))


def row(key: str, text: str = LONG) -> Element:
    return Element("li", (), (Text(key + text),), key=key)


def rows(keys: str) -> Element:
    return element("ul", *map(row, keys))


def assert_diff(old: Node, new: Node, *patches: Patch, by: Strategy | None = None) -> None:
    """The strategies give these patches, and a browser that applies them shows the new tree."""
    for strategy in BOTH if by is None else [by]:
        found = diff((old,), (new,), strategy)
        assert found == list(patches)
        browser = Browser(markup.html((old,)))
        browser.apply(encode(found))
        assert browser.snapshot() == shown((new,))


def create(path: tuple[int, ...], node: Node, root: str = ROOT) -> Patch:
    return Patch(Op.CREATE, root, path, node)


def update(path: tuple[int, ...], content: Node | Attribute, root: str = ROOT) -> Patch:
    return Patch(Op.UPDATE, root, path, content)


def delete(*path: int, root: str = ROOT) -> Patch:
    return Patch(Op.DELETE, root, path)


A, B, C = Text("a"), Text("b"), Text("c")
BOLD, ITALIC = Element("b"), Element("i")
RAW = Raw("<b>2</b>")


@pytest.mark.parametrize(
    "old, new, patches",
    [
        (element("p", A), element("p", A), []),
        (element("p", A), element("p", B), [update((0, 0), B)]),
        (element("p", A, BOLD), element("p", BOLD, BOLD), [delete(0, 0), create((0, 0), BOLD)]),
        (element("p", BOLD, ITALIC), element("p", A, ITALIC), [delete(0, 0), create((0, 0), A)]),
        (element("p", A), element("p", Raw("a")), [delete(0, 0), create((0, 0), Raw("a"))]),
        (element("p", BOLD), element("p", ITALIC), [update((0, 0), ITALIC)]),
        (element("p", Raw("<b>1</b>")), element("p", RAW), [update((0, 0), RAW)]),
        (element("p"), element("p", BOLD, A), [create((0, 0), BOLD), create((0, 1), A)]),
        (element("p", BOLD, A), element("p"), [delete(0, 1), delete(0, 0)]),
        (element("p", t="1", u="2"), element("p", u="2", t="1"), []),
        (
            element("p", t="1", u="2", v="3"),
            element("p", w="4", u="5"),
            [
                Patch(Op.CREATE, ROOT, (0,), Attribute("w", "4")),
                Patch(Op.UPDATE, ROOT, (0,), Attribute("u", "5")),
                Patch(Op.DELETE, ROOT, (0,), Attribute("t", "1")),
                Patch(Op.DELETE, ROOT, (0,), Attribute("v", "3")),
            ],
        ),
        (Element("p", key="a"), Element("p", key="b"), []),
    ],
)  # fmt: skip
def test_one_node_against_another(old: Node, new: Node, patches: list[Patch]) -> None:
    assert_diff(old, new, *patches)


# Roots.


def test_paths_start_from_the_nearest_component() -> None:
    def tree(title: str, text: str) -> Element:
        return element("div", element("p", element("i", Text(text)), title=title, hid="7"))

    assert_diff(
        tree("1", "a"),
        tree("2", "b"),
        update((0, 0), Attribute("title", "2")),
        update((0, 0), B, root="7"),
    )


def test_a_component_that_takes_the_place_of_another_gets_its_id_first() -> None:
    assert_diff(
        element("div", element("p", A, hid="7")),
        element("div", element("p", B, hid="8")),
        update((0, 0), Attribute("hid", "8")),
        update((0,), B, root="8"),
        by=POSITIONAL,
    )


def test_two_components_that_change_places_are_never_mistaken() -> None:
    first, second = element("p", A, hid="7"), element("p", B, hid="8")
    assert_diff(
        element("div", first, second),
        element("div", second, first),
        update((0, 0), Attribute("hid", "8")),
        update((0,), B, root="8"),
        update((0, 1), Attribute("hid", "7")),
        update((0,), A, root="7"),
        by=POSITIONAL,
    )


def test_a_component_that_changes_places_with_the_one_around_it() -> None:
    assert_diff(
        element("div", element("p", A, hid="8"), hid="7"),
        element("div", element("p", B, hid="7"), hid="8"),
        update((0,), Attribute("hid", "8")),
        update((0,), Attribute("hid", "7"), root="8"),
        update((0,), B, root="7"),
    )


@pytest.mark.parametrize("strategy", BOTH)
@pytest.mark.parametrize("back", [False, True])
def test_a_component_moves_to_another_parent(strategy: Strategy, back: bool) -> None:
    """For a moment both places hold it, and patches inside it must find the right one."""
    moved = element("p", element("b", A), hid="7")
    pages = [
        element("div", element("ul", element("li"), hid="1"), element("ol", moved, hid="3")),
        element("div", element("ul", moved, element("li"), hid="1"), element("ol", hid="3")),
    ]
    old, new = pages[::-1] if back else pages
    browser = Browser(markup.html((old,)))
    browser.apply(encode(diff((old,), (new,), strategy)))
    assert browser.snapshot() == shown((new,))
    assert browser.log == []


@pytest.mark.parametrize("strategy", BOTH)
def test_a_component_alone(strategy: Strategy) -> None:
    old = element("ul", BOLD, BOLD, A, hid="7", t="1")
    new = element("ul", BOLD, hid="7", t="2")
    assert diff_component(old, new, strategy) == [
        update((), Attribute("t", "2"), root="7"),
        delete(2, root="7"),
        delete(1, root="7"),
    ]
    assert diff_component(old, Element("ol", new.attrs, (), "7"), strategy) == [
        update((), Element("ol", new.attrs, (), "7"), root="7")
    ]


# Positional: the reference's order of deletes.


def test_runs_of_deletes_are_turned_round() -> None:
    three = (ITALIC, ITALIC, ITALIC)
    old = element("div", element("p", element("b", *three), element("u", *three)))
    new = element("div", element("p", element("b", ITALIC), element("u", ITALIC)))
    assert_diff(
        old,
        new,
        delete(0, 0, 0, 2),
        delete(0, 0, 1, 2),
        delete(0, 0, 0, 1),
        delete(0, 0, 1, 1),
        by=POSITIONAL,
    )
    assert_diff(
        old,
        new,
        delete(0, 0, 0, 2),
        delete(0, 0, 0, 1),
        delete(0, 0, 1, 2),
        delete(0, 0, 1, 1),
        by=MINIMAL,
    )


def test_a_replaced_node_is_not_turned_round() -> None:
    assert_diff(
        element("div", element("p", A, ITALIC, B, ITALIC, C)),
        element("div", element("p", BOLD, ITALIC, BOLD)),
        delete(0, 0, 0),
        create((0, 0, 0), BOLD),
        delete(0, 0, 2),
        create((0, 0, 2), BOLD),
        delete(0, 0, 4),
        delete(0, 0, 3),
    )


# Minimal: keys.


@pytest.mark.parametrize(
    "old, new, patches",
    [
        ("ab", "cab", [create((0, 0), row("c"))]),
        ("ab", "acb", [create((0, 1), row("c"))]),
        ("ab", "abc", [create((0, 2), row("c"))]),
        ("abc", "bc", [delete(0, 0)]),
        ("abcd", "ad", [delete(0, 2), delete(0, 1)]),
        ("abc", "bca", [delete(0, 0), create((0, 2), row("a"))]),
        ("abc", "cab", [delete(0, 2), create((0, 0), row("c"))]),
        ("ab", "ba", [delete(0, 1), create((0, 0), row("b"))]),
        (
            "abcde",
            "aecbd",
            [delete(0, 4), delete(0, 2), create((0, 1), row("e")), create((0, 2), row("c"))],
        ),
    ],
)
def test_keys(old: str, new: str, patches: list[Patch]) -> None:
    assert_diff(rows(old), rows(new), *patches, by=MINIMAL)


def test_a_row_that_stays_is_patched_where_it_is_by_then() -> None:
    assert_diff(
        element("ul", row("a"), row("b"), row("c", "1")),
        element("ul", row("b"), row("d"), row("c", "2")),
        delete(0, 0),
        create((0, 1), row("d")),
        update((0, 2, 0), Text("c2")),
        by=MINIMAL,
    )


def test_what_is_shared_at_both_ends_is_left_alone() -> None:
    a, b, c = map(row, "abc")
    old, new = element("ul", a, b, c), element("ul", a, row("d"), row("e"), c)
    patches = [delete(0, 1), create((0, 1), row("d")), create((0, 2), row("e"))]
    assert diff((old,), (new,)) == patches


def test_an_id_is_a_key() -> None:
    first, second = element("li", Text("a" + LONG), hid="7"), element("li", B, hid="8")
    assert_diff(element("ul", first, second), element("ul", second), delete(0, 0), by=MINIMAL)


def test_a_key_goes_before_an_id() -> None:
    def item(id: str) -> Element:
        return Element("li", (("hid", id),), (Text(LONG),), id, "a")

    assert_diff(
        element("ul", item("7")),
        element("ul", item("8")),
        update((0, 0), Attribute("hid", "8")),
    )


def test_the_same_key_on_another_element_is_another_key() -> None:
    old, new = Element("li", key="a"), Element("b", key="a")
    assert_diff(
        element("ul", row("c"), old),
        element("ul", new, row("c")),
        delete(0, 1),
        create((0, 0), new),
        by=MINIMAL,
    )


def test_a_key_given_twice_does_no_harm() -> None:
    old, new = element("ul", *map(row, "aab")), element("ul", *map(row, "baa"))
    browser = Browser(markup.html((old,)))
    browser.apply(encode(diff((old,), (new,))))
    assert browser.snapshot() == shown((new,))


def test_positions_are_taken_where_they_cost_less() -> None:
    old, new = element("ul", row("a", ""), row("b", "")), element("ul", row("c", ""), row("b", ""))
    assert_diff(old, new, update((0, 0, 0), C))


def test_without_keys_both_do_the_same() -> None:
    old, new = element("ul", element("li", A)), element("ul", element("li", B), element("li", A))
    assert_diff(old, new, update((0, 0, 0), B), create((0, 1), element("li", A)))


@pytest.mark.parametrize(
    "matches, stays",
    [
        ([], set()),
        ([None, None], set()),
        ([0, 1, 2], {0, 1, 2}),
        ([2, 1, 0], {2}),
        ([1, 2, 0], {0, 1}),
        ([None, 3, 0, None, 1], {2, 4}),
        ([4, 0, 3, 1, 2], {1, 3, 4}),
        ([0, 0], {1}),
    ],
)
def test_longest_increasing(matches: list[int | None], stays: set[int]) -> None:
    assert _longest_increasing(matches) == stays


# Where a path cannot lead.


@pytest.mark.parametrize("name", ["template", "noscript"])
def test_an_opaque_element_is_replaced_as_a_whole(name: str) -> None:
    old, new = element(name, element("p", A)), element(name, element("p", B))
    assert_diff(element("div", old), element("div", new), update((0, 0), new))
    assert_diff(element(name, A), element(name, A, t="1"), update((0,), element(name, A, t="1")))


def test_svg_is_replaced_when_an_element_is_new() -> None:
    old, new = element("svg", element("g")), element("svg", element("g", element("circle")))
    assert_diff(element("p", old), element("p", new), update((0, 0), new))


def test_an_outer_svg_is_replaced_for_an_inner_one() -> None:
    old = element("svg", element("svg", element("g")))
    new = element("svg", element("svg", element("a")))
    assert_diff(old, new, update((0,), new))


def test_text_attributes_and_deletes_in_svg_are_patched() -> None:
    assert_diff(
        element("svg", element("text", A), element("circle", r="1"), element("g")),
        element("svg", element("text", B), element("circle", r="2")),
        update((0, 0, 0), B),
        update((0, 1), Attribute("r", "2")),
        delete(0, 2),
    )


@pytest.mark.parametrize("name", ["input", "textarea"])
def test_a_value_that_goes_is_emptied_first(name: str) -> None:
    assert_diff(
        element(name, value="a"),
        element(name),
        update((0,), Attribute("value", "")),
        Patch(Op.DELETE, ROOT, (0,), Attribute("value", "a")),
    )


def test_what_is_shared_is_not_looked_into() -> None:
    class Untouchable(tuple[Node, ...]):
        def __len__(self) -> int:
            raise AssertionError("looked into")

        __iter__ = __getitem__ = __len__  # type: ignore[assignment]

    shared = Element("p", (), Untouchable())
    for strategy in BOTH:
        assert diff((element("div", shared, A),), (element("div", shared, B),), strategy) == [
            update((0, 1), B)
        ]
