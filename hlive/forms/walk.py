"""Looking for components in what an author wrote, as far as that is known before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hlive.box import Box, Group
from hlive.component import Component
from hlive.tag import Tag


def components_in(nodes: Iterable[object]) -> Iterator[Component]:
    """All components among the nodes and inside of them, in the order of the document."""
    for node in nodes:
        if isinstance(node, Component):
            yield node
        if isinstance(node, Tag):
            yield from components_in(node._children)
        elif isinstance(node, Box):
            yield from components_in([node.get()])
        elif isinstance(node, Group | list | tuple):
            yield from components_in(node)
