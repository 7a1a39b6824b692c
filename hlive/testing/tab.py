"""A browser tab in memory: shows a page, and tells what a visitor does there as our client does.

The other half of hlive/client/hlive.js, without a browser.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from hlive.attrs import OPTIONS
from hlive.testing import fields
from hlive.testing.chunks import Chunks
from hlive.testing.effects import Effects
from hlive.testing.errors import ViewError
from hlive.testing.fields import Fields, Upload
from hlive.testing.keys import Key
from hlive.testing.outline import one_line, outline
from hlive.testing.pacing import Pacing
from hlive.testing.walk import Way, descendants, way_to
from hlive.uploads.upload import CHUNKS
from hlive_proto.browser import Browser
from hlive_proto.dialect import Dialect
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent

PREVENT = "data-hlive-pd"
STOP = "data-hlive-sp"
HURRIES = ("keydown", "Enter")
"""The key that ends a field: what was debounced goes first."""

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


class Reaction(NamedTuple):
    """What the bindings of an element did about an event, besides telling."""

    prevented: bool
    stopped: bool


class Tab:
    """A tab that shows `html`; `say` takes what it has to tell the server, `loop` has its time.

    `asked` are the questions that the visitor was asked, who `agrees` or doesn't; `effects` is what
    commands did.
    """

    def __init__(
        self,
        html: str,
        dialect: Dialect,
        location: str,
        say: Callable[[DomEvent], None],
        loop: asyncio.AbstractEventLoop,
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
        self._chunks = Chunks(self, say)
        self.agrees = True
        self.asked: list[str] = []
        self.effects = Effects(self)
        self._pacing = Pacing(loop, self._tell)
        self._spent: set[str] = set()

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
        with self.effects.undone():
            self.browser.apply(frame)
        self.fields.follow(marks, self.focused)
        if self.focused is not None and not self.shows(self.focused):
            self.focused = None
        self._send_files()
        self._chunks.send(descendants(self.browser.document))

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
        chunks = CHUNKS in target.attrs
        if chunks and type == "input":
            return True  # The script doesn't let anybody hear of it.
        if type in ("blur", "submit") or (key is not None and (type, key.key) == HURRIES):
            self._pacing.hurry()
        if bubbles is None:
            bubbles = type not in STAYS_PUT
        happening = Happening(type, bubbles, key, extra or {})
        way = self.way(target)
        goes_on = True
        for element in reversed(way) if bubbles else (target,):
            reaction = self._react(element, happening)
            goes_on = goes_on and not reaction.prevented
            if reaction.stopped:
                break
        if chunks and type == "change":
            self._chunks.offer(target)
        return goes_on

    def sync(self) -> None:
        """What the client does once: tells of fields that aren't as their markup says."""
        for element in descendants(self.document):
            types = [type for _, type in self.bindings(element) if type in SYNCED]
            if types and not self._is_at_default(element):
                for type in types:
                    self._react(element, Happening(type, bubbles=False, initial=True))

    def submit(self, form: DomElement) -> None:
        """A form is sent off; the browser leaves the page unless that is prevented."""
        if self.fire(form, "submit") and form.attrs.get("method") != "dialog":
            url = urljoin(self.location, form.attrs.get("action", ""))
            if form.attrs.get("method", "get").lower() == "get":
                url = f"{url.partition('?')[0]}?{urlencode(self._form_data(form))}"
            self.leave(url)

    def leave(self, url: str) -> None:
        """The browser goes to another page."""
        self._pacing.hurry()
        self.location = urljoin(self.location, url)
        self.left = not url.startswith("#")

    def _react(self, element: DomElement, happening: Happening) -> Reaction:
        """Tells of an event at one element, as far as its bindings hear such events."""
        prevented = stopped = False
        for id, type in self.bindings(element):
            if type == happening.type:
                options = json.loads(element.attrs.get(OPTIONS, "{}")).get(id, {})
                reaction = self._hear(element, id, options, happening)
                prevented = prevented or reaction.prevented
                stopped = stopped or reaction.stopped
        return Reaction(prevented, stopped)

    def _hear(
        self, element: DomElement, id: str, options: dict[str, Any], happening: Happening
    ) -> Reaction:
        """What the client does for one binding (spec/protocol.md, 14.3)."""
        keys, question, quiet = (options.get(name) for name in ("keys", "confirm", "quiet"))
        if happening.initial:
            if not (keys or question or quiet):
                self._tell(tuple(self._describe(element, id, happening)))
            return Reaction(False, False)
        key = happening.key.key if happening.key is not None else ""
        if id in self._spent or (keys and key not in keys):
            return Reaction(False, False)
        stopped, prevented = options.get("stop", False), options.get("prevent", False)
        if question and not self._ask(question):
            return Reaction(True, stopped)
        if options.get("once"):
            self._spent.add(id)
        self.effects.run(options.get("run", ()), element)
        if quiet:
            return Reaction(prevented, stopped)
        self._pacing.tell(id, options, tuple(self._describe(element, id, happening)))
        return Reaction(prevented or PREVENT in element.attrs, stopped or STOP in element.attrs)

    def _ask(self, question: str) -> bool:
        self.asked.append(question)
        return self.agrees

    def _tell(self, events: Sequence[DomEvent]) -> None:
        for event in events:
            self._say(replace(event, acked=self.arrived))

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
