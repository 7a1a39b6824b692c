"""Finding elements, reading them, and using them as a visitor does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from hlive.testing import acts, fields, selector
from hlive.testing.errors import ViewError
from hlive.testing.fields import Upload
from hlive.testing.keys import key_of
from hlive.testing.outline import one_line, outline
from hlive.testing.tab import Tab
from hlive.testing.walk import as_tree, text_of, ways, words_of
from hlive.testing.world import Step
from hlive_proto import markup
from hlive_proto.dom import DomElement


class Visitor(Protocol):
    """Where elements are: a tab, and somebody who acts in it."""

    tab: Tab

    def do(self, act: acts.Act) -> Step:
        """Does something there."""


class Scope:
    """What one can search in: the page, or one element of it."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    @property
    def _top(self) -> DomElement:
        raise NotImplementedError

    def find(
        self, selector: str, *, text: str | None = None, has_text: str | None = None
    ) -> Element:
        """The one element in here that matches a CSS selector.

        `text` is all the text that it has, `has_text` a part of it, with any white space as one
        space. Raises ViewError, with the page as a tree, when none or several match; ValueError
        for a selector with more of CSS than `hlive.testing.selector` knows.
        """
        found = self.find_all(selector, text=text, has_text=has_text)
        if len(found) == 1:
            return found[0]
        wanted = _wanted(selector, text, has_text)
        page = self._visitor.tab.outline()
        if not found:
            raise ViewError(f"nothing matches {wanted} in this page:\n{page}")
        lines = "\n".join(f"  {each!r}" for each in found)
        raise ViewError(f"{len(found)} elements match {wanted}:\n{lines}\nin this page:\n{page}")

    def find_all(
        self, selector: str, *, text: str | None = None, has_text: str | None = None
    ) -> list[Element]:
        """All elements in here that match, in document order; may be none."""
        matches = _compile(selector)
        found = (way[-1] for way in ways(self._visitor.tab.way(self._top)) if matches(way))
        return [
            Element(self._visitor, element)
            for element in found
            if (text is None or words_of(element) == text)
            and (has_text is None or has_text in words_of(element))
        ]

    def exists(
        self, selector: str, *, text: str | None = None, has_text: str | None = None
    ) -> bool:
        """Whether at least one element in here matches."""
        return bool(self.find_all(selector, text=text, has_text=has_text))


class Element(Scope):
    """One element of the page; it stays this one, also when others come and go around it.

    Everything raises ViewError once the element isn't in the page any more.
    """

    def __init__(self, visitor: Visitor, element: DomElement) -> None:
        super().__init__(visitor)
        self._element = element

    # Reading.

    @property
    def name(self) -> str:
        """The name of its tag, in lower case."""
        return self._top.name

    @property
    def text(self) -> str:
        """All text in it, as it stands in the document."""
        return text_of(self._top)

    def attr(self, name: str) -> str | None:
        """The value of an attribute, None where it is absent."""
        return self._top.attrs.get(name)

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self._top.attrs.get("class", "").split())

    @property
    def value(self) -> str | None:
        """What a form field shows now; None for elements that have no value."""
        return self._tab.fields.value(self._top)

    @property
    def values(self) -> list[str]:
        """The values of the selected options of a `<select>`."""
        return [fields.option_value(each) for each in self._tab.fields.selected(self._top)]

    @property
    def checked(self) -> bool:
        """Whether a checkbox or radio button is on."""
        return self._tab.fields.checked(self._top)

    @property
    def focused(self) -> bool:
        """Whether it has the focus."""
        return self._tab.focused is self._top

    def html(self) -> str:
        """Its HTML, itself included."""
        return markup.html([as_tree(self._top)])

    def tree(self) -> str:
        """It and what is in it as a readable tree."""
        return outline(self._top, self._tab.notes)

    # Using.

    def click(self) -> Step:
        """Clicks it, with all that a browser does then.

        That is: focus, checkboxes, labels, submit buttons and links. Raises ViewError when neither
        the page nor the browser does anything at a click here, or when it is disabled.
        """
        return self._do(acts.click)

    def dblclick(self) -> Step:
        """Clicks it twice, quickly."""
        return self._do(acts.dblclick)

    def hover(self) -> Step:
        """Moves the mouse here: leaves where it was, and enters this and what is around it."""
        return self._do(acts.hover)

    def type(self, text: str) -> Step:
        """Writes at the end of the field, key by key: keydown, keypress, input, keyup."""
        return self._do(partial(acts.type_text, text=text))

    def press(
        self, key: str, *, shift: bool = False, alt: bool = False, ctrl: bool = False
    ) -> Step:
        """Presses a key: a character, or a name such as "Enter", "Escape", "ArrowDown".

        Enter in a form's field sends it off, as in a browser. Raises ValueError for an unknown
        name.
        """
        return self._do(partial(acts.press, key=key_of(key, shift, alt, ctrl)))

    def fill(self, value: str) -> Step:
        """Replaces the whole value of a text field: input, then change."""
        return self._do(partial(acts.fill, value=value))

    def check(self) -> Step:
        """Switches a checkbox or radio button on, unless it is."""
        return self._do(partial(acts.check, on=True))

    def uncheck(self) -> Step:
        """Switches a checkbox off, unless it is."""
        return self._do(partial(acts.check, on=False))

    def select(self, *options: str) -> Step:
        """Selects these options of a `<select>`, by value or text, and no others."""
        return self._do(partial(acts.select, wanted=options))

    def upload(self, name: str, data: bytes, type: str = "") -> Step:
        """Picks a file in a file input; its bytes are sent when the page asks for them."""
        return self.upload_files(Upload(name, data, type))

    def upload_files(self, *files: Upload) -> Step:
        """Picks several files, or none any more."""
        return self._do(partial(acts.upload, files=files))

    def submit(self) -> Step:
        """Sends off this form, or the form around this element."""
        return self._do(acts.submit)

    def focus(self) -> Step:
        """Gives it the focus."""
        return self._do(acts.focus)

    def blur(self) -> Step:
        """Takes the focus away from it; a field that was changed tells so first."""
        return self._do(acts.blur)

    def dispatch(
        self, type: str, *, extra: Mapping[str, str] | None = None, bubbles: bool | None = None
    ) -> Step:
        """Lets any event happen here; `extra` is what plugins would add to it.

        It bubbles if events of this type do in browsers, unless `bubbles` says otherwise.
        """
        return self._visitor.do(
            lambda: _forget(self._tab.fire(self._top, type, extra=extra, bubbles=bubbles))
        )

    @property
    def _top(self) -> DomElement:
        """The element, which must be in the page."""
        return self._tab.way(self._element)[-1]

    @property
    def _tab(self) -> Tab:
        return self._visitor.tab

    def _do(self, act: acts.ElementAct) -> Step:
        return self._visitor.do(lambda: act(self._tab, self._top))

    def __repr__(self) -> str:
        return one_line(self._element, self._visitor.tab.notes)


def _forget(result: object) -> None:
    """An act has no result."""


_compile = selector.compile


def _wanted(selector: str, text: str | None, has_text: str | None) -> str:
    parts = [repr(selector)]
    if text is not None:
        parts.append(f"text={text!r}")
    if has_text is not None:
        parts.append(f"has_text={has_text!r}")
    return ", ".join(parts)
