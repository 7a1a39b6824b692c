"""The runtime in the Python that it is made for: Pyodide, under Node."""

import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import cachetools
import pytest

from hlive_wasm.build.errors import BuildError
from hlive_wasm.build.runtime import find_runtime
from tests.conftest import ROOT

HERE = Path(__file__).parent

APP = """
import hlive as l

class Counter(l.Component):
    count: int = l.state(0)

    def render(self):
        return l.C("button", l.on.click(self.more)), l.T("b", {"id": "count"}, str(self.count))

    def more(self, event):
        self.count += 1

def home():
    page = l.Page()
    page.body.add(Counter())
    return page

def cookies(request):
    return request.cookies

app = l.App()
app.page("/", home)
app.page("/cookies", cookies)
"""


def archive(path: Path) -> Path:
    """The packages and the app, as a build would put them into one file."""
    cache = Path(cachetools.__file__).parent
    with ZipFile(path, "w") as into:
        for package in (ROOT / "hlive", ROOT / "hlive_proto", ROOT / "hlive_wasm", cache):
            for file in package.rglob("*"):
                if file.suffix in (".py", ".js") and "build" not in file.parts:
                    into.write(file, file.relative_to(package.parent))
        for script in (ROOT / "hlive" / "client").glob("*.js"):
            into.writestr(f"hlive/client/{script.stem}.min.js", script.read_text())
        into.writestr("offline_app.py", APP)
    return path


def test_a_page_lives_in_pyodide(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs Node: no `node` in PATH")
    try:
        pyodide = find_runtime()
    except BuildError as error:
        pytest.skip(f"needs Pyodide: {error}")
    script = HERE / "script_in_pyodide.py"
    paths = [HERE / "in_pyodide.mjs", pyodide.folder, archive(tmp_path / "app.zip"), script]
    done = subprocess.run(["node", *map(str, paths)], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip().endswith("ALL WELL"), done.stdout + done.stderr
