"""HLive for Python: pages that live on the server, shown by a browser. `import hlive as l`."""

from importlib import import_module
from typing import TYPE_CHECKING

from hlive import html
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
from hlive.commands import Command, command
from hlive.component import Component, ComponentMountable, wrap
from hlive.context import Context, current, render, render_component
from hlive.document import html_of
from hlive.errors import ContextError, HLiveError, PageError, StateError
from hlive.hooks import Hooks
from hlive.page import Page
from hlive.pipeline import Pipeline
from hlive.plugins import Plugin, PluginError
from hlive.scripts import prevent_default, stop_propagation
from hlive.state import state
from hlive.tag import Elements, Tag
from hlive.tasks import Job, Progress, Repetition, every, task
from hlive.uploads import Upload, UploadFile, UploadTexts
from hlive.urls import trusted_url
from hlive.workers import WorkerError, in_worker
from hlive_proto.tree import Raw as HTML

if TYPE_CHECKING:
    from hlive import forms, testing

T = Tag
C = Component
W = wrap
CM = ComponentMountable
G = Group
E = Elements
plugin = Plugin

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
    "Command",
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
    "Hooks",
    "Job",
    "Page",
    "PageError",
    "Pipeline",
    "Plugin",
    "PluginError",
    "Progress",
    "Repetition",
    "StateError",
    "Style",
    "StyleOff",
    "T",
    "Tag",
    "Upload",
    "UploadFile",
    "UploadTexts",
    "W",
    "WorkerError",
    "command",
    "current",
    "every",
    "forms",
    "html",
    "html_of",
    "in_worker",
    "on",
    "on_once",
    "plugin",
    "prevent_default",
    "render",
    "render_component",
    "state",
    "stop_propagation",
    "task",
    "testing",
    "trusted_url",
    "wrap",
]


def __getattr__(name: str) -> object:
    """Loads `hlive.forms` and `hlive.testing` when they are first asked for: few need them."""
    if name in ("forms", "testing"):
        return import_module(f"hlive.{name}")
    raise AttributeError(f"module 'hlive' has no attribute {name!r}")
