"""The packages of others that an app needs: found among the installed ones, fetched by pip."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from pyodide_lock.spec import PackageSpec

from hlive_wasm.build.cache import key_of
from hlive_wasm.build.code import Code, Place
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.runtime import Runtime

PYTHON = "3.14"

_ENVIRONMENT = {
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "os_name": "posix",
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.0",
}
_LEFT_OUT = (".pyi", "py.typed", ".so.dbg", "/RECORD", "/WHEEL", "/INSTALLER", "/REQUESTED")


@dataclass
class Packages:
    """The files of packages, by package, and what a lock says of each."""

    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    locked: dict[str, PackageSpec] = field(default_factory=dict)


def find_packages(code: Code, wheels: Iterable[Path], runtime: Runtime) -> Packages:
    """The packages whose modules are imported, with what they require in turn.

    `wheels` are files that come along besides, in place of what the index has. Raises BuildError
    for a package that isn't installed, or that has no wheel for Pyodide.
    """
    wheels = list(wheels)
    for wheel in wheels:
        check_wheel(wheel, runtime.abi)
    provided = metadata.packages_distributions()
    brought = {module for wheel in wheels for module in _modules_in(wheel)}
    chains: dict[str, tuple[str, ...]] = {}
    roots: dict[str, Place] = {}
    for module, place in code.others.items():
        if module in brought:
            continue
        if module not in provided:
            raise BuildError(
                f"{place} imports {module}, which isn't installed: install it, or guard the "
                "import with `except ImportError` if the app can do without"
            )
        roots.setdefault(provided[module][0], place)
    for module, place in code.welcome.items():
        if module in provided and module not in brought:
            _add_if_pure(provided[module][0], module, place, roots, code.warnings)
    for name, place in roots.items():
        _follow(name, (str(place),), chains)
    if not chains and not wheels:
        return Packages()
    return _fetched(sorted(roots), chains, wheels, runtime)


def check_wheel(wheel: Path, abi: str) -> None:
    """Raises BuildError for a file that is no wheel, or one that Pyodide's Python can't load."""
    try:
        tags = parse_wheel_filename(wheel.name)[3]
        with zipfile.ZipFile(wheel):
            pass
    except (InvalidWheelFilename, zipfile.BadZipFile) as error:
        raise BuildError(f"{wheel} is no wheel: {error}") from error
    platforms = _platforms(abi)
    version = (3, int(PYTHON.partition(".")[2]))
    if tags.isdisjoint(cpython_tags(version, platforms=platforms)) and tags.isdisjoint(
        compatible_tags(version, f"cp{version[0]}{version[1]}", platforms)
    ):
        raise BuildError(
            f"{wheel} isn't for Pyodide, which wants one in pure Python or for {platforms[0]}: "
            "build it with `pyodide build`"
        )


def _platforms(abi: str) -> list[str]:
    return [f"{name}_{abi}_wasm32" for name in ("pyemscripten", "pyodide")]


def _modules_in(wheel: Path) -> set[str]:
    """The names that can be imported from a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    return {top.partition(".")[0] for top in tops if not top.endswith((".dist-info", ".data"))}


def _add_if_pure(
    name: str, module: str, place: Place, roots: dict[str, Place], warnings: list[str]
) -> None:
    """A package that the app can do without comes along, if it can run there."""
    chain: dict[str, tuple[str, ...]] = {}
    _follow(name, (), chain)
    impure = [each for each in chain if not _is_pure(each)]
    if impure:
        reason = f"{impure[0]} isn't pure Python"
        warnings.append(f"{place} imports {module} if it is there, and it won't be: {reason}")
    else:
        roots.setdefault(name, place)


def _is_pure(name: str) -> bool:
    """Whether an installed package is in nothing but Python."""
    try:
        about = metadata.distribution(name).read_text("WHEEL") or ""
    except metadata.PackageNotFoundError:
        return False
    return "Root-Is-Purelib: true" in about


def _follow(name: str, before: tuple[str, ...], chains: dict[str, tuple[str, ...]]) -> None:
    """Notes how each package came to be needed: where it is imported, then who requires whom."""
    key = canonicalize_name(name)
    if key in chains:
        return
    chains[key] = (*before, key)
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({**_ENVIRONMENT, "extra": ""}):
            _follow(requirement.name, chains[key], chains)


