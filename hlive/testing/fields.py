"""What visitors have put into form fields: it shows, though it isn't in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hlive.testing.errors import ViewError
from hlive.testing.walk import descendants, text_of, words_of
from hlive_proto.dom import DomElement
from hlive_proto.events import FileInfo

UNTYPED = frozenset(["button", "checkbox", "file", "hidden", "image", "radio", "reset", "submit"])
"""Types of input that hold no value which a visitor could write."""

_NUMBERS = frozenset({"li", "meter", "progress"})
_OTHERS = frozenset({"button", "data", "param"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on the visitor's disk."""

    name: str
    data: bytes
    type: str = ""


@dataclass(slots=True)
class _Touched:
    """One field that somebody used; None where the document still says what shows."""

    element: DomElement
    value: str | None = None
    checked: bool | None = None
    chosen: list[DomElement] | None = None
    files: tuple[Upload, ...] = ()
    settled: str | None = None
    """The value when the field was entered, or when it last told of a change."""


Marks = list[tuple[_Touched, object, str | None]]


class Fields:
    """The live state of the form fields in one page, as a browser keeps it."""

    def __init__(self) -> None:
        self._touched: dict[int, _Touched] = {}

    def value(self, element: DomElement) -> str | None:
        """The `value` property, None where the element has none."""
        known = self._touched.get(id(element))
        if known is not None and known.value is not None:
            return known.value
        if element.value is not None and element.name != "select":
            return element.value
        return self._value_of_markup(element)

    def checked(self, element: DomElement) -> bool:
        """Whether a checkbox or radio button is checked, or an option selected by its markup."""
        known = self._touched.get(id(element))
        if known is not None and known.checked is not None:
            return known.checked
        return "selected" in element.attrs or (is_checkable(element) and "checked" in element.attrs)

    def selected(self, select: DomElement) -> list[DomElement]:
        """The selected options; of several in a single select the last one counts."""
        options = options_of(select)
        known = self._touched.get(id(select))
        if known is not None and known.chosen is not None:
            return [each for each in options if any(each is one for one in known.chosen)]
        if select.value is not None:
            return [each for each in options if option_value(each) == select.value][:1]
        marked = [each for each in options if "selected" in each.attrs]
        if "multiple" in select.attrs:
            return marked
        return marked[-1:] or [each for each in options if "disabled" not in each.attrs][:1]

    def files(self, element: DomElement) -> tuple[Upload, ...] | None:
        """The chosen files, None where the element isn't a file input."""
        if not is_file_input(element):
            return None
        known = self._touched.get(id(element))
        return known.files if known else ()

    def told_of(self, element: DomElement) -> list[FileInfo | None]:
        """What events of the element say of files, one each; none is said of other elements."""
        files = self.files(element)
        if files is None:
            return [None]
        if not files:
            return [FileInfo()]
        return [
            FileInfo(file.name, len(file.data), file.type, index, len(files))
            for index, file in enumerate(files)
        ]

    # What visitors do.

    def enter(self, element: DomElement) -> None:
        """Somebody begins to use the field: a later change is one against what it shows now."""
        self._touch(element).settled = self.value(element)

    def set_value(self, element: DomElement, value: str) -> None:
        """Writes a value into the field, in place of what it showed."""
        self._touch(element).value = value

    def check(self, element: DomElement, on: bool, group: Iterable[DomElement] = ()) -> None:
        """Checks or unchecks; the other radio buttons of its `group` go off."""
        for other in group:
            self._touch(other).checked = False
        self._touch(element).checked = on

    def select(self, select: DomElement, wanted: Sequence[str]) -> None:
        """Selects options by value or text; raises ViewError when the select has no such ones."""
        if len(wanted) > 1 and "multiple" not in select.attrs:
            raise ViewError(
                f"this <select> isn't `multiple`: it can't have {list(wanted)} selected"
            )
        self._touch(select).chosen = [_option(select, each) for each in wanted]

    def choose(self, element: DomElement, files: Sequence[Upload]) -> None:
        """Picks files; as in a browser they are new ones, also when the same are picked again."""
        self._touch(element).files = tuple(replace(file) for file in files)

    def changed(self, element: DomElement) -> bool:
        """Whether the value is another one than when this was asked last, or on entering."""
        known = self._touched.get(id(element))
        if known is None or known.settled is None or known.settled == self.value(element):
            return False
        known.settled = self.value(element)
        return True

    def reset(self, elements: Iterable[DomElement]) -> None:
        """The fields show what the document says."""
        for element in elements:
            self._touched.pop(id(element), None)

    # What the server does.

    def marks(self) -> Marks:
        """What the document says of the fields in use; taken before a frame is applied."""
        return [
            (each, _markup(each.element), self.value(each.element))
            for each in self._touched.values()
        ]

    def follow(self, marks: Marks, focused: DomElement | None) -> None:
        """After a frame: what the server set now shows, in place of what somebody did.

        In the focused field only when it was cleared: nobody's typing is overwritten.
        """
        for known, was, value in marks:
            element = known.element
            if _markup(element) == was:
                continue
            chosen = known.chosen
            known.value = known.checked = known.chosen = None
            if element is focused and element.value and is_writable(element):
                known.value = value
            elif element is focused and element.value:
                known.chosen = chosen
            if element.attrs.get("type") == "radio" and "checked" in element.attrs:
                self._uncheck_others(element)

    def _uncheck_others(self, radio: DomElement) -> None:
        for known in self._touched.values():
            if known.element is not radio and known.element.attrs.get("type") == "radio":
                same = known.element.attrs.get("name") == radio.attrs.get("name")
                known.checked = False if same else known.checked

    def _touch(self, element: DomElement) -> _Touched:
        return self._touched.setdefault(id(element), _Touched(element))

    def _value_of_markup(self, element: DomElement) -> str | None:
        name, attrs = element.name, element.attrs
        if name == "select":
            return next((option_value(option) for option in self.selected(element)), "")
        if name == "textarea" or name == "output":
            return text_of(element)
        if name == "option":
            return option_value(element)
        if is_file_input(element):
            files = self.files(element)
            return f"C:\\fakepath\\{files[0].name}" if files else ""
        if name == "input":
            return attrs.get("value", "on" if is_checkable(element) else "")
        if name in _NUMBERS:
            return attrs.get("value", "0")
        return attrs.get("value", "") if name in _OTHERS else None


