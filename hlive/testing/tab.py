"""A browser tab in memory: shows a page, and tells what a visitor does there as our client does.

The other half of hlive/client/hlive.js, without a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from hlive.testing import fields
from hlive.testing.errors import ViewError
from hlive.testing.fields import Fields, Upload
from hlive.testing.keys import Key
from hlive.testing.outline import one_line, outline
from hlive.testing.walk import Way, descendants, way_to
from hlive_proto.browser import Browser
from hlive_proto.dialect import Dialect
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent

PREVENT = "data-hlive-pd"
STOP = "data-hlive-sp"
SYNCED = frozenset({"keyup", "keydown", "keypress", "input", "change"})
"""The event types that tell of kept values (spec/protocol.md, 7.6)."""

STAYS_PUT = frozenset(
    """abort blur error focus load mouseenter mouseleave pointerenter pointerleave scroll
    toggle upload""".split()
)
"""Events that don't bubble (HTML and UI Events standards)."""

_BUTTONS = frozenset({"button", "image", "reset", "submit"})
"""Types of input whose values a form doesn't send."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on its way through the document."""

    type: str
    bubbles: bool
    key: Key | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    initial: bool = False


class Tab:
    """A tab that shows `html`; `say` takes what it has to tell the server."""

    def __init__(
        self, html: str, dialect: Dialect, location: str, say: Callable[[DomEvent], None]
    ) -> None:
        self.browser = Browser(html, dialect)
        self.fields = Fields()
        self.location = location
        self.left = False
        self.focused: DomElement | None = None
        self.hovered: Way = ()
        self.arrived = 0
        self._say = say
        self._dialect = dialect
        self._sent: dict[int, tuple[DomElement, list[Upload]]] = {}

    @property
    def document(self) -> DomElement:
        """The document; raises ViewError when the tab shows another page by now."""
        if self.left:
            raise ViewError(
                f"the browser has left this page for {self.location!r}; to stay, stop it with "
                "l.prevent_default() on the form or link, and bind the event there"
            )
        return self.browser.document

    def receive(self, frame: str) -> None:
        """A frame arrived from the server."""
        self.arrived += 1
        marks = self.fields.marks()
        self.browser.apply(frame)
        self.fields.follow(marks, self.focused)
        if self.focused is not None and not self.shows(self.focused):
            self.focused = None
        self._send_files()

    # Looking.

    def shows(self, element: DomElement) -> bool:
        """Whether this very element is in the page."""
        return way_to(self.browser.document, element) is not None

    def way(self, element: DomElement) -> Way:
        """The way to an element; raises ViewError when it has gone."""
        way = way_to(self.document, element)
        if way is None:
            raise ViewError(
                f"{one_line(element, self.notes)} isn't in the page any more: find it again\n"
                f"{self.outline()}"
            )
        return way

    def form_of(self, element: DomElement) -> DomElement | None:
        """The form that a field or button belongs to."""
        name = element.attrs.get("form")
        if name is not None:
            named = (each for each in descendants(self.document) if each.attrs.get("id") == name)
            return next(named, None)
        return next((each for each in reversed(self.way(element)) if each.name == "form"), None)

    def members(self, form: DomElement) -> list[DomElement]:
        """The fields and buttons of a form, in document order."""
        names = ("button", "input", "select", "textarea")
        everything = (each for each in descendants(self.document) if each.name in names)
        return [each for each in everything if self.form_of(each) is form]

    def radio_group(self, radio: DomElement) -> list[DomElement]:
        """The other radio buttons of which only one can be on."""
        form, name = self.form_of(radio), radio.attrs.get("name")
        return [
            each
            for each in descendants(self.document)
            if each is not radio
            and each.attrs.get("type") == "radio"
            and name
            and each.attrs.get("name") == name
            and self.form_of(each) is form
        ]

    def disabled(self, element: DomElement) -> bool:
        """Whether a browser keeps visitors from using it."""
        return "disabled" in element.attrs or any(
            each.name == "fieldset" and "disabled" in each.attrs for each in self.way(element)
        )

    def bindings(self, element: DomElement) -> list[tuple[str, str]]:
        """(binding id, event type) of all that the element hears."""
        written = element.attrs.get(self._dialect.on_attr, "")
        pairs = (pair.partition("|") for pair in written.split(",") if pair)
        return [(id, type.lower()) for id, _, type in pairs]

    def hears(self, element: DomElement, types: Sequence[str]) -> bool:
        """Whether the element, or one around it, hears any of these events."""
        return any(type in types for each in self.way(element) for _, type in self.bindings(each))

    def outline(self) -> str:
        """The page as a readable tree."""
        shown = (child for child in self.browser.document.children)
        return "\n".join(outline(child, self.notes) for child in shown)

    def notes(self, element: DomElement) -> list[str]:
        """What an outline says of an element besides its attributes."""
        said = []
        types = [type for _, type in self.bindings(element)]
        if types:
            said.append(f"hears {', '.join(types)}")
        value = self.fields.value(element)
        if value != Fields().value(element):
            said.append(f'value "{value}"')
        if fields.is_checkable(element) and self.fields.checked(element):
            said.append("checked")
        if element is self.focused:
            said.append("focused")
        return said

    # Saying.

    def fire(
        self,
        target: DomElement,
        type: str,
        *,
        key: Key | None = None,
        extra: Mapping[str, str] | None = None,
        bubbles: bool | None = None,
    ) -> bool:
        """An event happens: all bound elements on its way tell of it.

        Returns False when the browser is to leave it at that, and not do its own thing.
        """
        if bubbles is None:
            bubbles = type not in STAYS_PUT
        happening = Happening(type, bubbles, key, extra or {})
        way = self.way(target)
        goes_on = True
        for element in reversed(way) if bubbles else (target,):
            if self._report(element, happening):
                goes_on = goes_on and PREVENT not in element.attrs
                if STOP in element.attrs:
                    break
        return goes_on

    def sync(self) -> None:
        """What the client does once: tells of fields that aren't as their markup says."""
        for element in descendants(self.document):
            types = [type for _, type in self.bindings(element) if type in SYNCED]
            if types and not self._is_at_default(element):
                for type in types:
                    self._report(element, Happening(type, bubbles=False, initial=True))

    def submit(self, form: DomElement) -> None:
        """A form is sent off; the browser leaves the page unless that is prevented."""
        if self.fire(form, "submit") and form.attrs.get("method") != "dialog":
            url = urljoin(self.location, form.attrs.get("action", ""))
            if form.attrs.get("method", "get").lower() == "get":
                url = f"{url.partition('?')[0]}?{urlencode(self._form_data(form))}"
            self.leave(url)

    def leave(self, url: str) -> None:
        """The browser goes to another page."""
        self.location = urljoin(self.location, url)
        self.left = not url.startswith("#")

    def _report(self, element: DomElement, happening: Happening) -> bool:
        """Tells of an event at one element; returns whether it hears such events."""
        ids = [id for id, type in self.bindings(element) if type == happening.type]
        for id in ids:
            for event in self._describe(element, id, happening):
                self._say(event)
        return bool(ids)

    def _describe(self, element: DomElement, id: str, happening: Happening) -> Iterator[DomEvent]:
        """The events for one binding: a file input tells of each of its files."""
        key = happening.key or Key("")
        values: tuple[str, ...] = ()
        if element.name == "select":
            values = tuple(map(fields.told_option, self.fields.selected(element)))
        for file in self.fields.told_of(element):
            yield DomEvent(
                bindings=(id,),
                value=self.fields.value(element),
                initial=happening.initial,
                key=None if happening.key is None else key.key,
                char_code=key.char_code,
                key_code=key.key_code,
                shift=key.shift,
                alt=key.alt,
                ctrl=key.ctrl,
                selected=self.fields.checked(element),
                values=values,
                file=file,
                extra=happening.extra,
                acked=self.arrived,
            )

    def _send_files(self) -> None:
        """After each frame: files whose upload the page asks for are sent, each of them once."""
        asked = [
            element
            for element in descendants(self.browser.document)
            if self._dialect.upload_attr in element.attrs
        ]
        self._sent = {id(each): self._sent.get(id(each), (each, [])) for each in asked}
        for element, sent in self._sent.values():
            ids = [id for id, type in self.bindings(element) if type == "upload"]
            files = self.fields.files(element) if ids else ()
            for file, told in zip(files or (), self.fields.told_of(element), strict=False):
                if any(file is known for known in sent):
                    continue
                sent.append(file)
                for binding in ids:
                    self._say(DomEvent((binding,), file=told, data=file.data, acked=self.arrived))

    def _is_at_default(self, element: DomElement) -> bool:
        if fields.is_checkable(element):
            return self.fields.checked(element) == ("checked" in element.attrs)
        if element.name == "select":
            untouched = Fields().selected(element)
            return [id(each) for each in self.fields.selected(element)] == list(map(id, untouched))
        return self.fields.value(element) in (None, Fields().value(element))

    def _form_data(self, form: DomElement) -> list[tuple[str, str]]:
        """What a form sends (HTML standard, "Constructing the entry list")."""
        data = []
        for each in self.members(form):
            name, type = each.attrs.get("name"), each.attrs.get("type")
            if not name or self.disabled(each) or each.name == "button" or type in _BUTTONS:
                continue
            if fields.is_checkable(each) and not self.fields.checked(each):
                continue
            if each.name == "select":
                chosen = self.fields.selected(each)
                data += [(name, fields.option_value(option)) for option in chosen]
            else:
                data.append((name, self.fields.value(each) or ""))
        return data
