"""The icons of an installed app, made from one picture or from the first letter of its name."""

from __future__ import annotations

import io
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from hlive_wasm.build.errors import BuildError

SIZES = (192, 512)


def icons(picture: Path | None, name: str) -> dict[str, bytes]:
    """Files by their paths: PNG in all sizes, and a drawing (SVG) as it is.

    Beside a drawing the PNG files show the name's first letter, for systems that want them.
    Raises BuildError where the picture can't be read.
    """
    if picture is None:
        return _pngs(_letter(name))
    if picture.suffix.lower() == ".svg":
        return {"icons/any.svg": _drawing(picture), **_pngs(_letter(name))}
    return _pngs(_opened(picture))


def entries(files: Iterable[str]) -> list[dict[str, str]]:
    """What the web manifest says of these files."""
    return [_entry(path) for path in files]


def _entry(path: str) -> dict[str, str]:
    if path.endswith(".svg"):
        return {"src": path, "sizes": "any", "type": "image/svg+xml"}
    size = PurePosixPath(path).stem
    return {"src": path, "sizes": f"{size}x{size}", "type": "image/png"}


def _pngs(source: Image.Image) -> dict[str, bytes]:
    return {f"icons/{size}.png": _png(source, size) for size in SIZES}


def _drawing(picture: Path) -> bytes:
    content = picture.read_bytes()
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise BuildError(f"the icon {picture} isn't SVG: {error}") from error
    if root.tag.rpartition("}")[2] != "svg":
        raise BuildError(f"the icon {picture} isn't SVG: its root is <{root.tag}>")
    return content


def _opened(picture: Path) -> Image.Image:
    try:
        with Image.open(picture) as image:
            return image.convert("RGBA")
    except (OSError, UnidentifiedImageError) as error:
        raise BuildError(
            f"the icon {picture} can't be read as a picture ({error}): use an SVG file, or a PNG "
            "of 512×512"
        ) from error


def _letter(name: str) -> Image.Image:
    """The name's first letter on a colour that is made from the name."""
    hue = sha256(name.encode()).digest()[0] * 360 // 256
    image = Image.new("RGBA", (512, 512), f"hsl({hue}, 55%, 40%)")
    font = ImageFont.load_default(320)
    draw = ImageDraw.Draw(image)
    draw.text((256, 256), name[:1].upper(), fill="white", font=font, anchor="mm")
    return image


def _png(source: Image.Image, size: int) -> bytes:
    """The picture as a square, with what is missing transparent."""
    fitted = source.copy()
    fitted.thumbnail((size, size), Image.Resampling.LANCZOS)
    if max(fitted.size) < size:
        scale = size / max(fitted.size)
        fitted = source.resize((round(source.width * scale), round(source.height * scale)))
    square = Image.new("RGBA", (size, size))
    square.paste(fitted, ((size - fitted.width) // 2, (size - fitted.height) // 2))
    out = io.BytesIO()
    square.save(out, "PNG")
    return out.getvalue()
