"""The errata of the spec and those that scenarios can name are the same."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_spec_and_the_suite_name_the_same_errata() -> None:
    spec = (ROOT / "spec" / "protocol.md").read_text(encoding="utf-8")
    listed = json.loads((ROOT / "conformance" / "errata.json").read_text(encoding="utf-8"))
    in_spec = re.findall(r"^\| (E-[a-z-]+) \|", spec, re.MULTILINE)
    assert sorted(in_spec) == sorted(erratum["id"] for erratum in listed)
