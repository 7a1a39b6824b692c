"""What goes into the folder: from an app to files by their paths, all of it in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pyodide_lock.spec import InfoSpec, PyodideLockSpec

import hlive
from hlive.hosting.settings import HostSettings
from hlive.scripts import minified
from hlive_proto.dialect import DIALECT_02
from hlive_wasm.build import icons, prerender
from hlive_wasm.build.archive import short_hash, zipped
from hlive_wasm.build.code import Code, collect
from hlive_wasm.build.compile import Made, Tree, Trial, TrialError, code_path, compile_all
from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.library import library_tree, split_library
from hlive_wasm.build.loading import LoadedApp
from hlive_wasm.build.packages import Packages, find_packages
from hlive_wasm.build.runtime import LOADED, VERSION, Runtime
from hlive_wasm.build.scripts import configured

FOLDER = "/home/pyodide/app/"
"""Where the app's own files are in the browser's Python."""

ARCHIVE = "/home/pyodide/app.zip/"
"""Where hlive and the libraries are in it."""

MEGABYTE = 1_000_000
_READABLE = MEGABYTE
"""A larger folder of static files isn't given to Python as well."""


@dataclass(frozen=True)
class Wishes:
    """What an author can ask of a build.

    `include` are modules of the app that no `import` names. `client` is the source of another
    browser client than ours, and `dialect` the protocol's dialect that it speaks.
    """

    name: str
    base: str = "/"
    icon: Path | None = None
    wheels: tuple[Path, ...] = ()
    development: bool = False
    max_file: float = 25.0
    include: tuple[str, ...] = ()
    client: str | None = None
    dialect: str = DIALECT_02.name


@dataclass
class Plan:
    """Files by their paths in the folder; `parts` says what each package costs in them."""

    files: dict[str, bytes]
    parts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def plan(
    loaded: LoadedApp, runtime: Runtime, wishes: Wishes, tell: Callable[[str], object]
) -> Plan:
    """Everything that the folder is to hold; `tell` hears what is being done.

    Raises BuildError for whatever stands in the way.
    """
    tell("Reading the app")
    pictures = icons.icons(wishes.icon, wishes.name)
    code = collect(loaded, wishes.include)
    statics = _statics(loaded.app.files)
    data = _data(loaded, code) | _readable(loaded, code)
    tell("Fetching packages")
    packages = find_packages(code, wishes.wheels, runtime)
    tell("Compiling")
    zips, parts = _python(loaded, runtime, wishes, code, packages, data)
    tell("Rendering pages")
    head = _head(wishes.base)
    client = HostSettings(client=wishes.client).client_source
    pages, skipped = prerender.prerendered(loaded.app, client, head)
    site = {**statics, **pictures}
    site |= {_page_file(path): html for path, html in pages.items()}
    site["app.webmanifest"] = _manifest(wishes, pictures)
    site["404.html"] = prerender.shell(head[0], wishes.name)
    runtime_folder = f"runtime/{VERSION}/"
    runtime_files = {runtime_folder + name: runtime.read(name) for name in LOADED}
    runtime_files[f"{runtime_folder}pyodide-lock.json"] = _lock(runtime, packages)
    config = {
        "app": loaded.spec,
        "base": wishes.base,
        "name": wishes.name,
        "development": wishes.development,
        "client": wishes.client,
        "dialect": wishes.dialect,
        "pyodide": VERSION,
        "runtime": runtime_folder,
        "lock": json.loads(runtime.read("pyodide-lock.json"))["info"],
        "routes": list(loaded.app.pages),
        "static": list(loaded.app.files),
        "prerendered": {path: _page_file(path) for path in pages},
        "head": head,
        **{name: path for name, (path, _) in zips.items() if name != "rest"},
    }
    files = site | runtime_files | dict(zips.values())
    files |= configured(config, files, lazy=zips["rest"][0])
    _check(files, wishes)
    parts["pyodide"] = runtime_files
    return Plan(files, parts, [*code.forbidden.values(), *code.warnings, *skipped])


def _python(
    loaded: LoadedApp,
    runtime: Runtime,
    wishes: Wishes,
    code: Code,
    packages: Packages,
    data: Mapping[str, bytes],
) -> tuple[dict[str, tuple[str, bytes]], dict[str, dict[str, bytes]]]:
    """The zips of Python as path and content, by what they are; and the parts of them."""
    parts = {"hlive": _ours(code), **packages.files}
    unpacked = {name for name, files in packages.files.items() if _needs_files(files)}
    zipped_sources = {p: c for n, fs in parts.items() if n not in unpacked for p, c in fs.items()}
    loose = {path: c for name in unpacked for path, c in packages.files[name].items()}
    own = {**loose, **code.own, **data}
    libraries = Tree("libraries", ARCHIVE, zipped_sources, frozenset(parts["hlive"]))
    app = Tree("app", FOLDER, own)
    library = library_tree(runtime)
    pages = [path for path, route in loaded.app.pages.items() if not route.names]
    made = _compiled(
        runtime, [app, libraries, library], Trial(loaded.spec, pages, [app, libraries]), code
    )
    halves = split_library(library, made, code.standard, wishes.development)
    compiled = {f"{path}c": content for path, content in made.code["libraries"].items()}
    if not wishes.development:
        zipped_sources = _without_sources(zipped_sources) | compiled
    package = own | {code_path(path): content for path, content in made.code["app"].items()}
    folder = f"runtime/{VERSION}/"
    zips = {
        "archive": _named("libraries", zipped(zipped_sources)),
        "package": _named("app", zipped(package)),
        "stdlib": _named(f"{folder}python_stdlib", halves.needed),
        "rest": _named(f"{folder}python_stdlib_rest", halves.rest),
    }
    costs = {name: _cost(files, compiled) for name, files in parts.items()}
    costs["the app"] = {path: c for path, c in package.items() if path not in loose}
    costs["standard library"] = {zips["stdlib"][0]: halves.needed}
    return zips, costs


