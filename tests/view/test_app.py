"""An app: paths, page factories and folders."""

import re
from pathlib import Path
from typing import Any

import pytest

import hlive as l


def home() -> l.Page:
    return l.Page()


def test_pages_and_folders_by_path(tmp_path: Path) -> None:
    app = l.App()
    app.page("/", home)
    app.static("/files", str(tmp_path))

    @app.route("/about")
    def about(request: object) -> l.Page:
        return l.Page()

    made_by = {path: route.factory for path, route in app.pages.items()}
    assert made_by == {"/": home, "/about": about}
    assert app.files == {"/files": tmp_path}


@pytest.mark.parametrize("path", ["", "about", " /", "http://x/"])
def test_a_path_starts_with_a_slash(path: str, tmp_path: Path) -> None:
    wrong = f"a path starts with a slash, {path!r} doesn't"
    with pytest.raises(ValueError, match=re.escape(wrong)):
        l.App().page(path, home)
    with pytest.raises(ValueError, match=re.escape(wrong)):
        l.App().static(path, tmp_path)
    with pytest.raises(ValueError, match=re.escape(wrong)):
        l.App().route(path)(home)


def test_a_path_leads_to_one_thing(tmp_path: Path) -> None:
    app = l.App()
    app.page("/a", home)
    app.static("/b", tmp_path)
    for path in ("/a", "/b"):
        with pytest.raises(ValueError, match=f"there is something at '{path}' already"):
            app.page(path, home)
        with pytest.raises(ValueError, match="there is something"):
            app.static(path, tmp_path)


@pytest.mark.parametrize("factory", [l.Page(), None, "home"])
def test_a_page_is_made_by_a_function(factory: Any) -> None:
    with pytest.raises(TypeError, match="/a needs a function that makes a Page, not"):
        l.App().page("/a", factory)


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere isn't a folder"):
        l.App().static("/a", tmp_path / "nowhere")
