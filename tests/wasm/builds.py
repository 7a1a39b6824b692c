"""Other versions of a build, with other code or settings, without the time that a build takes."""

import io
import json
import re
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile

from hlive_wasm.build.archive import short_hash, zipped
from hlive_wasm.build.scripts import configured


class Build:
    """The files of a build by their paths."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)

    @property
    def config(self) -> dict[str, Any]:
        """What its service worker knows."""
        found = re.search(r"CONFIG = ({.*});", self.files["hlive-sw.js"].decode())
        assert found is not None
        config: dict[str, Any] = json.loads(found[1])
        return config

    @property
    def version(self) -> str:
        return str(self.config["version"])

    def changed(self, source: Mapping[str, str], **settings: Any) -> "Build":
        """The build of an app with some words in its code and pages replaced, as a build that
        is told other `settings` would make it."""
        config = self.config | settings
        base, package = config["base"], config["package"]
        files = {
            path: _replaced(content, source) if path.endswith(".html") else content
            for path, content in self.files.items()
            if not path.startswith("hlive-") and path != package
        }
        content = _package(self.files[package], source)
        config["package"] = f"app-{short_hash(content)}.zip"
        files[config["package"]] = content
        (lazy,) = config["lazy"]["files"]
        for made_anew in ("version", "files", "lazy"):
            del config[made_anew]
        moved = {'src="/hlive-port.js"': f'src="{base}hlive-port.js"'}
        config["head"] = [_text(element, moved) for element in config["head"]]
        files |= {p: _replaced(c, moved) for p, c in files.items() if p.endswith(".html")}
        return Build(files | configured(config, files, lazy))


def _package(archive: bytes, source: Mapping[str, str]) -> bytes:
    """The zip of an app's own code; what was compiled is left out, for it says something else."""
    with ZipFile(io.BytesIO(archive)) as packed:
        return zipped(
            {
                name: _replaced(packed.read(name), source)
                for name in packed.namelist()
                if not name.endswith(".pyc")
            }
        )


def _replaced(content: bytes, words: Mapping[str, str]) -> bytes:
    return _text(content.decode(), words).encode()


def _text(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
