"""Zip files whose bytes depend on nothing but their content, and the hashes of files."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16
_FOLDER = (0o40755 << 16) | 0x10


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their paths: sorted, undated, and stored as they are.

    What serves it compresses better than a zip would. A path that ends in a slash is a folder.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _EPOCH)
            info.create_system = 3
            info.external_attr = _FOLDER if path.endswith("/") else _PLAIN_FILE
            archive.writestr(info, files[path])
    return out.getvalue()


def short_hash(content: bytes) -> str:
    """What tells this content from other ones, in the name of a file."""
    return sha256(content).hexdigest()[:16]


def integrity(content: bytes) -> str:
    """The hash of a file in the form of subresource integrity."""
    return "sha256-" + base64.b64encode(sha256(content).digest()).decode()
