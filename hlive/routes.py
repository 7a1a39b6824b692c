"""Routes: a path with parameters, and a function whose signature says what they are."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from urllib.parse import unquote

from hlive.errors import PageError, RequestError
from hlive.page import Page
from hlive.plain import NotPlain, from_plain

PageFactory = Callable[..., Page]
"""Makes one visitor's page.

Its parameters are those of the path, then those of the query (the ones with a default may be
left out of a URL), and `request`, which is the host's request. Texts are read as the annotations
say: str, int, float, bool, date, datetime, UUID, an enum, a Literal, one of these or None, or
(query only) a list of these.
"""

_PARAMETER = re.compile(r"{(\w+)}")
_TRUE, _FALSE = ("1", "true", "yes", "on", ""), ("0", "false", "no", "off")


class Address:
    """A path with its parameters in braces ("/users/{id}"), and a function that takes them.

    Raises ValueError when the path doesn't start with a slash or names a parameter that
    `function` doesn't take, TypeError when that is no function.
    """

    def __init__(self, path: str, function: Callable[..., object]) -> None:
        if not path.startswith("/"):
            raise ValueError(f"a path starts with a slash, {path!r} doesn't")
        if not callable(function):
            raise TypeError(f"{path} needs a function, not {function!r:.60}")
        self.path = path
        self.function = function
        self.names: tuple[str, ...] = tuple(_PARAMETER.findall(path))
        self.parameters = inspect.signature(function).parameters
        self._kinds = _hints(function)
        for name in self.names:
            if name not in self.parameters:
                raise ValueError(f"{path} has {{{name}}}, but {function!r} takes no {name!r}")
        self.parts = tuple(_fixed(part, path) for part in _parts(path))

    def match(self, path: str) -> dict[str, str] | None:
        """The decoded path parameters of a URL's path, None where it is another address."""
        parts = _parts(path)
        if len(parts) != len(self.parts):
            return None
        values: list[str] = []
        for mine, part in zip(self.parts, parts, strict=True):
            if mine is None and part:
                values.append(unquote(part))
            elif mine != part:
                return None
        return dict(zip(self.names, values, strict=True))

    def arguments(
        self, found: Mapping[str, str], query: Mapping[str, Sequence[str]], request: Any = None
    ) -> dict[str, Any]:
        """What the function is to be given; raises RequestError when the URL doesn't fit it."""
        arguments: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            kind = self._kinds.get(name, str)
            if name in found:
                arguments[name] = _read([found[name]], kind, name, status=404)
            elif name == "request":
                arguments[name] = request
            elif query.get(name):
                arguments[name] = _read(query[name], kind, name, status=400)
            elif parameter.default is parameter.empty:
                raise RequestError(f"the address needs ?{name}=", status=400)
        return arguments


class Lasting(NamedTuple):
    """Says of a page that its first HTML is the same for all who ask for `address` within so many
    `seconds`."""

    address: tuple[object, ...]
    seconds: float


class Route(Address):
    """Where a page is, and how it is made for a request.

    `cache` says for how many seconds its first HTML is the same for everybody. Raises ValueError
    if that isn't more than 0, or `factory` takes the request, on which the HTML then depends.
    """

    def __init__(self, path: str, factory: PageFactory, cache: float | None = None) -> None:
        if not callable(factory):
            raise TypeError(f"{path} needs a function that makes a Page, not {factory!r:.60}")
        super().__init__(path, factory)
        self.factory = factory
        self.cache = cache
        if cache is not None and not cache > 0:
            raise ValueError(f"{path} can't be cached for {cache} seconds")
        if cache is not None and "request" in self.parameters:
            raise ValueError(f"{path} can't be cached: {factory!r} takes the request")

    def lasting(
        self, found: Mapping[str, str], query: Mapping[str, Sequence[str]]
    ) -> Lasting | None:
        """What the first HTML depends on, None where it isn't to be kept."""
        if self.cache is None:
            return None
        asked = ((name, found.get(name) or tuple(query.get(name, ()))) for name in self.parameters)
        return Lasting((self.path, *asked), self.cache)

    def page(
        self, found: Mapping[str, str], query: Mapping[str, Sequence[str]], request: Any = None
    ) -> Page:
        """A new page for a request.

        Raises RequestError when the URL doesn't fit the signature, PageError when the function
        returns something else, and whatever it raises.
        """
        page: object = self.factory(**self.arguments(found, query, request))
        if not isinstance(page, Page):
            raise PageError(f"{self.factory!r} must return a Page, not {type(page).__name__}")
        return page


def _parts(path: str) -> list[str]:
    return path.removesuffix("/").split("/")


def _fixed(part: str, path: str) -> str | None:
    """The part of a path as it stands, None for a parameter."""
    if _PARAMETER.fullmatch(part):
        return None
    if _PARAMETER.search(part):
        raise ValueError(f"{path}: a parameter is all that stands between slashes, unlike {part!r}")
    return part


def _hints(function: Callable[..., object]) -> dict[str, Any]:
    target: Any = function if inspect.isroutine(function) else type(function).__call__
    return get_type_hints(target)


def _read(texts: Sequence[str], kind: Any, name: str, status: int) -> Any:
    """The value of one parameter; raises RequestError with that status when it isn't one."""
    try:
        if get_origin(kind) is list:
            (item,) = get_args(kind)
            return [_convert(text, item, name) for text in texts]
        return _convert(texts[-1], kind, name)
    except (NotPlain, ValueError) as error:
        raise RequestError(f"{name}={texts[-1]!r:.60} doesn't fit: {error}", status) from None


def _convert(text: str, kind: Any, name: str) -> Any:
    if kind is str or kind is Any:
        return text
    if kind is bool:
        return _truth(text)
    if kind in (int, float):
        return kind(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(text, kind)
    if get_origin(kind) in (Union, types.UnionType):
        return _convert_any(text, get_args(kind), name)
    return from_plain(text, kind, name)


def _convert_any(text: str, kinds: Sequence[Any], name: str) -> Any:
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _convert(text, kind, name)
        except (NotPlain, ValueError):
            continue
    raise ValueError(f"it is none of {', '.join(map(str, kinds))}")


def _member(text: str, kind: type[Enum]) -> Enum:
    """The member whose value, written out, is the text."""
    for member in kind:
        if str(member.value) == text:
            return member
    raise ValueError(f"it is none of {', '.join(str(member.value) for member in kind)}")


def _truth(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError("write 1 or 0")
