"""What declared state may hold: it fits its type, is saved as JSON, and comes back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, Flag, IntEnum, StrEnum
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlive.plain import NotPlain, check, from_plain, to_plain


class Color(Enum):
    RED = "r"
    BLUE = ("b", 1)
    CRIMSON = "r"


class Size(StrEnum):
    SMALL = "s"


class Level(IntEnum):
    LOW = 1


class Right(Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True)
class Point:
    x: int
    y: float = 0.0


@dataclass
class Tree:
    name: str
    children: list[Tree] = field(default_factory=list)
    total: int = field(init=False, default=0)


@dataclass(frozen=True)
class Point3(Point):
    z: int = 0


@dataclass
class Odd:
    thing: object


@dataclass
class Strict:
    x: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is below 0")


SAVED: list[tuple[Any, Any, Any]] = [
    (None, None, None),
    ("a\n\u20ac", str, "a\n\u20ac"),
    (3, int, 3),
    (True, bool, True),
    (2.5, float, 2.5),
    (2, float, 2),
    (date(2024, 2, 29), date, "2024-02-29"),
    (datetime(2024, 2, 29, 12, 30, 1, 5, UTC), datetime, "2024-02-29T12:30:01.000005+00:00"),
    (time(12, 30), time, "12:30:00"),
    (Decimal("1.50"), Decimal, "1.50"),
    (UUID(int=1), UUID, "00000000-0000-0000-0000-000000000001"),
    (Color.RED, Color, "RED"),
    (Color.BLUE, Color, "BLUE"),
    (Color.CRIMSON, Color, "RED"),
    (Size.SMALL, Size, "SMALL"),
    (Level.LOW, Level, "LOW"),
    (Right.READ | Right.WRITE, Right, 3),
    ("b", Literal["a", "b"], "b"),
    (True, Literal[1, True], True),
    (Color.BLUE, Literal[Color.BLUE, None], "BLUE"),
    (Point(1, 2.5), Point, {"x": 1, "y": 2.5}),
    (
        Tree("a", [Tree("b")]),
        Tree,
        {"name": "a", "children": [{"name": "b", "children": []}]},
    ),
    ([1, 2], list[int], [1, 2]),
    ([[1], []], list[list[int]], [[1], []]),
    ({10, 9}, set[int], [10, 9]),
    (frozenset({"b", "a"}), frozenset[str], ["a", "b"]),
    ({Color.RED, Color.BLUE}, set[Color], ["BLUE", "RED"]),
    ({(2, "x"), (1, "y")}, set[tuple[int, str]], [[1, "y"], [2, "x"]]),
    ((1, "a"), tuple[int, str], [1, "a"]),
    ((1, 2, 3), tuple[int, ...], [1, 2, 3]),
    ((), tuple[int, ...], []),
    ({"b": 1, "a": 2}, dict[str, int], {"b": 1, "a": 2}),
    ({1: "a"}, dict[int, str], [[1, "a"]]),
    (
        {(1, 2): {"k": date(2024, 1, 1)}},
        dict[tuple[int, int], dict[str, date]],
        [[[1, 2], {"k": "2024-01-01"}]],
    ),
    (None, int | None, None),
    (1, int | None, 1),
    (date(2024, 1, 1), date | None, "2024-01-01"),
    ("1", int | str, "1"),
    (1.5, int | float | None, 1.5),
    ("2024-01-01", date | str, ["str", "2024-01-01"]),
    (date(2024, 1, 1), date | str, ["date", "2024-01-01"]),
    (datetime(2024, 1, 1), date | datetime, ["datetime", "2024-01-01T00:00:00"]),
    ([1], list[int] | set[int], ["list[int]", [1]]),
    ({1}, list[int] | set[int], ["set[int]", [1]]),
    (None, list[int] | set[int] | None, None),
    ([1, "a", None, {"k": [True]}], Any, [1, "a", None, {"k": [True]}]),
    ([1, "a"], list, [1, "a"]),
    ({"a": [1]}, dict, {"a": [1]}),
    ((1, 2), tuple, [1, 2]),
]


@pytest.mark.parametrize("value, type_, data", SAVED)
def test_a_value_becomes_data_and_comes_back(value: object, type_: Any, data: object) -> None:
    check(value, type_, "it")
    plain = to_plain(value, type_, "it")
    assert plain == data and json.loads(json.dumps(plain)) == data
    back = from_plain(json.loads(json.dumps(plain)), type_, "it")
    assert back == value and type(back) is type(value)


@pytest.mark.parametrize(
    "value, type_, message",
    [
        (1, str, "x.y must be str, not int 1"),
        (True, int, "x.y must be int, not bool True"),
        (1, bool, "x.y must be bool, not int 1"),
        (Level.LOW, int, "x.y must be int, not Level <Level.LOW: 1>"),
        (Size.SMALL, str, "x.y must be str, not Size <Size.SMALL: 's'>"),
        (None, str, "x.y must be str, not NoneType None"),
        (0, None, "x.y must be None, not int 0"),
        (datetime(2024, 1, 1), date, "x.y must be date, not datetime datetime.datetime(2024, "),
        (1, Literal[True], "x.y must be Literal[True], not int 1"),
        ("r", Color, "x.y must be Color, not str 'r'"),
        (Point3(1), Point, "x.y must be Point, not Point3 Point3(x=1, y=0.0, z=0)"),
        (Tree("a", [Tree(1)]), Tree, "x.y must be Tree, not Tree Tree(name='a', children=["),  # type: ignore[arg-type]
        ([1], tuple[int], "x.y must be tuple[int], not list [1]"),
        ((1, 2), tuple[int], "x.y must be tuple[int], not tuple (1, 2)"),
        ({1: 1}, dict[str, int], "x.y must be dict[str, int], not dict {1: 1}"),
        ([None], list[int | str], "x.y must be list[int | str], not list [None]"),
        (b"", bytes, "x.y: bytes is no type that state can have"),
        ([], Sequence[int], "x.y: collections.abc.Sequence[int] is no type that state can have"),
        ([], list[bytes], "x.y: bytes is no type that state can have"),
        (Odd(1), Odd, "x.y: object is no type that state can have"),
    ],
)
def test_what_does_not_fit_is_refused(value: object, type_: Any, message: str) -> None:
    with pytest.raises(NotPlain, match=f"^{re.escape(message)}"):
        check(value, type_, "x.y")


@pytest.mark.parametrize(
    "value",
    [(1,), {1}, {1: 2}, b"", date(2024, 1, 1), Color.RED, [[(1,)]], {"a": {"b": {1}}}, object()],
)
def test_where_no_type_is_given_only_json_can_be_saved(value: object) -> None:
    check(value, Any, "x.y")
    with pytest.raises(NotPlain, match=r"^x\.y: .* can't be saved where no type says what it is$"):
        to_plain(value, Any, "x.y")


@pytest.mark.parametrize(
    "data, type_, message",
    [
        ("3", int, "x.y: '3' is no int: '3' is no int"),
        (3, str, "x.y: 3 is no str: 3 is no str"),
        ("abc", list[str], "x.y: 'abc' is no list[str]: 'abc' is no list"),
        ({"a": 1}, list[str], "x.y: {'a': 1} is no list[str]: {'a': 1} is no list"),
        ([1, 2, 3], tuple[int, int], "x.y: [1, 2, 3] is no tuple[int, int]: zip() argument 2 is"),
        ("soon", date, "x.y: 'soon' is no date: Invalid isoformat string: 'soon'"),
        (5, date, "x.y: 5 is no date: 5 is no text"),
        ("much", Decimal, "x.y: 'much' is no Decimal: [<class 'decimal.ConversionSyntax'>]"),
        ("r", Color, "x.y: 'r' is no Color: there is no such member"),
        (["RED"], Color, "x.y: ['RED'] is no Color"),
        (8, Right, "x.y: 8 is no Right: <flag 'Right'> invalid value 8"),
        ("c", Literal["a"], "x.y: 'c' is no Literal['a']: it is none of the options"),
        (1, Literal[True], "x.y: 1 is no Literal[True]: it is none of the options"),
        ({"x": "1"}, Point, "x.y: {'x': '1'} is no Point: '1' is no int"),
        ({"x": 1, "q": 1, "p": 2}, Point, "x.y: {'x': 1, 'q': 1, 'p': 2} is no Point: it has no p"),
        ({}, Point, "x.y: {} is no Point: Point.__init__() missing 1 required positional argument"),
        ([1, 2], Point, "x.y: [1, 2] is no Point: [1, 2] is no dict"),
        ({"x": -1}, Strict, "x.y: {'x': -1} is no Strict: x is below 0"),
        ([1], dict[str, int], "x.y: [1] is no dict[str, int]: [1] is no dict"),
        ({"1": "a"}, dict[int, str], "x.y: {'1': 'a'} is no dict[int, str]: {'1': 'a'} is no list"),
        (None, int | str, "x.y: None is no int | str: None is no option"),
        ("2024-01-01", date | str, "x.y: '2024-01-01' is no datetime.date | str: '2024-01-01' is "),
        (["int", 1], date | str, "x.y: ['int', 1] is no datetime.date | str: 'int' is no option"),
        ([[], 1], date | str, "x.y: [[], 1] is no datetime.date | str"),
    ],
)
def test_data_that_does_not_fit_is_refused(data: object, type_: Any, message: str) -> None:
    with pytest.raises(NotPlain, match=f"^{re.escape(message)}"):
        from_plain(data, type_, "x.y")


def test_the_same_set_is_the_same_data_each_time() -> None:
    words = [f"word {n}" for n in range(50)]
    backwards = {words[at] for at in range(49, -1, -1)}
    assert to_plain(set(words), set[str], "") == to_plain(backwards, set[str], "")


# Any type, any value.

_LEAVES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, st.text()),
    (int, st.integers()),
    (bool, st.booleans()),
    (float, st.floats(allow_nan=False)),
    (None, st.none()),
    (date, st.dates()),
    (datetime, st.datetimes(timezones=st.none() | st.just(UTC))),
    (time, st.times()),
    (Decimal, st.decimals(allow_nan=False)),
    (UUID, st.uuids()),
    (Color, st.sampled_from(Color)),
    (Level, st.sampled_from(Level)),
    (Right, st.sampled_from([Right(0), Right.READ, Right.READ | Right.WRITE])),
    (Literal["a", 1, None, False], st.sampled_from(["a", 1, None, False])),
    (Point, st.builds(Point, st.integers(), st.floats(allow_nan=False))),
]
_HASHABLE = [leaf for leaf in _LEAVES if leaf[0] is not float]

Typed = tuple[Any, st.SearchStrategy[Any]]


def _wider(typed: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    hashable = st.sampled_from(_HASHABLE)
    two = st.tuples(typed, typed)
    return st.one_of(
        typed.map(_lists),
        typed.map(_tuples),
        two.map(_pairs),
        hashable.map(_sets),
        st.tuples(hashable, typed).map(_dicts),
        two.map(_eithers),
    )


def _lists(item: Typed) -> Typed:
    return list.__class_getitem__(item[0]), st.lists(item[1], max_size=3)


def _tuples(item: Typed) -> Typed:
    return tuple.__class_getitem__((item[0], ...)), st.lists(item[1], max_size=3).map(tuple)


def _pairs(items: tuple[Typed, Typed]) -> Typed:
    (one, ones), (other, others) = items
    return tuple.__class_getitem__((one, other)), st.tuples(ones, others)


def _sets(item: Typed) -> Typed:
    return set.__class_getitem__(item[0]), st.sets(item[1], max_size=3)


def _dicts(items: tuple[Typed, Typed]) -> Typed:
    (key, keys), (item, values) = items
    return dict.__class_getitem__((key, item)), st.dictionaries(keys, values, max_size=3)


def _eithers(items: tuple[Typed, Typed]) -> Typed:
    (one, ones), (other, others) = items
    return (one or type(None)) | (other or type(None)), ones | others


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_of_any_type_comes_back(data: st.DataObject) -> None:
    type_, values = data.draw(st.recursive(st.sampled_from(_LEAVES), _wider, max_leaves=4))
    value = data.draw(values)
    check(value, type_, "it")
    text = json.dumps(to_plain(value, type_, "it"))
    back = from_plain(json.loads(text), type_, "it")
    assert back == value
    assert json.dumps(to_plain(back, type_, "it")) == text
