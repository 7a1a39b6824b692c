"""Finds the app of `module:attribute`, and the code around it that goes along."""

from __future__ import annotations

import importlib
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from hlive.app import App
from hlive_wasm.build.errors import BuildError


@dataclass(frozen=True)
class LoadedApp:
    """An app, its name, and its code: `package`, the top-level one, is in the folder `root`."""

    app: App
    module: str
    attribute: str
    root: Path

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]

    @property
    def spec(self) -> str:
        return f"{self.module}:{self.attribute}"


def load_app(spec: str) -> LoadedApp:
    """The app that `module:attribute` names; modules in the current folder come first.

    Raises BuildError where there is none.
    """
    name, _, attribute = spec.partition(":")
    attribute = attribute or "app"
    if not name:
        raise BuildError(f"{spec!r} names no module: write module:attribute, such as hello:app")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    module = _import(name)
    found = getattr(module, attribute, None)
    if found is None:
        raise BuildError(f"{name} has no {attribute!r}: write {name}:NAME for the app's name in it")
    if not isinstance(found, App):
        raise BuildError(f"{spec} is no hlive.App, but {type(found).__name__}")
    return LoadedApp(found, name, attribute, _root(module))


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name in (name, name.partition(".")[0]):
            raise BuildError(
                f"there is no module {name!r} in {Path.cwd()} or among the installed ones"
            ) from error
        raise BuildError(_problem(name, error)) from error
    except Exception as error:
        raise BuildError(_problem(name, error)) from error


def _problem(name: str, error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = "" if isinstance(error, SyntaxError) else f" ({last.filename}, line {last.lineno})"
    return f"{name} can't be imported: {type(error).__name__}: {error}{where}"


def _root(module: ModuleType) -> Path:
    """The folder that the top-level package is in."""
    if module.__file__ is None:
        raise BuildError(f"{module.__name__} has no file: name the module that makes the app")
    path = Path(module.__file__).resolve()
    depth = module.__name__.count(".") + (path.name == "__init__.py")
    return path.parents[depth]
