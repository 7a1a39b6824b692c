"""Plays scenarios with the minimal server: `hlive-conformance` asks in JSON lines, we answer.

Only what the core track needs is here; of the rest it says that it isn't implemented.
"""

import json
import sys
from typing import Any

from examples.minimal.page import skeleton
from examples.minimal.server import Page, Tag, html

CLIENT = "// The browser client stands here."


class Stage:
    """A page built from a scenario, with its named parts."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.boxes: dict[str, Any] = {}
        self.tags = skeleton(CLIENT)
        for name, specs in scenario["page"].items():
            self.fill(self.tags[name], specs)
        self.page = Page(self.tags["html"])

    def element(self, spec: Any) -> Any:
        """What can be added to a tag for this spec."""
        match spec:
            case str() | None:
                return spec
            case {"int": number}:
                return number
            case {"box": name}:
                self.boxes.setdefault(name, self.element(spec.get("value")))
                return lambda: self.content(name)
            case {"attrs": pairs}:
                return dict(pairs)
            case {"on": kind, "do": actions, **more} if not more:
                return (kind.lower(), lambda data: self.run(actions, data))
            case {"tag": name} | {"component": name} | {"list": name}:
                return self.tag(name, spec)
        raise NotImplementedError(f"elements with {', '.join(spec)}")

    def tag(self, name: str, spec: Any) -> Tag:
        if unknown := spec.keys() - {"tag", "component", "list", "name", "items", "with"}:
            raise NotImplementedError(f"elements with {', '.join(unknown)}")
        tag = self.tags[spec.get("name", "")] = Tag(name, on=[] if "component" in spec else None)
        self.fill(tag, [*spec.get("items", ()), *spec.get("with", ())])
        return tag

    def fill(self, tag: Tag, specs: list[Any]) -> None:
        """Adds children, attributes and bindings, and takes attributes away."""
        for spec in specs:
            if isinstance(spec, dict) and "attrs_off" in spec:
                remove_attributes(tag, spec["attrs_off"])
            elif isinstance(part := self.element(spec), tuple):
                assert tag.bindings is not None, "only components have bindings"
                tag.bindings.append(part)
            else:
                tag.add(part)

    def content(self, box: str) -> Any:
        """What a box holds, also if that is another box."""
        value = self.boxes[box]
        return value() if callable(value) else value

    def run(self, actions: list[Any], data: dict[str, str]) -> None:
        for action in actions:
            match action:
                case {"set": box, "to": spec}:
                    self.boxes[box] = self.element(spec)
                case {"set": box, "from": "value" | "key" as name}:
                    self.boxes[box] = data.get(name, "")
                case {"add": name, "with": specs}:
                    self.fill(self.tags[name], specs)
                case {"insert": name, "at": at, "with": specs}:
                    self.tags[name].children[at:at] = map(self.element, specs)
                case {"remove": name, "at": at, "count": count}:
                    del self.tags[name].children[at : at + count]
                case {"remove_attributes": name, "names": names}:
                    remove_attributes(self.tags[name], names)
                case _:
                    raise NotImplementedError(f"the action {action}")


def remove_attributes(tag: Tag, names: list[str]) -> None:
    """Takes attributes away; those that aren't there don't matter."""
    for name in names:
        tag.attrs.pop(name, None)


class Player:
    """Answers the requests of the contract, for one scenario at a time."""

    stage: Stage

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        match request:
            case {"do": "open", "scenario": scenario}:
                self.stage = Stage(scenario)
                session = "s|id|" + 20 * "0"
                return {"html": self.tree(), "frames": [session, self.stage.page.render()]}
            case {"do": "send", "text": frame}:
                return {"frames": list(self.stage.page.receive(frame))}
            case {"do": "send"}:
                raise NotImplementedError("binary frames")
            case {"do": "tree"}:
                return {"tree": self.tree()}
        return {}

    def tree(self) -> str:
        return "<!doctype html>" + html(self.stage.page.shown)


def main() -> None:
    """Greets, then answers each line with a line."""
    player = Player()
    print(json.dumps({"peer": "minimal", "dialect": "0.2", "scripts": [CLIENT]}), flush=True)
    for line in sys.stdin:
        try:
            said = player.answer(json.loads(line))
        except NotImplementedError as error:
            said = {"unimplemented": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
