"""One field of a form in the page: its label, its control, its help, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from hlive.attrs import Class, GivenValue
from hlive.bindings import Event, on
from hlive.component import Component
from hlive.errors import ContextError
from hlive.forms.hints import Hint, Messages
from hlive.forms.kinds import Choice, Choices
from hlive.forms.models import MISSING, Entry
from hlive.kit.focus import FOCUS
from hlive.kit.plugin import KitAttribute
from hlive.state import state
from hlive.tag import Tag


class Field(Component):
    """A field of a form, to be placed anywhere inside of it; made by the form.

    `entered` is what its visitor entered (of a secret it is empty), `left` whether the field was
    left since, and `error` what is said about it now. `tell` is called when something was entered.
    """

    entered: list[str] = state(factory=list)
    left: bool = state(False)
    error: str = state("")

    def __init__(
        self, entry: Entry, start: Any, prefix: str, hint: Hint, tell: Callable[[Field], None]
    ) -> None:
        super().__init__(key=f"{prefix}.{entry.name}")
        self.entry = entry
        self.hint = hint.over(entry.hint)
        self.tell = tell
        self._id = f"{prefix}-{entry.name}"
        self._secret: list[str] = []
        self._start = [] if start is MISSING or start is None else entry.kind.write(start)
        self._markup: list[str] | None = None
        self._set_again = 0
        self._focuses = 0
        self.check_hint()
        self.enter([] if self.is_secret else self._start)

    @property
    def type(self) -> str:
        """The type of its control."""
        return self.hint.type or self.entry.kind.types[0]

    @property
    def is_secret(self) -> bool:
        """Whether what is entered must neither be shown nor saved."""
        return self.type == "password"

    @property
    def is_fixed(self) -> bool:
        """Whether visitors can't change it, whatever their browsers send."""
        attributes = self.hint.attributes
        return any(attributes.get(name) not in (None, False) for name in ("disabled", "readonly"))

    @property
    def texts(self) -> Sequence[str]:
        """What its control would send now."""
        return self._secret if self.is_secret else self.entered

    def adapt(self, hint: Hint) -> None:
        """Shows it in another way; raises ValueError for a control that can't show its values."""
        merged = hint.over(self.hint)
        if merged != self.hint:
            self.hint = merged
            self.check_hint()
            self.state_changed()

    def check_hint(self) -> None:
        """Raises ValueError for a control that can't show its values."""
        types = self.entry.kind.types
        if self.type not in types:
            raise ValueError(
                f"{self.entry.name} can't be shown as {self.type!r}, but as {', '.join(types)}"
            )

    def read(self, messages: Messages) -> Any:
        """The value, or MISSING where the model's default is meant.

        Raises ValueError, with what the visitor is told, where there is none.
        """
        entry, texts = self.entry, self.texts
        if entry.may_be_empty or any(text.strip() for text in texts):
            return entry.kind.read(texts, messages)
        if entry.required:
            raise ValueError(messages.needed)
        if entry.optional:
            return None
        return entry.kind.read(texts, messages) if entry.kind.always else MISSING

    def enter(self, texts: list[str]) -> None:
        """Puts something into the control, in place of what the visitor entered."""
        self._show_entered()
        self._markup = None
        self._set_again += 1
        self._keep(texts)

    def reset(self) -> None:
        """As it was at the start."""
        self.enter([] if self.is_secret else self._start)
        self.left = False
        self.error = ""

    def focus(self) -> None:
        """Its control gets the focus."""
        self._focuses += 1
        self.state_changed()

    def render(self) -> Iterator[object]:
        label = self.hint.label or self.entry.name.replace("_", " ").strip().capitalize()
        yield Class("field")
        if self.type in ("radio", "checkboxes"):
            yield Tag("fieldset", self._described(), Tag("legend", label), list(self._options()))
        else:
            parts = [Tag("label", {"for": self._id}, label), self._control()]
            yield parts[::-1] if self.type == "checkbox" else parts
        if self.hint.help:
            yield Tag("small", {"id": f"{self._id}-help"}, self.hint.help)
        live = {"id": f"{self._id}-error", "aria-live": "polite"}
        yield Tag("p", Class("error"), live, self.error)

    def _show_entered(self) -> None:
        """The visitor's entry becomes what the page shows, so that what comes next differs from it.

        Only what differs is sent; without this, a field could not be put back to its start.
        """
        page = self.home() if self.home is not None else None
        if self._markup is not None and page is not None and page.renderer is not None:
            self._markup = None
            self.state_changed()
            with suppress(ContextError):  # not shown at the moment
                page.renderer.render_component(self)

    # What the browser says.

    def _hear(self, event: Event) -> None:
        if self.type == "multiple":
            self._changed(list(event.values))
        elif self.type == "checkbox":
            self._changed([event.value] if event.selected else [])
        elif self.type == "checkboxes":
            options = [*self.texts, event.value] if event.selected else self.texts
            self._changed([text for text in options if event.selected or text != event.value])
        elif self.type != "radio" or event.selected:
            self._changed([event.value])

    def _changed(self, texts: list[str]) -> None:
        """The visitor's control has it already: what the server shows there stays as it is."""
        if not self.is_fixed:
            self._markup = list(self._shown)
            self._keep(texts)
            self.tell(self)

    def _leave(self, event: Event) -> None:
        self.left = True
        self.tell(self)

    def _keep(self, texts: list[str]) -> None:
        if self.is_secret:
            self._secret = texts
        else:
            self.entered = texts

    # Its parts.

    @property
    def _shown(self) -> Sequence[str]:
        """What the markup says of the value."""
        if self.is_secret:
            return []
        return self.texts if self._markup is None else self._markup

    def _control(self) -> Component:
        attrs = {"id": self._id, **self._named(), "required": self.entry.required}
        parts = [attrs, self._described(), self.entry.kind.attributes, self.hint.attributes]
        shown = "".join(self._shown[:1])
        if self.type == "textarea":
            # Once somebody has typed, a browser doesn't care for the content any more.
            value = {"value": shown if self._set_again > 1 else None}
            return Component("textarea", parts, value, self._heard("input"), shown)
        if self.type in ("select", "multiple"):
            several = {"multiple": self.type == "multiple"}
            options = list(self._select_options())
            return Component("select", parts, several, self._heard("change"), options)
        if self.type == "checkbox":
            box = {"type": "checkbox", "value": "on", "checked": bool(self._shown)}
            return Component("input", box, parts, self._heard("change"))
        # An empty attribute that comes or goes empties a field that isn't shown otherwise.
        empty = "" if self.is_secret and self._set_again % 2 == 0 else None
        value = {"type": self.type, "value": shown or empty}
        return Component("input", value, parts, self._heard("input"))

    def _named(self) -> dict[str, GivenValue]:
        return {"name": self.entry.name}

    def _described(self) -> list[object]:
        """What assistive technology is told, and where the focus goes."""
        ids = [f"{self._id}-help"] if self.hint.help else []
        ids += [f"{self._id}-error"] if self.error else []
        return [
            {"aria-invalid": "true" if self.error else None},
            {"aria-describedby": " ".join(ids) or None},
            KitAttribute(FOCUS, "focus", str(self._focuses)) if self._focuses else None,
            {"tabindex": "-1"} if self.type in ("radio", "checkboxes") else None,
        ]

    def _heard(self, name: str) -> list[object]:
        return [on(name, self._hear), on("blur", self._leave)]

    def _select_options(self) -> Iterator[Tag]:
        if self.type == "select" and (self.entry.optional or not self._start):
            yield Tag("option", {"value": "", "selected": not self._shown})
        for text, label in self._labels():
            yield Tag("option", {"value": text, "selected": text in self._shown}, label)

    def _options(self) -> Iterator[Tag]:
        type_ = {"type": "radio" if self.type == "radio" else "checkbox"}
        for text, label in self._labels():
            attrs = {**type_, **self._named(), "value": text, "checked": text in self._shown}
            control = Component("input", attrs, self.hint.attributes, self._heard("change"))
            yield Tag("label", control, label, key=text)

    def _labels(self) -> Iterator[tuple[str, str]]:
        """The choices: what is sent for each, and what is read."""
        kind = self.entry.kind.one if isinstance(self.entry.kind, Choices) else self.entry.kind
        assert isinstance(kind, Choice)
        given = self.hint.options or {}
        for text, value in kind.options.items():
            name = str(value) if text == str(value) else text.replace("_", " ").capitalize()
            yield text, given.get(value, name)
