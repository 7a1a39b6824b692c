"""What the kit's attributes share: each brings a script of the kit along."""

from __future__ import annotations

import hlive as l
from hlive.scripts import script

_SHARED = "plugin"
"""The script that the others build on."""


class KitAttribute(l.AttributePlugin):
    """An attribute whose meaning lives in a script of this folder, `script` without its ending."""

    def __init__(self, name: str, script: str, value: str = "") -> None:
        super().__init__(name, value)
        self.script = script

    def initialize(self, page: l.Page) -> None:
        if page.first_time("hlive-kit"):
            page.add_script(script(_SHARED, "kit"))
        page.add_script(script(self.script, "kit"))


def again(tag: l.Tag, attribute: l.AttributePlugin) -> None:
    """Adds an attribute that acts once, so that it acts also if the tag has it already.

    Call it in a handler: what the tag has is taken away in a frame of its own.
    Raises ContextError elsewhere.
    """
    if tag.attribute(attribute.name) == attribute.value:
        tag.remove_attributes(attribute.name)
        l.render()
    tag.add(attribute)