def _fetched(
    roots: list[str], chains: Mapping[str, tuple[str, ...]], wheels: list[Path], runtime: Runtime
) -> Packages:
    """What pip installs for Pyodide; the same question isn't asked twice."""
    pinned = sorted(_pinned(chains, wheels))
    contents = [part for each in wheels for part in (each.name, each.read_bytes())]
    key = key_of(runtime.abi, *roots, "", *pinned, "", *contents)
    kept = runtime.cache.folder / "packages" / key
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as work:
            fresh = Path(work) / "fresh"
            fresh.mkdir()
            constraints = Path(work) / "constraints.txt"
            constraints.write_text("".join(f"{each}\n" for each in pinned))
            said = _pip(
                runtime.abi, "--no-compile", "--target", fresh / "site",
                "--report", fresh / "report.json", "--constraint", constraints, *roots, *wheels,
            )  # fmt: skip
            if said is not None:
                raise BuildError(_reason(said, chains, wheels, runtime.abi))
            fresh.rename(kept)
    return _read(kept / "site", json.loads((kept / "report.json").read_bytes()))


def _pip(abi: str, *arguments: str | Path) -> str | None:
    """Runs `pip install` for Pyodide's Python; what it says where that fails."""
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--only-binary=:all:", "--python-version", PYTHON, "--implementation", "cp",
        *(f"--abi={each}" for each in ("cp314", "abi3", "none")),
        *(f"--platform={each}" for each in _platforms(abi)),
        "--platform=any", *arguments,
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    return done.stderr.strip() or "it failed" if done.returncode else None


def _pinned(chains: Iterable[str], wheels: Iterable[Path]) -> Iterator[str]:
    """The installed versions, which the author knows to work."""
    given = {canonicalize_name(wheel.name.partition("-")[0]) for wheel in wheels}
    for name in chains:
        try:
            if name not in given:
                yield f"{name}=={metadata.version(name)}"
        except metadata.PackageNotFoundError:
            continue


def _reason(said: str, chains: Mapping[str, tuple[str, ...]], wheels: list[Path], abi: str) -> str:
    """Why pip failed: it names no culprit where one of many requirements can't be met."""
    if "ConnectionError" in said or "connection" in said.lower():
        return "pip can't reach the package index: build with a network"
    if "No module named pip" in said:
        return f"the build needs pip: run `{sys.executable} -m ensurepip`"
    with tempfile.TemporaryDirectory() as target:
        for pinned in _pinned(chains, wheels):
            if _pip(abi, "--dry-run", "--no-deps", "--target", target, pinned) is not None:
                name = pinned.partition("==")[0]
                return (
                    f"{pinned} has no wheel that runs in Pyodide (needed by "
                    f"{' → '.join(chains[name])}): it needs one in pure Python, or one built for "
                    "Pyodide. Build that with `pyodide build` and name it by --wheel, or guard the "
                    "import with `except ImportError`"
                )
    return f"pip can't fetch the app's packages: {said[-800:]}"


def _read(target: Path, report: Mapping[str, Any]) -> Packages:
    packages = Packages()
    for entry in report["install"]:
        about = entry["metadata"]
        name = canonicalize_name(about["name"])
        files = dict(_files(target, about["name"], about["version"]))
        packages.files[name] = files
        url = entry["download_info"]["url"]
        packages.locked[name] = PackageSpec(
            name=name,
            version=about["version"],
            file_name=url.rpartition("/")[2],
            install_dir="site",
            sha256=entry["download_info"]["archive_info"]["hashes"]["sha256"],
            imports=sorted(
                {
                    path.partition("/")[0].removesuffix(".py")
                    for path in files
                    if ".dist-info/" not in path
                }
            ),
            depends=sorted(_depends(about.get("requires_dist", []))),
        )
    return packages


def _files(target: Path, name: str, version: str) -> Iterator[tuple[str, bytes]]:
    """The files of one of the packages in a folder."""
    for found in metadata.distributions(path=[str(target)]):
        if canonicalize_name(found.metadata["Name"]) != canonicalize_name(name):
            continue
        for file in found.files or ():
            path = file.as_posix()
            if ".." in file.parts or "__pycache__" in file.parts or path.endswith(_LEFT_OUT):
                continue
            yield path, (target / path).read_bytes()


def _depends(requirements: Iterable[str]) -> Iterator[str]:
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({**_ENVIRONMENT, "extra": ""}):
            yield canonicalize_name(requirement.name)
