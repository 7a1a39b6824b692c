"""Which modules of the standard library an app needs, and that no example needs others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examples.gallery import app
from hlive_proto import inbound
from hlive_proto.browser import Browser
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from hlive_wasm.build.library import needed
from hlive_wasm.build.runtime import Runtime
from hlive_wasm.build.write import config_of
from hlive_wasm.node_process import NodeProcess
from tests.wasm.build.conftest import run


def test_what_modules_import_at_once_is_needed_with_its_packages() -> None:
    imports: dict[str, tuple[list[str], list[str]]] = {
        "json": (["json.decoder"], []),
        "json.decoder": (["re._parser"], []),
        "re": ([], []),
        "re._parser": ([], []),
        "csv": ([], []),
    }
    assert needed(imports, [], ["json"]) == {"json", "json.decoder", "re", "re._parser"}


def test_what_functions_of_needed_modules_import_is_needed() -> None:
    imports: dict[str, tuple[list[str], list[str]]] = {
        "traceback": ([], ["difflib"]),
        "difflib": ([], []),
    }
    assert needed(imports, ["traceback"], []) == {"traceback", "difflib"}


def test_of_a_loaded_module_what_it_could_import_is_not_needed() -> None:
    """Such as what it imports on another platform."""
    imports: dict[str, tuple[list[str], list[str]]] = {
        "encodings": (["encodings._win_cp_codecs"], []),
        "encodings._win_cp_codecs": ([], []),
    }
    assert needed(imports, ["encodings"], []) == {"encodings"}


def test_command_lines_of_modules_are_not_needed_unless_an_app_has_one() -> None:
    imports: dict[str, tuple[list[str], list[str]]] = {
        "uuid": ([], ["argparse"]),
        "argparse": ([], []),
    }
    assert needed(imports, ["uuid"], []) == {"uuid"}
    assert needed(imports, ["uuid"], ["argparse"]) == {"uuid", "argparse"}


@pytest.fixture(scope="module")
def gallery(pyodide: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of all examples."""
    out = tmp_path_factory.mktemp("gallery") / "dist"
    result = run("build", "examples.gallery:app", "-o", out)
    assert result.exit_code == 0, result.output
    return out


async def test_every_example_does_without_the_later_half(
    gallery: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    process = NodeProcess(gallery, {**config_of(gallery), "lazy": {"files": {}}})
    await process.start()
    try:
        heard = {
            path: await use_everything(process, path)
            for path, route in app.pages.items()
            if not route.names
        }
    finally:
        await process.stop()
    assert sum(heard.values()) > len(heard), heard
    assert "ModuleNotFoundError" not in capfd.readouterr().err


async def use_everything(process: NodeProcess, path: str) -> int:
    """Opens a page and lets each event that it listens for happen; the number of them."""
    url = f"http://127.0.0.1{path}"
    page = await process.fetch("GET", url, [], b"")
    assert page.status == 200, page.body
    assert isinstance(page.body, bytes)
    browser = Browser(page.body.decode())
    messages: list[dict[str, Any]] = []
    connection = process.open({"url": f"{url}?hlive=1"}, messages.append)
    await process.fetch("GET", url, [], b"")  # Answered after what came before.
    for message in messages:
        if message["type"] == "frame":
            browser.apply(message["text"])
    bindings = [
        pair.partition("|")[0]
        for element in elements(browser.document)
        for pair in element.attrs.get("hon", "").split(",")
        if pair
    ]
    for id in bindings:
        connection.hear(inbound.encode(DomEvent((id,), value="")))
    await process.fetch("GET", url, [], b"")
    connection.close()
    assert {message["type"] for message in messages} == {"opened", "frame"}
    return len(bindings)


def elements(top: DomElement) -> Iterator[DomElement]:
    for child in top.children:
        if isinstance(child, DomElement):
            yield child
            yield from elements(child)
