"""A scenario as a page of `hlive`: its elements, and what its handlers do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import hlive as l

ROOTS = ("html", "head", "meta", "title", "body")

Spec = Any
"""An element of a scenario, as SCENARIOS.md describes them."""


class Stage:
    """A page built from a scenario, with its named parts."""

    def __init__(self, scenario: Mapping[str, Any]) -> None:
        self.page = l.Page()
        self.boxes: dict[str, l.Box[Any]] = {}
        self.bindings: dict[str, l.Binding] = {}
        self.tags: dict[str, l.Tag] = {name: getattr(self.page, name) for name in ROOTS}
        self.log: list[str] = []
        for name in ROOTS:
            self.tags[name].add(*self.all(scenario["page"].get(name, ())))

    def all(self, specs: list[Spec]) -> list[Any]:
        return [self.element(spec) for spec in specs]

    def element(self, spec: Spec) -> Any:
        """What can be added to a tag for this spec."""
        if spec is None or isinstance(spec, str):
            return spec
        kind = next(kind for kind in _MAKERS if kind in spec)
        return _MAKERS[kind](self, spec)

    def box(self, spec: Spec) -> l.Box[Any]:
        name = spec["box"]
        if name not in self.boxes:
            self.boxes[name] = l.Box(self.element(spec.get("value")))
        return self.boxes[name]

    def component(self, spec: Spec) -> l.Tag:
        auto_render = spec.get("auto_render", True)
        if "mount" in spec or "unmount" in spec:
            return l.CM(
                spec["component"],
                mount=self.hook(spec.get("mount", ())),
                unmount=self.hook(spec.get("unmount", ())),
                auto_render=auto_render,
            )
        return l.C(spec["component"], auto_render=auto_render)

    def wrap(self, spec: Spec) -> l.Tag:
        component = l.W(self.element(spec["wrap"]))
        component.auto_render = spec.get("auto_render", True)
        return component

    def filled(self, tag: l.Tag, spec: Spec) -> l.Tag:
        if "name" in spec:
            self.tags[spec["name"]] = tag
        tag.key = spec.get("key", tag.key)
        tag.add(*self.all(spec.get("items", ())), *self.all(spec.get("with", ())))
        return tag

    def binding(self, spec: Spec) -> l.Binding:
        make = l.on_once if spec.get("once") else l.on
        binding = make(spec["on"], lambda event: self.run(spec["do"], event))
        if "name" in spec:
            self.bindings[spec["name"]] = binding
        return binding

    def hook(self, actions: list[Any]) -> Callable[[l.Context], None]:
        return lambda context: self.run(actions, None)

    def run(self, actions: list[Any], event: l.Event | None) -> None:
        for action in actions:
            verb = next(verb for verb in _VERBS if verb in action)
            _VERBS[verb](self, action, event)

    def take_log(self) -> list[str]:
        """What was logged since the last call."""
        log, self.log = self.log, []
        return log


_MAKERS: dict[str, Callable[[Stage, Spec], Any]] = {
    "int": lambda stage, spec: spec["int"],
    "float": lambda stage, spec: float(spec["float"]),
    "html": lambda stage, spec: l.HTML(spec["html"]),
    "box": Stage.box,
    "tag": lambda stage, spec: stage.filled(l.T(spec["tag"]), spec),
    "list": lambda stage, spec: stage.filled(l.T(spec["list"]), spec),
    "component": lambda stage, spec: stage.filled(stage.component(spec), spec),
    "wrap": lambda stage, spec: stage.filled(stage.wrap(spec), spec),
    "ref": lambda stage, spec: stage.tags[spec["ref"]],
    "group": lambda stage, spec: l.G(*stage.all(spec["group"])),
    "elements": lambda stage, spec: l.E(*stage.all(spec["elements"])),
    "attrs": lambda stage, spec: l.E(*({name: value} for name, value in spec["attrs"])),
    "attrs_off": lambda stage, spec: l.AttrsOff(*spec["attrs_off"]),
    "class": lambda stage, spec: l.Class(spec["class"]),
    "class_off": lambda stage, spec: l.ClassOff(spec["class_off"]),
    "class_list": lambda stage, spec: l.ClassList(*spec["class_list"]),
    "class_list_off": lambda stage, spec: l.ClassListOff(*spec["class_list_off"]),
    "class_bool": lambda stage, spec: l.E(*(l.ClassBool({n: on}) for n, on in spec["class_bool"])),
    "style": lambda stage, spec: l.E(*(l.Style({name: value}) for name, value in spec["style"])),
    "style_off": lambda stage, spec: l.StyleOff(*spec["style_off"]),
    "on": Stage.binding,
    "plugin": lambda stage, spec: getattr(l, spec["plugin"])(),
}
"""How each kind of element is made; the kind is the key that a spec has."""


def _set(stage: Stage, action: Any, event: l.Event | None) -> None:
    value = field(event, action["from"]) if "from" in action else stage.element(action["to"])
    stage.boxes[action["set"]].set(value)


def _add(stage: Stage, action: Any, event: l.Event | None) -> None:
    stage.tags[action["add"]].add(*stage.all(action["with"]))


def _insert(stage: Stage, action: Any, event: l.Event | None) -> None:
    stage.tags[action["insert"]].insert(action["at"], *stage.all(action["with"]))


def _remove(stage: Stage, action: Any, event: l.Event | None) -> None:
    tag = stage.tags[action["remove"]]
    nodes = list(tag.children)
    del nodes[action["at"] : action["at"] + action["count"]]
    tag.clear()
    tag.insert(0, *nodes)


def _order(stage: Stage, action: Any, event: l.Event | None) -> None:
    tag = stage.tags[action["order"]]
    nodes = [tag.children[index] for index in action["indices"]]
    tag.clear()
    tag.insert(0, *nodes)


def _rename(stage: Stage, action: Any, event: l.Event | None) -> None:
    stage.tags[action["rename"]].rename(action["as"])


def _remove_attributes(stage: Stage, action: Any, event: l.Event | None) -> None:
    stage.tags[action["remove_attributes"]].remove_attributes(*action["names"])


def _off(stage: Stage, action: Any, event: l.Event | None) -> None:
    binding = stage.bindings[action["off"]]
    assert binding.component is not None
    binding.component.remove_binding(binding)


def _auto_render(stage: Stage, action: Any, event: l.Event | None) -> None:
    _component(stage, action["auto_render"]).auto_render = action["enabled"]


def _render(stage: Stage, action: Any, event: l.Event | None) -> None:
    l.render()


def _render_component(stage: Stage, action: Any, event: l.Event | None) -> None:
    l.render_component(_component(stage, action["render_component"]))


def _log(stage: Stage, action: Any, event: l.Event | None) -> None:
    stage.log.append(action["log"])


_VERBS: dict[str, Callable[[Stage, Any, l.Event | None], None]] = {
    "set": _set,
    "add": _add,
    "insert": _insert,
    "remove": _remove,
    "order": _order,
    "rename": _rename,
    "remove_attributes": _remove_attributes,
    "off": _off,
    "auto_render": _auto_render,
    "render": _render,
    "render_component": _render_component,
    "log": _log,
}
"""How each action is done; the verb is the key that an action has."""


def _component(stage: Stage, name: str) -> l.Component:
    component = stage.tags[name]
    assert isinstance(component, l.Component)
    return component


def field(event: l.Event | None, name: str) -> str:
    """One field of an event as text."""
    assert event is not None, "only events have fields"
    whole, _, part = name.partition(".")
    if whole == "extra":
        return event.extra.get(part, "")
    if whole == "file":
        return "none" if event.file is None else _text(getattr(event.file, part))
    return _text(getattr(event, name))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)
