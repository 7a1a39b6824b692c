"""The scripts that pages carry: our browser client and those of plugin attributes."""

from functools import cache
from importlib.resources import files

from hlive.attrs import AttributePlugin
from hlive.page import Page


@cache
def script(name: str, folder: str = "client") -> str:
    """A script of this package, minified: a file's name without its ending, and its folder."""
    place = files("hlive").joinpath(folder)
    ready = place.joinpath(f"{name}.min.js")
    if ready.is_file():
        return ready.read_text(encoding="utf-8")
    return minified(place.joinpath(f"{name}.js").read_text(encoding="utf-8"))


def minified(source: str) -> str:
    """A script without comments and needless space."""
    # Not in the browser: there is no rjsmin for it, and a build has minified all scripts before.
    from rjsmin import jsmin

    return str(jsmin(source))


class ScriptAttribute(AttributePlugin):
    """An attribute whose meaning lives in one of our scripts."""

    def __init__(self, name: str, script_name: str, value: str = "") -> None:
        super().__init__(name, value)
        self.script_name = script_name

    def initialize(self, page: Page) -> None:
        page.add_script(script(self.script_name))


def prevent_default() -> ScriptAttribute:
    """The browser doesn't do its own thing (submit, follow a link) when a bound event happens."""
    return ScriptAttribute("data-hlive-pd", "prevent_default")


def stop_propagation() -> ScriptAttribute:
    """A bound event of this component doesn't reach the elements around it."""
    return ScriptAttribute("data-hlive-sp", "stop_propagation")
