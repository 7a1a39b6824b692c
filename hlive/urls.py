"""Which addresses a page may hold: those that would run as a script in it are refused."""

import re

URL_ATTRIBUTES = frozenset(
    """action background cite classid codebase data dynsrc formaction from href icon longdesc
    lowsrc manifest ping poster profile src to values xlink:href""".split()
)
"""Attributes whose value a browser takes as an address, or (in SVG animations) sets as one."""

_IMAGES = frozenset({"background", "dynsrc", "icon", "lowsrc", "poster", "src"})
"""Where an address mostly is an image's: SVG can't run scripts there."""

_OVERLOOKED = re.compile(r"[\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
"""What a browser (URL Standard, 4.4), an old one or a careless filter skips in an address."""

_SCRIPT = re.compile(r"(?:javascript|vbscript|livescript|mocha):", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"data:(?:text/html\b|(?:text|application)/xml\b|[\w.+-]+/[\w.+-]*(?:\+xml\b|javascript|ecmascript))",
    re.IGNORECASE,
)
_SVG = re.compile(r"data:image/svg\+xml\b", re.IGNORECASE)


class TrustedUrl(str):
    """An address that is not checked."""

    __slots__ = ()


def trusted_url(url: str) -> TrustedUrl:
    """Lets an address into a page that would be refused; never for what a user may have written."""
    return TrustedUrl(url)


def check_url(name: str, value: str) -> None:
    """Raises ValueError when a browser would run the value of the attribute `name` as a script.

    `name` is in lower case; attributes that hold no address are let through. Refused are
    `javascript:` and its kin, and `data:` with a document or a script in it, however they are
    spelled; a `TrustedUrl` never is.
    """
    if name not in URL_ATTRIBUTES or ":" not in value or isinstance(value, TrustedUrl):
        return
    for address in value.split(";") if name == "values" else (value,):
        if _runs(name, address):
            raise ValueError(
                f"{name!r} can't be {value!r:.60}: a browser would run it as a script; "
                "write trusted_url(...) around it if it is yours and meant so"
            )


def _runs(name: str, address: str) -> bool:
    # Neither a scheme nor a media type can go on after a comma, only a long picture can.
    start = _OVERLOOKED.sub("", address.partition(",")[0])
    if _DOCUMENT.match(start):
        return not (name in _IMAGES and _SVG.match(start))
    return _SCRIPT.match(start) is not None
