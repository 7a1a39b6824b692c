"""A form that fills in a model: its fields from the types, its value an object or errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from inspect import isawaitable
from typing import Any, Generic, TypeVar

from hlive.attrs import Class
from hlive.bindings import Event, on
from hlive.component import Component
from hlive.forms.field import Field
from hlive.forms.hints import Hint, Invalid, Messages
from hlive.forms.libraries import model_of
from hlive.forms.models import MISSING, Errors, errors_of
from hlive.forms.walk import components_in
from hlive.scripts import prevent_default
from hlive.state import state
from hlive.tag import Tag

M = TypeVar("M")

FORM = "hlive-form"
"""The name of the hidden field that tells which form of a page was posted."""

Posted = Mapping[str, str | Sequence[str]]


class Form(Component, Generic[M]):
    """A form for a dataclass, msgspec.Struct or pydantic model.

    `on_submit` is called with a valid object; it may be a coroutine, and may raise Invalid. The
    fields start with `initial` (an object, or values by name), else with the model's defaults;
    `only` names those that the form has, the others come from `initial` or the defaults. Ids in the
    page begin with `prefix`, which must differ between the forms of a page; by default it is the
    model's name in lower case. `submit` is the text on the button, `messages` what visitors are
    told.

    Elements that hold some of its fields (see `field`) take the place of the ones that it would
    show itself. Raises TypeError for what is no model, or a type that no form can have.
    """

    tag = "form"
    submitted: bool = state(False)
    refused: dict[str, str] = state(factory=dict)
    problem: str = state("")

    def __init__(
        self,
        model: type[M],
        *elements: object,
        on_submit: Callable[[M], object | Awaitable[object]],
        initial: M | Mapping[str, Any] | None = None,
        only: Collection[str] | None = None,
        prefix: str | None = None,
        submit: str = "Send",
        messages: Messages | None = None,
        key: object = None,
    ) -> None:
        super().__init__(key=key)
        self.model = model_of(model, only)
        self.on_submit = on_submit
        self.prefix = prefix or self.model.name.lower()
        self.submit_text = submit
        self.messages = messages or Messages()
        self._busy = False
        self._others = self._values_of_others(initial)
        self.fields = {
            name: Field(
                entry, _start(initial, name, entry.default), self.prefix, Hint(), self._heard
            )
            for name, entry in self.model.entries.items()
        }
        self.add(*elements)

    # What is in it.

    @property
    def value(self) -> M | None:
        """The object that the visitor has filled in, None as long as something is wrong."""
        return self._judge()[0]

    @property
    def errors(self) -> Errors:
        """What is wrong by the names of fields, whether the visitor was told or not.

        The empty name is for the form as a whole.
        """
        return self._judge()[1]

    def field(
        self,
        name: str,
        *,
        type: str | None = None,
        label: str | None = None,
        help: str | None = None,
        options: Mapping[Any, str] | None = None,
        **attributes: Any,
    ) -> Field:
        """The field of this name, shown in another way if something else is given; see `Hint`.

        It can be placed anywhere inside of the form. In the names of attributes, `_` is for `-`.
        Raises ValueError for a name that the form hasn't, or a control that can't show its values.
        """
        if name not in self.fields:
            raise ValueError(f"there is no field {name!r}, but {', '.join(self.fields)}")
        given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        hint = Hint(type=type, label=label, help=help, options=options, attributes=given)
        if hint != Hint():
            self.fields[name].adapt(hint)
        return self.fields[name]

    def button(self, *elements: object) -> Tag:
        """A button that submits the form."""
        return Tag("button", {"type": "submit"}, *(elements or (self.submit_text,)))

    def set(self, **values: Any) -> None:
        """Puts values into the fields, in place of what was entered."""
        for name, value in values.items():
            field = self.field(name)
            field.enter([] if value is None else field.entry.kind.write(value))
        self._look()

    def reset(self) -> None:
        """As it was at the start."""
        self.submitted = False
        self.refused = {}
        for field in self.fields.values():
            field.reset()
        self._look()

    # What the visitor does.

    def render(self) -> Iterator[object]:
        # What the author added is in the form already: it comes before what is yielded here.
        by_hand = any(isinstance(each, Field) for each in components_in(self._children))
        yield {"method": "post", "novalidate": True, "aria-busy": "true" if self._busy else None}
        yield prevent_default()
        yield on("submit", self._submit)
        yield Tag("input", {"type": "hidden", "name": FORM, "value": self.prefix})
        yield Tag("p", Class("problem"), {"role": "alert"}, self.problem)
        if not by_hand:
            yield [*self.fields.values(), self.button()]

    def from_post(self, posted: Posted) -> M | None:
        """Fills in what a browser posted without scripts: the object, None if something is wrong.

        Only fields that are in the page, and that visitors can change, take what was posted.
        """
        self.refresh()
        for field in components_in(self._children):
            if isinstance(field, Field) and not field.is_fixed:
                name = field.entry.name
                if name in posted or field.entry.may_be_empty:
                    given = posted.get(name, [])
                    field.enter([given] if isinstance(given, str) else list(given))
        self.refused = {}
        return self._finish()

    async def accept(self, value: M) -> bool:
        """Calls `on_submit` with a valid object; whether it was taken."""
        try:
            result = self.on_submit(value)
            if isawaitable(result):
                await result
        except Invalid as error:
            self._refuse(error.errors)
            return False
        self._start_over()
        return True

    def take_from(self, newer: Tag) -> None:
        super().take_from(newer)
        assert isinstance(newer, Form)
        self.on_submit = newer.on_submit
        for name, field in newer.fields.items():
            if name in self.fields and self.fields[name].hint != field.hint:
                self.fields[name].adapt(field.hint)

    def _submit(self, event: Event) -> Awaitable[object] | None:
        if self._busy:
            return None
        self.refused = {}
        value = self._finish()
        if value is None:
            self._focus_wrong()
            return None
        return self._work(value)

    async def _work(self, value: M) -> None:
        """Nobody's second click submits the same again."""
        self._set_busy(True)
        try:
            if not await self.accept(value):
                self._focus_wrong()
        finally:
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.state_changed()

    def _heard(self, field: Field) -> None:
        """Something was entered: what `on_submit` said about it is no more true."""
        if self.refused:
            self.refused = {
                name: text
                for name, text in self.refused.items()
                if name not in ("", field.entry.name)
            }
        self._look()

    # What is wrong.

    def _finish(self) -> M | None:
        """The visitor is done, and is told of all that is wrong."""
        self.submitted = True
        return self._look()

    def _start_over(self) -> None:
        """All was well: what is entered next is not called wrong too early."""
        self.submitted = False
        for field in self.fields.values():
            field.left = False
        self._look()

    def _refuse(self, errors: Errors) -> None:
        self.refused = errors
        self._look()

    def _judge(self) -> tuple[M | None, Errors]:
        values: dict[str, Any] = {}
        errors: Errors = {}
        for name, field in self.fields.items():
            try:
                value = field.read(self.messages)
            except ValueError as error:
                errors[name] = str(error)
            else:
                values |= {} if value is MISSING else {name: value}
        errors = {**self.refused, **self.model.check(values), **errors}
        if not errors:
            try:
                return self.model.build({**self._others, **values}), {}
            except ValueError as error:
                errors = errors_of(error)
        return None, errors

    def _look(self) -> M | None:
        """Tells the visitor what is wrong, as far as it is time for that."""
        value, errors = self._judge()
        for name, field in self.fields.items():
            told = errors.get(name, "") if self.submitted or field.left else ""
            if field.error != told:
                field.error = told
        whole = [text for name, text in errors.items() if name not in self.fields]
        problem = " ".join(whole) or (self.messages.problems if errors else "")
        problem = problem if self.submitted else ""
        if self.problem != problem:
            self.problem = problem
        return value

    def _focus_wrong(self) -> None:
        for field in components_in(self._children):
            if isinstance(field, Field) and field.error:
                field.focus()
                return

    def _values_of_others(self, initial: M | Mapping[str, Any] | None) -> dict[str, Any]:
        """The values of the fields that the form hasn't, where they aren't the defaults.

        Raises TypeError for one that would have no value.
        """
        values = {
            name: _start(initial, name, default) for name, default in self.model.others.items()
        }
        for name, value in values.items():
            if value is MISSING:
                raise TypeError(
                    f"{self.model.name}.{name} has no default: put it into `only` or `initial`"
                )
        return {name: value for name, value in values.items() if _has(initial, name)}


def _start(initial: Any, name: str, default: Any) -> Any:
    """What a field starts with."""
    if isinstance(initial, Mapping):
        return initial.get(name, default)
    return default if initial is None else getattr(initial, name)


def _has(initial: Any, name: str) -> bool:
    return name in initial if isinstance(initial, Mapping) else initial is not None