def _compiled(runtime: Runtime, trees: list[Tree], trial: Trial, code: Code) -> Made:
    try:
        return compile_all(runtime, trees, trial)
    except TrialError as error:
        place = code.forbidden.get(error.missing.partition(".")[0])
        if place is None:
            raise
        raise BuildError(place) from error


def _cost(files: Mapping[str, bytes], compiled: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: compiled.get(f"{path}c", content) for path, content in files.items()}


def _ours(code: Code) -> dict[str, bytes]:
    """hlive with its scripts, which are minified now, so that nobody needs to later."""
    files = dict(code.ours)
    root = Path(hlive.__file__).parent
    folders = {PurePosixPath(path).parent for path in files if path.startswith("hlive/")}
    for folder in folders | {PurePosixPath("hlive/client")}:
        for script in sorted((root.parent / folder).glob("*.js")):
            text = minified(script.read_text(encoding="utf-8"))
            files[f"{folder}/{script.stem}.min.js"] = text.encode()
    return files


def _needs_files(files: Iterable[str]) -> bool:
    """Whether a library has more than modules, and may look for it in its folder."""
    return any(not path.endswith(".py") and ".dist-info/" not in path for path in files)


def _without_sources(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if not path.endswith(".py")}


def _named(name: str, content: bytes) -> tuple[str, bytes]:
    return f"{name}-{short_hash(content)}.zip", content


def _statics(folders: Mapping[str, Path]) -> dict[str, bytes]:
    """The files that the app serves, at their addresses."""
    return {
        f"{path.strip('/')}/{name}".lstrip("/"): file.read_bytes()
        for path, folder in folders.items()
        for name, file in _below(folder)
    }


def _below(folder: Path) -> list[tuple[str, Path]]:
    """Files below a folder by their paths in it; none that are hidden, and no caches."""
    found = []
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(p.startswith(".") or p == "__pycache__" for p in parts):
            found.append(("/".join(parts), file))
    return found


def _data(loaded: LoadedApp, code: Code) -> dict[str, bytes]:
    """What is beside the modules of the app's package, and in folders below without modules."""
    folders = {PurePosixPath(path).parent for path in code.own} - {PurePosixPath()}
    static = {folder.resolve() for folder in loaded.app.files.values()}
    data: dict[str, bytes] = {}
    for folder in sorted(folders):
        place = loaded.root / folder
        for name, file in _below(place):
            between = PurePosixPath(name).parents[:-1]
            foreign = any(
                folder / each not in folders and _has_modules(place / each) for each in between
            )
            is_static = bool(static & set(file.resolve().parents))
            if file.suffix != ".py" and not foreign and not is_static:
                data[f"{folder}/{name}"] = file.read_bytes()
    return data


def _has_modules(folder: Path) -> bool:
    return next(folder.glob("*.py"), None) is not None


def _readable(loaded: LoadedApp, code: Code) -> dict[str, bytes]:
    """The folders of static files, which the app wants to be there, with what isn't too large."""
    found: dict[str, bytes] = {}
    for folder in loaded.app.files.values():
        place = folder.resolve()
        if not place.is_relative_to(loaded.root):
            raise BuildError(
                f"the static folder {folder} isn't below {loaded.root}, where the app's code is, "
                "so it would be missing in the browser: move it there"
            )
        relative = place.relative_to(loaded.root).as_posix()
        found[f"{relative}/"] = b""
        files = {f"{relative}/{name}": file.read_bytes() for name, file in _below(place)}
        if sum(map(len, files.values())) <= _READABLE:
            found |= files
        else:
            code.warnings.append(f"{relative} is large: served, but not readable for Python there")
    return found


def _head(base: str) -> list[str]:
    return [
        f'<script src="{base}hlive-port.js"></script>',
        f'<link rel="manifest" href="{base}app.webmanifest">',
    ]


def _page_file(path: str) -> str:
    """The file that static hosts show at a path."""
    return f"{path.strip('/')}/index.html".lstrip("/")


def _manifest(wishes: Wishes, pictures: Iterable[str]) -> bytes:
    return json.dumps(
        {
            "name": wishes.name,
            "short_name": wishes.name,
            "id": wishes.base,
            "start_url": wishes.base,
            "scope": wishes.base,
            "display": "standalone",
            "icons": icons.entries(pictures),
        },
        indent=1,
    ).encode()


def _lock(runtime: Runtime, packages: Packages) -> bytes:
    """Pyodide's lock, with what this app uses in place of all that there is."""
    info = json.loads(runtime.read("pyodide-lock.json"))["info"]
    about = InfoSpec(version=VERSION, **info)
    lock = PyodideLockSpec(info=about, packages=packages.locked)
    return json.dumps(lock.model_dump(), indent=1, sort_keys=True).encode()


def _check(files: Mapping[str, bytes], wishes: Wishes) -> None:
    for path, content in files.items():
        if len(content) > wishes.max_file * MEGABYTE:
            raise BuildError(
                f"{path} has {len(content) / MEGABYTE:.1f} MB, more than the {wishes.max_file:g} "
                "MB that hosts take: make it smaller, or name your host's limit by --max-file"
            )
