"""HLive for Python: pages that live on the server, shown by a browser. `import hlive as l`."""

from hlive.app import App
from hlive.attrs import (
    AttributePlugin,
    AttrsOff,
    Class,
    ClassBool,
    ClassList,
    ClassListOff,
    ClassOff,
    Style,
    StyleOff,
)
from hlive.bindings import Binding, Event, File, on, on_once
from hlive.box import Box, Group
from hlive.component import Component, ComponentMountable, wrap
from hlive.context import Context, current, render, render_component
from hlive.errors import ContextError, HLiveError, PageError
from hlive.page import Page
from hlive.scripts import prevent_default, stop_propagation
from hlive.tag import Elements, Tag
from hlive_proto.tree import Raw as HTML

T = Tag
C = Component
W = wrap
CM = ComponentMountable
G = Group
E = Elements

__all__ = [
    "CM",
    "HTML",
    "App",
    "AttributePlugin",
    "AttrsOff",
    "Binding",
    "Box",
    "C",
    "Class",
    "ClassBool",
    "ClassList",
    "ClassListOff",
    "ClassOff",
    "Component",
    "ComponentMountable",
    "Context",
    "ContextError",
    "E",
    "Elements",
    "Event",
    "File",
    "G",
    "Group",
    "HLiveError",
    "Page",
    "PageError",
    "Style",
    "StyleOff",
    "T",
    "Tag",
    "W",
    "current",
    "on",
    "on_once",
    "prevent_default",
    "render",
    "render_component",
    "stop_propagation",
    "wrap",
]
