"""What an HTML parser would silently repair: which element can't stand inside which.

A repaired page has other child nodes than its server believes, and every path below goes wrong.
From the HTML standard, section 13.2.6 "Tree construction".
"""

from functools import lru_cache

from hlive_proto.dom import parse
from hlive_proto.markup import RAW_TEXT
from hlive_proto.tree import HTML_AGAIN, VOID, Element, Node, Text

# Bits that say what an element, or anything inside it, would do to the elements around it.
_ENDS_P, _LINK, _BUTTON, _FORM, _ITEM, _DEFINITION = (1 << n for n in range(6))
_NOBR, _NOSCRIPT, _LEAVES_FOREIGN = (1 << n for n in range(6, 9))

_ENDING_P = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dd",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
]
_LEAVING_FOREIGN = [
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
    # These would be left open, since only HTML has elements without an end tag.
    "area",
    "base",
    "input",
    "keygen",
    "link",
    "param",
    "source",
    "track",
    "wbr",
]
_SPECIAL = [
    "applet",
    "area",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dir",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "listing",
    "main",
    "marquee",
    "menu",
    "meta",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "param",
    "plaintext",
    "pre",
    "script",
    "search",
    "section",
    "select",
    "source",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "wbr",
    "xmp",
    *HTML_AGAIN,
]
_MARKERS = ["applet", "caption", "marquee", "object", "td", "template", "th"]
_SCOPES = [*_MARKERS, *HTML_AGAIN, "html", "table"]

_SECTIONS = ("tbody", "tfoot", "thead")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RUBY = ("rb", "rp", "rt", "rtc")
_SCRIPTS = frozenset({"script", "style", "template"})
_SPACE = "\t\n\f\r "


def _bits(*rules: tuple[int, list[str]]) -> dict[str, int]:
    table: dict[str, int] = {}
    for bit, names in rules:
        for name in names:
            table[name] = table.get(name, 0) | bit
    return table


_OWN = _bits(
    (_ENDS_P, _ENDING_P),
    (_LEAVES_FOREIGN, _LEAVING_FOREIGN),
    (_LINK, ["a"]),
    (_BUTTON, ["button"]),
    (_FORM, ["form"]),
    (_ITEM, ["li"]),
    (_DEFINITION, ["dd", "dt"]),
    (_NOBR, ["nobr"]),
    (_NOSCRIPT, ["noscript"]),
)
"""What an element itself does."""

_FORBIDDEN = _bits(
    (_ENDS_P, ["p"]),
    (_LINK, ["a"]),
    (_BUTTON, ["button"]),
    (_FORM, ["form"]),
    (_ITEM, ["li"]),
    (_DEFINITION, ["dd", "dt"]),
    (_NOBR, ["nobr"]),
    (_NOSCRIPT, ["noscript"]),
    (_LEAVES_FOREIGN, ["svg", "math"]),
)
"""What nothing inside an element may do."""

_HIDDEN = _bits(
    (_ENDS_P, [*_SCOPES, "button"]),
    (_BUTTON | _NOBR, _SCOPES),
    (_LINK, _MARKERS),
    (_FORM, ["template"]),
    (_ITEM | _DEFINITION, _SPECIAL),
    (_LEAVES_FOREIGN, [*HTML_AGAIN]),
)
"""What an element keeps from those around it, because the parser stops looking there."""

_PARENTS: dict[str, tuple[str, ...]] = {
    "tr": (*_SECTIONS, "template"),
    "td": ("tr", "template"),
    "th": ("tr", "template"),
    "caption": ("table", "template"),
    "colgroup": ("table", "template"),
    "col": ("colgroup", "template"),
    "tbody": ("table", "template"),
    "thead": ("table", "template"),
    "tfoot": ("table", "template"),
    "head": ("html",),
    "body": ("html",),
    "html": (),
    "frameset": ("html",),
    "frame": ("frameset",),
    "plaintext": (),
    # Outside of SVG it becomes an <img>.
    "image": ("svg", "a", "clippath", "defs", "g", "marker", "mask", "pattern", "switch", "symbol"),
}
"""The only parents that these elements have after parsing."""

