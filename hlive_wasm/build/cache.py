"""What builds keep for later ones, in the user's cache folder, by hashes of what it came from."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path


class Cache:
    """Contents by their keys, each a file; the folder may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, key: str) -> bytes | None:
        """What was kept under `key`; None without."""
        try:
            return self._file(key).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, key: str, content: bytes) -> None:
        """Keeps a content, all of it or nothing."""
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as partial:
            partial.write(content)
        Path(partial.name).replace(file)

    def _file(self, key: str) -> Path:
        return self.folder / "made" / key


def key_of(*parts: str | bytes) -> str:
    """A key for what is made from these parts, and from nothing else."""
    digest = sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