def is_checkable(element: DomElement) -> bool:
    """Whether it is a checkbox or a radio button."""
    return element.name == "input" and element.attrs.get("type") in ("checkbox", "radio")


def is_file_input(element: DomElement) -> bool:
    """Whether one can choose files with it."""
    return element.name == "input" and element.attrs.get("type") == "file"


def is_writable(element: DomElement) -> bool:
    """Whether its value is for the visitor to write."""
    if element.name == "input":
        return element.attrs.get("type", "text") not in UNTYPED
    return element.name == "textarea"


def options_of(select: DomElement) -> list[DomElement]:
    """All options, also those in groups."""
    return [each for each in descendants(select) if each.name == "option"]


def option_value(option: DomElement) -> str:
    """The value of an option: its text where it has no attribute for it."""
    return option.attrs.get("value", words_of(option))


def told_option(option: DomElement) -> str:
    """What an event tells of a selected option (spec/protocol.md, 7.2)."""
    return option_value(option) or text_of(option)


def _option(select: DomElement, wanted: str) -> DomElement:
    options = options_of(select)
    for option in options:
        if wanted in (option_value(option), words_of(option)):
            if "disabled" in option.attrs:
                raise ViewError(f"the option {wanted!r} is disabled")
            return option
    has = ", ".join(repr(option_value(option)) for option in options) or "none"
    raise ViewError(f"this <select> has no option {wanted!r}; it has {has}")


def _markup(element: DomElement) -> object:
    """All that a server can say of a field's state."""
    attrs = element.attrs
    marked = [id(option) for option in options_of(element) if "selected" in option.attrs]
    return element.value, attrs.get("value"), "checked" in attrs, marked