_CHILDREN: dict[str, frozenset[str]] = {
    "table": frozenset({"caption", "colgroup", *_SECTIONS}) | _SCRIPTS,
    **dict.fromkeys(_SECTIONS, frozenset({"tr"}) | _SCRIPTS),
    "tr": frozenset({"td", "th"}) | _SCRIPTS,
    "colgroup": frozenset({"col", "template"}),
    "select": frozenset({"option", "optgroup", "hr", "script", "template"}),
    "optgroup": frozenset({"option", "script", "template"}),
    "head": frozenset({"base", "link", "meta", "noscript", "title"}) | _SCRIPTS,
    "html": frozenset({"head", "body"}),
    **dict.fromkeys(("option", "textarea", "title", *RAW_TEXT), frozenset[str]()),
    **dict.fromkeys(VOID, frozenset[str]()),
}
"""The only element children that these elements have after parsing."""

_NO_TEXT = frozenset({"table", *_SECTIONS, "tr", "colgroup", "head", "html"}) | VOID


def seen(name: str, inside: int) -> int:
    """What an element of this name, around children that do `inside`, shows to those around it."""
    return _OWN.get(name, 0) | (inside & ~_HIDDEN.get(name, 0))


def problem(parent: str, child: Node, shows: int) -> str | None:
    """Why a parser would not leave `child`, which `shows` what it does, in `parent`; else None.

    `shows` comes from `seen`; for text and raw markup it is 0.
    """
    if isinstance(child, Element):
        if shows & _FORBIDDEN.get(parent, 0):
            inner = _offender(child, shows & _FORBIDDEN[parent])
            return f"<{inner}> can't stand inside <{parent}>: a browser would end the <{parent}>"
        return _place_problem(parent, child.name)
    if isinstance(child, Text):
        is_space = not child.text.strip(_SPACE)
        if parent in _NO_TEXT and not (is_space and parent not in ("html", *VOID)):
            return f"<{parent}> can't hold text"
        return _raw_text_problem(parent, child.text)
    return None


@lru_cache(maxsize=4096)
def _place_problem(parent: str, name: str) -> str | None:
    parents = _PARENTS.get(name)
    if parents is not None and parent not in parents:
        where = ", ".join(f"<{allowed}>" for allowed in parents if allowed != "template")
        return f"<{name}> can't stand in <{parent}>" + (f", only in {where}" if where else "")
    children = _CHILDREN.get(parent)
    if children is not None and name not in children:
        what = ", ".join(f"<{allowed}>" for allowed in sorted(children - _SCRIPTS))
        return f"<{parent}> can't hold <{name}>, only {what or 'text'}"
    if (parent in _HEADINGS and name in _HEADINGS) or _ends_ruby(parent, name):
        return f"<{name}> can't stand straight in <{parent}>: a browser would end the <{parent}>"
    return None


def _ends_ruby(parent: str, name: str) -> bool:
    """Whether a part of a ruby annotation would end the element straight around it."""
    if parent == "rtc":
        return name in ("rb", "rtc")
    return name in _RUBY and parent in (*_RUBY, "dd", "dt", "li", "p")


def _raw_text_problem(parent: str, text: str) -> str | None:
    """Text that the parser takes as it stands must not end its element."""
    if parent in RAW_TEXT and f"</{parent}" in text.lower():
        return f"text in <{parent}> can't hold '</{parent}': it would end the element"
    if parent == "script" and "<!--" in text:
        return "text in <script> can't hold '<!--': what follows would not end with the element"
    return None


def _offender(element: Element, bit: int) -> str:
    """The name of the innermost-first element that does what is forbidden."""
    if _OWN.get(element.name, 0) & bit:
        return element.name
    for child in element.children:
        if isinstance(child, Element):
            name = _offender(child, bit)
            if name:
                return name
    return ""


@lru_cache(maxsize=1024)
def root_count(html: str) -> int:
    """How many DOM nodes a piece of markup makes at its top level; text counts as one."""
    return len(parse(html))
