"""The room that hands orders to workers, under Node, with workers that do nothing by themselves."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.conftest import ROOT

_WORKERS = f"""
import {{ Crew }} from "{(ROOT / "hlive_wasm" / "js" / "crew.js").as_uri()}";

const log = [];
const jobs = [];
let made = 0;

/** Its orders are done when the test says so. */
class Worker {{
  name = (made += 1);

  carryOut(order) {{
    log.push(`${{this.name}} has ${{order}}`);
    return new Promise((resolve, reject) => jobs.push({{ order, resolve, reject }}));
  }}

  end() {{
    log.push(`${{this.name}} ends`);
  }}
}}

const crew = new Crew(() => new Worker(), 2);
const note = (what) => log.push(what.message ?? what);
const told = (promise) => promise.then(note, note);
const ask = (order) => told(crew.carryOut(order));
const turn = () => new Promise((resolve) => setTimeout(resolve));
"""


def run(script: str) -> Any:
    """What the script has in its log at the end."""
    if shutil.which("node") is None:
        pytest.skip("needs Node: no `node` in PATH")
    source = f"{_WORKERS}\n{script}\nconsole.log(JSON.stringify(log));"
    command = ["node", "--input-type=module", "-e", source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_worker_is_kept_for_the_next_order() -> None:
    script = "ask('a'); jobs[0].resolve('A'); await turn(); ask('b');"
    assert run(script) == ["1 has a", "A", "1 has b"]


def test_no_more_workers_than_there_may_be() -> None:
    script = """
    for (const order of "abc") ask(order);
    await turn();
    jobs[1].resolve("B");
    await turn();
    """
    assert run(script) == ["1 has a", "2 has b", "2 has c", "B"]


def test_a_worker_that_failed_is_replaced() -> None:
    script = """
    for (const order of "abc") ask(order);
    jobs[0].reject(new Error("broken"));
    await turn();
    """
    assert run(script) == ["1 has a", "2 has b", "1 ends", "3 has c", "broken"]


def test_a_worker_that_cannot_be_made() -> None:
    script = """
    const none = new Crew(() => { throw new Error("no workers here"); }, 1);
    await told(none.carryOut("a"));
    await told(none.carryOut("b"));
    """
    assert run(script) == ["no workers here", "no workers here"]
