"""Every element of HTML as a typed function: `from hlive import html as h`, `h.p("Hello")`.

Children come first, attributes are keywords: `_` stands for `-`, and a name that Python has
taken ends in `_` (`class_`, `for_`). `on_click=handler` binds an event; an element with a binding
is a component. `h.svg` has the elements of SVG.
"""

from hlive.html import elements, svg
from hlive.html.build import component
from hlive.html.elements import *  # noqa: F403
from hlive.urls import trusted_url

__all__ = ["component", "svg", "trusted_url"]
__all__ += elements.__all__
