"""Wheels, made for tests."""

from collections.abc import Mapping
from pathlib import Path

from hlive_wasm.build.archive import zipped


def write_wheel(path: Path, files: Mapping[str, bytes]) -> None:
    """A wheel with these files, as its name says; the same files make the same bytes."""
    name, version, *tags = path.stem.split("-")
    about = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    wheel = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {'-'.join(tags)}\n"
    contents = {
        **files,
        f"{about}/METADATA": metadata.encode(),
        f"{about}/WHEEL": wheel.encode(),
    }
    record = "".join(f"{each},,\n" for each in [*contents, f"{about}/RECORD"])
    path.write_bytes(zipped({**contents, f"{about}/RECORD": record.encode()}))
